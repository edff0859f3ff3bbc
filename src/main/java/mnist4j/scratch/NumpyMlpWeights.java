package mnist4j.scratch;

import java.util.Arrays;
import mnist4j.scratch.numpy.NumpyGenerator;

/**
 * One number per parameter of the NumPy network: its weights, or the gradient with respect to them.
 * It has no biases, which is the document's choice. Copied on the way in and out.
 *
 * @param hidden {@code [pixels][hidden units]}
 * @param output {@code [hidden units][classes]}
 */
public record NumpyMlpWeights(double[][] hidden, double[][] output) {

  static final int CLASSES = 10;

  public NumpyMlpWeights {
    hidden = Rows.copy(hidden);
    output = Rows.copy(output);
  }

  @Override
  public double[][] hidden() {
    return Rows.copy(hidden);
  }

  @Override
  public double[][] output() {
    return Rows.copy(output);
  }

  /** The document's start: uniform in [-0.1, 0.1), hidden layer first. */
  public static NumpyMlpWeights drawn(NumpyGenerator random, int pixels, int hiddenUnits) {
    return new NumpyMlpWeights(
        centred(random.random(pixels, hiddenUnits)), centred(random.random(hiddenUnits, CLASSES)));
  }

  private static double[][] centred(double[][] uniform) {
    for (double[] row : uniform) {
      for (int i = 0; i < row.length; i++) {
        row[i] = 0.2 * row[i] - 0.1;
      }
    }
    return uniform;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumpyMlpWeights that
        && Arrays.deepEquals(hidden, that.hidden)
        && Arrays.deepEquals(output, that.output);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(hidden) + Arrays.deepHashCode(output);
  }
}
