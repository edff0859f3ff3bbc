package mnist4j.acceleration.step;

import java.util.Arrays;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;

/**
 * What follows the products of a convolution: max pooling, biases and activation, of a block of
 * whole pixels at a time.
 */
final class ConvolutionOutput {

  private final ConvolutionSpec spec;
  private final float[][] convolved;
  private final float[] bias;
  private final float[] values;
  private final float[] winners;
  private final float[] gradient;
  private final float[] biasGradient;

  ConvolutionOutput(ConvolutionSpec spec) {
    this.spec = spec;
    int length = LayerKernel.blockLength(spec.filters());
    convolved = new float[spec.pool().area()][length];
    bias = new float[length];
    values = new float[length];
    winners = new float[length];
    gradient = new float[length];
    biasGradient = new float[spec.filters()];
  }

  /** Number of values of a block. */
  int length() {
    return bias.length;
  }

  /**
   * A block of what the products give, or of its gradient: an array for each position in the
   * pooling window, row by row.
   */
  float[][] convolved() {
    return convolved;
  }

  /** Whether the maximum may be at several positions. */
  boolean pools() {
    return convolved.length > 1;
  }

  /**
   * Starts a training step or outputs.
   *
   * @param parameters the layer's, of which the first are the biases
   */
  void begin(float[] parameters) {
    for (int start = 0; start < bias.length; start += spec.filters()) {
      System.arraycopy(parameters, 0, bias, start, spec.biases());
    }
    Arrays.fill(biasGradient, 0);
  }

  /** Writes the gradient of the biases, which are the first of the layer's parameters. */
  void end(float[] parameterGradient) {
    System.arraycopy(biasGradient, 0, parameterGradient, 0, spec.biases());
  }

  /**
   * Computes a block of the output from what is {@link #convolved}.
   *
   * @param maxima becomes the position of each maximum in its pooling window; unused without
   *     pooling
   * @param start of the block in both arrays
   */
  void forward(float[] output, float[] maxima, int start, int count) {
    System.arraycopy(convolved[0], 0, values, 0, count);
    if (pools()) {
      Arrays.fill(winners, 0);
      for (int position = 1; position < convolved.length; position++) {
        takeMaximum(values, winners, convolved[position], position, count);
      }
      System.arraycopy(winners, 0, maxima, start, count);
    }
    add(bias, values, count);
    spec.activation().apply(values, count);
    System.arraycopy(values, 0, output, start, count);
  }

  /**
   * Makes what is {@link #convolved} the gradient of a block: of each pooling window where its
   * maximum is, and 0 elsewhere. Adds the gradient of the biases.
   */
  void backward(float[] output, float[] outputGradient, float[] maxima, int start, int count) {
    System.arraycopy(output, start, values, 0, count);
    System.arraycopy(outputGradient, start, gradient, 0, count);
    spec.activation().backpropagate(values, gradient, count);
    for (int pixel = 0; pixel < count; pixel += biasGradient.length) {
      for (int filter = 0; filter < biasGradient.length; filter++) {
        biasGradient[filter] += gradient[pixel + filter];
      }
    }
    if (!pools()) {
      System.arraycopy(gradient, 0, convolved[0], 0, count);
      return;
    }
    System.arraycopy(maxima, start, winners, 0, count);
    for (int position = 0; position < convolved.length; position++) {
      takeGradient(gradient, winners, position, convolved[position], count);
    }
  }

  private static void add(float[] summands, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] += summands[i];
    }
  }

  /**
   * Element-wise maximum with the values at one position of the pooling window, which becomes the
   * winner where they are larger. The first of equal maxima stays it, as in DL4J.
   */
  private static void takeMaximum(
      float[] peaks, float[] winners, float[] values, int position, int count) {
    for (int i = 0; i < count; i++) {
      float larger = ActivationFunction.unitStep(Math.max(values[i] - peaks[i], 0));
      winners[i] += (position - winners[i]) * larger;
      peaks[i] = Math.max(peaks[i], values[i]);
    }
  }

  /** The gradient at one position of the pooling window: all of it at the winner's, else 0. */
  private static void takeGradient(
      float[] gradient, float[] winners, int position, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = gradient[i] * (1 - Math.min(Math.abs(winners[i] - position), 1));
    }
  }
}
