package mnist4j.acceleration.step;

/**
 * A fully connected layer. DL4J keeps its weights as {@code [outputs, inputs]}, row-major, and the
 * biases after them.
 */
record DensePlan(int inputs, int outputs, boolean biased, Nonlinearity activation)
    implements LayerPlan {

  /** Weights that make up for waking the threads that share them. */
  private static final int WORTH_SHARING = 200_000;

  int weights() {
    return inputs * outputs;
  }

  int biases() {
    return biased ? outputs : 0;
  }

  @Override
  public int parameters() {
    return weights() + biases();
  }

  @Override
  public long multiplications() {
    return weights();
  }

  @Override
  public LayerWork work(LayerSite site) {
    boolean shared = site.first() && weights() >= WORTH_SHARING;
    return new DenseWork(this, site, shared ? site.threads() : 1);
  }
}
