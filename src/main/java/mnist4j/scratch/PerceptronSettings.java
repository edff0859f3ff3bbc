package mnist4j.scratch;

/**
 * How to train the perceptron.
 *
 * @param seed of the weights, 0 to 2<sup>32</sup> - 1
 * @param learningRate multiplies the gradient of half the mean squared error
 * @param epochs steps of gradient descent, each over all training images; 1 or more
 * @param logEvery epochs between two logged ones; the first and the last are logged in any case
 */
public record PerceptronSettings(long seed, double learningRate, int epochs, int logEvery) {

  /** The document's own: seed 0, rate 0.01, 3,000 epochs, logged every 200. */
  public static PerceptronSettings asPrinted() {
    return new PerceptronSettings(0, 0.01, 3000, 200);
  }

  boolean logs(int epoch) {
    return epoch == 1 || epoch % logEvery == 0 || epoch == epochs;
  }
}
