package mnist4j.scratch;

import java.util.Arrays;

/**
 * One image's way through the NumPy network and back. It works on the weights it is given and keeps
 * its activations and errors from image to image, so that forty thousand passes share one set of
 * arrays.
 */
final class NumpyMlpPass {

  private final double[][] hiddenWeights;
  private final double[][] outputWeights;
  private final SparseImages images;
  private final double[] activations;
  private final double[] outputs = new double[NumpyMlpWeights.CLASSES];
  private final double[] outputErrors = new double[NumpyMlpWeights.CLASSES];
  private final double[] hiddenErrors;

  /** Reads, and in {@link #addTo} may be told to change, the given weights: they are not copied. */
  NumpyMlpPass(double[][] hiddenWeights, double[][] outputWeights, SparseImages images) {
    this.hiddenWeights = hiddenWeights;
    this.outputWeights = outputWeights;
    this.images = images;
    activations = new double[outputWeights.length];
    hiddenErrors = new double[outputWeights.length];
  }

  /** Without dropout, as on the test set. */
  void forward(int image) {
    activate(image);
    outputs();
  }

  /**
   * @param dropout what each hidden unit's output is multiplied by, {@code [hidden units]}
   */
  void forward(int image, double[] dropout) {
    activate(image);
    for (int unit = 0; unit < activations.length; unit++) {
      activations[unit] *= dropout[unit];
    }
    outputs();
  }

  private void activate(int image) {
    images.multiply(image, hiddenWeights, activations);
    for (int unit = 0; unit < activations.length; unit++) {
      activations[unit] = Math.max(activations[unit], 0);
    }
  }

  private void outputs() {
    Arrays.fill(outputs, 0);
    for (int unit = 0; unit < activations.length; unit++) {
      if (activations[unit] != 0) {
        Rows.addScaled(activations[unit], outputWeights[unit], outputs);
      }
    }
  }

  /** The sum of squared errors over the ten outputs, after a forward pass. */
  double squaredError(int image) {
    double sum = 0;
    for (int c = 0; c < outputs.length; c++) {
      double error = error(image, c);
      sum += error * error;
    }
    return sum;
  }

  boolean right(int image) {
    int best = 0;
    for (int c = 1; c < outputs.length; c++) {
      if (outputs[c] > outputs[best]) {
        best = c;
      }
    }
    return best == images.label(image);
  }

  private double error(int image, int c) {
    return outputs[c] - (images.label(image) == c ? 1 : 0);
  }

  /** The way back, after {@link #forward(int, double[])} with the same image and dropout. */
  void backward(int image, double[] dropout, Backpropagation rule) {
    for (int c = 0; c < outputs.length; c++) {
      outputErrors[c] = error(image, c);
    }
    for (int unit = 0; unit < hiddenErrors.length; unit++) {
      double factor = hiddenDerivative(activations[unit], dropout[unit], rule);
      hiddenErrors[unit] = factor == 0 ? 0 : factor * Rows.dot(outputWeights[unit], outputErrors);
    }
  }

  private static double hiddenDerivative(double activation, double dropout, Backpropagation rule) {
    return switch (rule) {
      // ReLU's part is 1 whatever the activation, and of dropout's factor only the mask is left.
      case AS_PRINTED -> dropout == 0 ? 0 : 1;
      case CORRECT -> activation > 0 ? dropout : 0;
    };
  }

  /** Adds {@code factor} times the gradient of half the squared error to the given arrays. */
  void addTo(int image, double factor, double[][] hidden, double[][] output) {
    images.addOuterProduct(image, factor, hiddenErrors, hidden);
    for (int unit = 0; unit < activations.length; unit++) {
      if (activations[unit] != 0) {
        Rows.addScaled(factor * activations[unit], outputErrors, output[unit]);
      }
    }
  }
}
