package mnist4j.scratch;

import java.util.Arrays;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * Images as a compressed sparse row matrix {@code [n, pixels]} of grey value / 255. Four fifths of
 * MNIST's pixels are zero and add nothing to a weighted sum or a gradient.
 */
final class SparseImages {

  private static final int GREY_BITS = 8;
  private static final int GREY_MASK = 0xff;
  private static final double[] SCALED =
      IntStream.rangeClosed(0, GREY_MASK).mapToDouble(grey -> grey / 255.0).toArray();

  private final int[] starts;
  // Position and grey value in one int: a third of the memory traffic of an index and a double.
  private final int[] pixels;
  private final int[] labels;

  SparseImages(LabelledImages images) {
    starts = new int[images.size() + 1];
    for (int image = 0; image < images.size(); image++) {
      starts[image + 1] = starts[image] + countNonZero(images, image);
    }
    pixels = new int[starts[images.size()]];
    for (int image = 0; image < images.size(); image++) {
      pack(images, image);
    }
    labels = images.labels();
  }

  /** Number of non-zero pixels of one image. */
  static int countNonZero(LabelledImages images, int image) {
    return (int)
        IntStream.range(0, images.pixelsPerImage())
            .filter(position -> images.pixel(image, position) != 0)
            .count();
  }

  private void pack(LabelledImages images, int image) {
    int next = starts[image];
    for (int position = 0; position < images.pixelsPerImage(); position++) {
      int grey = images.pixel(image, position);
      if (grey != 0) {
        pixels[next++] = position << GREY_BITS | grey;
      }
    }
  }

  int size() {
    return labels.length;
  }

  int label(int image) {
    return labels[image];
  }

  /** The dot product of an image and {@code weights [pixels]}. */
  double dot(int image, double[] weights) {
    double sum = 0;
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      sum += SCALED[pixel & GREY_MASK] * weights[pixel >>> GREY_BITS];
    }
    return sum;
  }

  /** {@code y += a * image}, with {@code y [pixels]}. */
  void axpy(double a, int image, double[] y) {
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      y[pixel >>> GREY_BITS] += a * SCALED[pixel & GREY_MASK];
    }
  }

  /** Sets {@code product [columns]} to {@code image * matrix}, {@code matrix [pixels][columns]}. */
  void multiply(int image, double[][] matrix, double[] product) {
    Arrays.fill(product, 0);
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      Vectors.axpy(SCALED[pixel & GREY_MASK], matrix[pixel >>> GREY_BITS], product);
    }
  }

  /** {@code matrix += a * image ⊗ columns}, with {@code matrix [pixels][columns]} (BLAS: ger). */
  void addOuterProduct(double a, int image, double[] columns, double[][] matrix) {
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      Vectors.axpy(a * SCALED[pixel & GREY_MASK], columns, matrix[pixel >>> GREY_BITS]);
    }
  }
}
