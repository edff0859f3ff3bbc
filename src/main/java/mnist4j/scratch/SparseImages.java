package mnist4j.scratch;

import java.util.Arrays;
import mnist4j.data.LabelledImages;

/**
 * Images as lists of their non-zero pixels. Four fifths of MNIST's pixels are zero and add nothing
 * to a weighted sum or a gradient, so both skip them. A pixel counts as its grey value / 255.
 */
final class SparseImages {

  private static final int GREY_BITS = 8;
  private static final int GREY_MASK = 0xff;
  private static final double[] SCALED = scaledGreys();

  private final int[] starts;
  // One word a pixel, position above grey value, keeps an epoch's traffic at a third of an index
  // and a double.
  private final int[] pixels;
  private final int[] labels;

  SparseImages(LabelledImages images) {
    starts = new int[images.size() + 1];
    for (int image = 0; image < images.size(); image++) {
      starts[image + 1] = starts[image] + inked(images, image);
    }
    pixels = new int[starts[images.size()]];
    for (int image = 0; image < images.size(); image++) {
      pack(images, image);
    }
    labels = images.labels();
  }

  /** Number of non-zero pixels of one image. */
  static int inked(LabelledImages images, int image) {
    int count = 0;
    for (int position = 0; position < images.pixelsPerImage(); position++) {
      if (images.pixel(image, position) != 0) {
        count++;
      }
    }
    return count;
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

  /** The image's pixels times {@code weights [pixels]}, summed. */
  double dot(int image, double[] weights) {
    double sum = 0;
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      sum += SCALED[pixel & GREY_MASK] * weights[pixel >>> GREY_BITS];
    }
    return sum;
  }

  /** Adds {@code factor} times the image's pixels to {@code target [pixels]}. */
  void addScaled(int image, double factor, double[] target) {
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      target[pixel >>> GREY_BITS] += factor * SCALED[pixel & GREY_MASK];
    }
  }

  /**
   * Sets {@code product [columns]} to the image's pixels times {@code matrix [pixels][columns]}.
   */
  void multiply(int image, double[][] matrix, double[] product) {
    Arrays.fill(product, 0);
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      Rows.addScaled(SCALED[pixel & GREY_MASK], matrix[pixel >>> GREY_BITS], product);
    }
  }

  /** Adds {@code factor} times pixels ⊗ {@code columns} to {@code matrix [pixels][columns]}. */
  void addOuterProduct(int image, double factor, double[] columns, double[][] matrix) {
    for (int i = starts[image]; i < starts[image + 1]; i++) {
      int pixel = pixels[i];
      Rows.addScaled(factor * SCALED[pixel & GREY_MASK], columns, matrix[pixel >>> GREY_BITS]);
    }
  }

  private static double[] scaledGreys() {
    double[] scaled = new double[GREY_MASK + 1];
    for (int grey = 0; grey < scaled.length; grey++) {
      scaled[grey] = grey / 255.0;
    }
    return scaled;
  }
}
