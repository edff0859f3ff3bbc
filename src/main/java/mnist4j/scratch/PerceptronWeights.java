package mnist4j.scratch;

import java.util.Arrays;
import mnist4j.scratch.numpy.NumpyRandomState;

/**
 * One number per parameter of the perceptron: its weights, or the gradient with respect to them.
 *
 * @param weights {@code [pixels]}, in the order of the image's pixels; copied on the way in and out
 * @param bias the bias
 */
public record PerceptronWeights(double[] weights, double bias) {

  public PerceptronWeights {
    weights = weights.clone();
  }

  @Override
  public double[] weights() {
    return weights.clone();
  }

  /**
   * The weights the document starts from: normal with variance 1, bias 0. The document seeds the
   * generator anew before it draws them, so the shuffle has no say in them.
   *
   * @param seed 0 to 2<sup>32</sup> - 1
   */
  public static PerceptronWeights drawn(long seed, int pixels) {
    return new PerceptronWeights(new NumpyRandomState(seed).randn(pixels), 0);
  }

  /** One step of gradient descent: these weights less {@code learningRate} times the gradient. */
  public PerceptronWeights descend(double learningRate, PerceptronWeights gradient) {
    double[] next = weights.clone();
    Rows.addScaled(-learningRate, gradient.weights, next);
    return new PerceptronWeights(next, bias - learningRate * gradient.bias);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PerceptronWeights that
        && Arrays.equals(weights, that.weights)
        && Double.compare(bias, that.bias) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Double.hashCode(bias);
  }
}
