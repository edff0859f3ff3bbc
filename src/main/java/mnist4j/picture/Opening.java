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

  /** The opening by a square as large that stands on a corner; all are cut off at the border. */
  static GreyImage ofTurned(GreyImage image, int reach) {
    // Two diagonals have every other pixel of it, a small square in each of these has all.
    int steps = 2 * (int) Math.round((reach - 1) / Math.sqrt(2));
    GreyImage least =
        alongDiagonal(alongDiagonal(extremes(image, 1, -1), steps, 1, -1), steps, -1, -1);
    return extremes(alongDiagonal(alongDiagonal(least, steps, -1, 1), steps, 1, 1), 1, 1);
  }

  /**
   * The extreme of every window of {@code steps + 1} pixels along a diagonal.
   *
   * @param step 1 for the diagonal to the lower right, −1 for the one to the lower left
   */
  private static GreyImage alongDiagonal(GreyImage image, int steps, int step, int sign) {
    int width = image.width();
    int height = image.height();
    int padded = width + steps + 1;
    float[] values = nothing(padded * (height + steps), sign);
    for (int y = 0; y < height; y++) {
      int middle = (y + steps / 2) * padded + steps / 2;
      System.arraycopy(image.values(), y * width, values, middle, width);
    }
    slide(values, steps + 1, padded + step, sign);
    float[] extremes = new float[width * height];
    for (int y = 0; y < height; y++) {
      int start = y * padded + (step > 0 ? 0 : steps);
      System.arraycopy(values, start, extremes, y * width, width);
    }
    return new GreyImage(width, height, extremes);
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

  /**
   * The pixels in whose square any pixel is set, or all are if {@code sign} is −1; beyond the
   * border there is nothing that decides.
   *
   * @param mask {@code [height * width]}
   */
  static boolean[] extremes(boolean[] mask, int width, int reach, int sign) {
    float[] values = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      values[i] = mask[i] ? 1 : 0;
    }
    GreyImage image = new GreyImage(width, mask.length / width, values);
    float[] most = extremes(image, reach, sign).values();
    boolean[] extremes = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      extremes[i] = most[i] > 0;
    }
    return extremes;
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
