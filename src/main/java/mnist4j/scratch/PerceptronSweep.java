package mnist4j.scratch;

import java.util.List;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * Prediction, loss and gradient of every image of a set in one sweep: an image's pixels are still
 * in the cache when its share of the gradient is added.
 */
final class PerceptronSweep {

  // A fixed number of parts, summed in order, so that the figures do not depend on how many threads
  // there are.
  private static final int PARTS = 16;

  private final SparseImages images;

  PerceptronSweep(LabelledImages images) {
    this.images = new SparseImages(images);
  }

  PerceptronPass with(PerceptronWeights weights) {
    double[] shared = weights.weights();
    List<Sums> parts =
        IntStream.range(0, PARTS)
            .parallel()
            .mapToObj(part -> part(part, shared, weights.bias()))
            .toList();
    Sums total = new Sums(shared.length);
    parts.forEach(total::add);
    return total.mean(images.size());
  }

  private Sums part(int part, double[] weights, double bias) {
    Sums sums = new Sums(weights.length);
    int end = start(part + 1);
    for (int image = start(part); image < end; image++) {
      double prediction = ScratchPerceptron.sigmoid(images.dot(image, weights) + bias);
      int label = images.label(image);
      double error = prediction - label;
      double slope = error * prediction * (1 - prediction);
      images.addScaled(image, slope, sums.gradient);
      sums.biasGradient += slope;
      sums.squaredError += error * error;
      sums.right += (prediction > 0.5 ? 1 : 0) == label ? 1 : 0;
    }
    return sums;
  }

  private int start(int part) {
    return (int) ((long) images.size() * part / PARTS);
  }

  private static final class Sums {
    private final double[] gradient;
    private double biasGradient;
    private double squaredError;
    private int right;

    Sums(int pixels) {
      gradient = new double[pixels];
    }

    void add(Sums other) {
      Rows.addScaled(1, other.gradient, gradient);
      biasGradient += other.biasGradient;
      squaredError += other.squaredError;
      right += other.right;
    }

    PerceptronPass mean(int count) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= count;
      }
      return new PerceptronPass(
          squaredError / count,
          (double) right / count,
          new PerceptronWeights(gradient, biasGradient / count));
    }
  }
}
