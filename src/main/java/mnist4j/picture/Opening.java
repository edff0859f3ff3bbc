package mnist4j.picture;

import java.util.Arrays;

/**
 * Grey-scale opening by a square: removes what is lighter than its surroundings and narrower than
 * the square, and keeps edges where they are (Serra, "Image Analysis and Mathematical Morphology",
 * 1982).
 */
final class Opening {

  private Opening() {}

  /** The opening by a square of {@code 2 * reach + 1} pixels a side. */
  static GreyImage of(GreyImage image, int reach) {
    return extremes(extremes(image, reach, -1), reach, 1);
  }

  /** The opening of a closed line of values by a window of {@code 2 * reach + 1}. */
  static float[] ofCircle(float[] circle, int reach) {
    int length = circle.length;
    float[] thrice = new float[3 * length];
    for (int i = 0; i < thrice.length; i++) {
      thrice[i] = circle[i % length];
    }
    float[] opened = extremes(extremes(thrice, reach, -1), reach, 1);
    return Arrays.copyOfRange(opened, length, 2 * length);
  }

  private static float[] extremes(float[] line, int reach, int sign) {
    float[] padded = nothing(line.length + 2 * reach, sign);
    System.arraycopy(line, 0, padded, reach, line.length);
    slide(padded, 2 * reach + 1, 1, sign);
    return Arrays.copyOf(padded, line.length);
  }

  /** The largest values of every square, or the smallest if {@code sign} is −1. */
  static GreyImage extremes(GreyImage image, int reach, int sign) {
    int width = image.width();
    int height = image.height();
    int padded = width + 2 * reach;
    float[] across = nothing(padded * height, sign);
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.values(), y * width, across, y * padded + reach, width);
    }
    slide(across, 2 * reach + 1, 1, sign);
    float[] down = nothing(width * (height + 2 * reach), sign);
    for (int y = 0; y < height; y++) {
      System.arraycopy(across, y * padded, down, (y + reach) * width, width);
    }
    slide(down, 2 * reach + 1, width, sign);
    return new GreyImage(width, height, Arrays.copyOf(down, width * height));
  }

  /** What no value is beyond. */
  private static float[] nothing(int length, int sign) {
    float[] values = new float[length];
    Arrays.fill(values, -sign * Float.MAX_VALUE);
    return values;
  }

  /**
   * Replaces each value by the extreme of the window that starts with it, whose values are {@code
   * step} apart. Windows of 2, 4, 8 … values are made of two halves, and the window of two of them
   * that overlap (the sparse table of Bender and Farach-Colton, "The LCA problem revisited", 2000).
   */
  private static void slide(float[] values, int window, int step, int sign) {
    int length = 1;
    while (2 * length <= window) {
      merge(values, length * step, sign);
      length *= 2;
    }
    merge(values, (window - length) * step, sign);
  }

  private static void merge(float[] values, int shift, int sign) {
    for (int i = 0; i + shift < values.length; i++) {
      float other = values[i + shift];
      if (sign > 0 ? other > values[i] : other < values[i]) {
        values[i] = other;
      }
    }
  }
}
