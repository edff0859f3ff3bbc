package mnist4j.scratch;

import java.util.Arrays;
import mnist4j.scratch.ScratchNumpyMlp.Backpropagation;
import mnist4j.scratch.ScratchNumpyMlp.Metrics;

/**
 * The forward and backward pass of the NumPy network, one image at a time, and the metrics of all
 * images passed so far. Its arrays are reused from image to image.
 */
final class NumpyMlpPass {

  private final double[][] hiddenWeights;
  private final double[][] outputWeights;
  private final SparseImages images;
  private final double[] activations;
  private final double[] outputs = new double[ScratchNumpyMlp.CLASSES];
  private final double[] outputErrors = new double[ScratchNumpyMlp.CLASSES];
  private final double[] hiddenErrors;
  private double squaredError;
  private int correct;
  private int count;

  /**
   * Uses the given weights without a copy, so that each step is seen by the next image.
   *
   * @param hiddenWeights {@code [pixels][hidden units]}
   * @param outputWeights {@code [hidden units][classes]}
   */
  NumpyMlpPass(double[][] hiddenWeights, double[][] outputWeights, SparseImages images) {
    this.hiddenWeights = hiddenWeights;
    this.outputWeights = outputWeights;
    this.images = images;
    activations = new double[outputWeights.length];
    hiddenErrors = new double[outputWeights.length];
  }

  /**
   * Computes the outputs and their errors.
   *
   * @param dropout factor of each hidden unit's output, {@code [hidden units]}
   */
  void forward(int image, double[] dropout) {
    images.multiply(image, hiddenWeights, activations);
    Arrays.fill(outputs, 0);
    for (int unit = 0; unit < activations.length; unit++) {
      activations[unit] = Math.max(activations[unit], 0) * dropout[unit];
      if (activations[unit] != 0) {
        Vectors.axpy(activations[unit], outputWeights[unit], outputs);
      }
    }
    addMetrics(images.label(image));
  }

  private void addMetrics(int label) {
    int argMax = 0;
    double sum = 0;
    for (int c = 0; c < outputs.length; c++) {
      outputErrors[c] = outputs[c] - (label == c ? 1 : 0);
      sum += outputErrors[c] * outputErrors[c];
      argMax = outputs[c] > outputs[argMax] ? c : argMax;
    }
    squaredError += sum;
    correct += argMax == label ? 1 : 0;
    count++;
  }

  /** The means over all images that went forward. */
  Metrics metrics() {
    return new Metrics(squaredError / count, (double) correct / count);
  }

  /** Computes the hidden errors, after {@link #forward} with the same dropout. */
  void backward(double[] dropout, Backpropagation rule) {
    for (int unit = 0; unit < hiddenErrors.length; unit++) {
      double factor = hiddenDerivative(activations[unit], dropout[unit], rule);
      hiddenErrors[unit] =
          factor == 0 ? 0 : factor * Vectors.dot(outputWeights[unit], outputErrors);
    }
  }

  private static double hiddenDerivative(double activation, double dropout, Backpropagation rule) {
    return switch (rule) {
      // ReLU contributes 1 whatever the activation, and dropout its mask without the factor.
      case AS_PRINTED -> dropout == 0 ? 0 : 1;
      case CORRECT -> activation > 0 ? dropout : 0;
    };
  }

  /**
   * Adds {@code factor} times the gradient of half the squared error to the given arrays, after
   * {@link #backward} of the same image.
   */
  void addGradient(int image, double factor, double[][] hidden, double[][] output) {
    images.addOuterProduct(factor, image, hiddenErrors, hidden);
    for (int unit = 0; unit < activations.length; unit++) {
      if (activations[unit] != 0) {
        Vectors.axpy(factor * activations[unit], outputErrors, output[unit]);
      }
    }
  }
}
