package mnist4j.acceleration;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Inverted dropout of a flat vector (Srivastava et al., 2014).
 *
 * @param index of this among the network's dropouts
 * @param inputs length of the vector
 * @param retained probability that a value is kept, above 0
 */
record DropoutPlan(int index, int inputs, double retained) implements LayerPlan {

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public int parameters() {
    return 0;
  }

  @Override
  public long multiplications() {
    return 0;
  }

  @Override
  public LayerWork work(
      INDArray parameters,
      INDArray gradients,
      int offset,
      boolean first,
      int threads,
      BatchState batch) {
    return new DropoutWork(this, batch.masks().get(index));
  }
}
