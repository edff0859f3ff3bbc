package mnist4j.acceleration.step;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) of feature maps or of a flat vector. DL4J keeps
 * gamma, beta, the running mean and the decimal logarithm of the running standard deviation, one
 * value each per channel.
 *
 * @param index of this among the network's normalisations
 * @param pixels height times width of the feature maps; 1 for a flat vector
 * @param channels of the feature maps, or length of the vector
 * @param epsilon added to the variance
 * @param decay share of the running averages that a step keeps
 */
record NormalisationPlan(int index, int pixels, int channels, double epsilon, double decay)
    implements LayerPlan {

  @Override
  public int inputs() {
    return pixels * channels;
  }

  @Override
  public int parameters() {
    return 4 * channels;
  }

  @Override
  public NormalisationWork work(LayerSite site) {
    return new NormalisationWork(site.batch().statistics().get(index));
  }
}
