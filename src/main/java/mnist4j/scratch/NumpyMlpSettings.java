package mnist4j.scratch;

/**
 * How to train the NumPy network.
 *
 * @param seed of weights and dropout, 0 or more
 * @param hidden hidden units, 1 or more
 * @param learningRate multiplies the gradient of half the squared error
 * @param epochs passes over the training images, 1 or more
 * @param backpropagation the document's derivative or the correct one
 */
public record NumpyMlpSettings(
    long seed, int hidden, double learningRate, int epochs, Backpropagation backpropagation) {

  /** The document's own: 100 hidden units, rate 0.005, 20 epochs. */
  public static NumpyMlpSettings asPrinted() {
    return new NumpyMlpSettings(884736743, 100, 0.005, 20, Backpropagation.AS_PRINTED);
  }
}
