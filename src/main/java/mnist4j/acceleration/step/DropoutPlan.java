package mnist4j.acceleration.step;

/**
 * Inverted dropout of a flat vector (Srivastava et al., 2014).
 *
 * @param index of this among the network's dropouts
 * @param inputs length of the vector
 * @param retained probability that a value is kept, above 0
 */
record DropoutPlan(int index, int inputs, double retained) implements LayerPlan {

  @Override
  public LayerWork work(LayerSite site) {
    return new DropoutWork(this, site.batch().masks().get(index));
  }
}
