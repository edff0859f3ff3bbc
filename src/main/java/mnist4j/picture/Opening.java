package mnist4j.picture;

import java.util.Arrays;

/**
 * Grey-scale opening by a square: removes what is lighter than its surroundings and narrower than
 * the square, and keeps edges where they are (Serra, "Image Analysis and Mathematical Morphology",
 * 1982).
 */
final class Opening {

  private Opening() {}

  /** Levels are whole numbers of these shares of a grey level, see {@link #merge}. */
  private static final int SHARES = 1 << 16;

  /** Farther from 0 than any level, and near enough for differences in an int. */
  private static final int BEYOND = 1 << 29;

  /** The opening by a square of {@code 2 * reach + 1} pixels a side. */
  static GreyImage of(GreyImage image, int reach) {
    int width = image.width();
    return greys(
        extremes(extremes(levels(image.values()), width, reach, -1), width, reach, 1), width);
  }

  /** The opening by a square as large that stands on a corner; all are cut off at the border. */
  static GreyImage ofTurned(GreyImage image, int reach) {
    int width = image.width();
    // Two diagonals have every other pixel of it, a small square in each of these has all.
    int steps = 2 * (int) Math.round((reach - 1) / Math.sqrt(2));
    int[] least = extremes(levels(image.values()), width, 1, -1);
    least = alongDiagonal(alongDiagonal(least, width, steps, 1, -1), width, steps, -1, -1);
    int[] most = alongDiagonal(alongDiagonal(least, width, steps, -1, 1), width, steps, 1, 1);
    return greys(extremes(most, width, 1, 1), width);
  }

  /** The opening of a closed line of values by a window of {@code 2 * reach + 1}. */
  static float[] ofCircle(float[] circle, int reach) {
    int length = circle.length;
    int[] levels = levels(circle);
    int[] thrice = new int[3 * length];
    for (int i = 0; i < thrice.length; i++) {
      thrice[i] = levels[i % length];
    }
    int[] opened = extremesOfLine(extremesOfLine(thrice, reach, -1), reach, 1);
    return greys(Arrays.copyOfRange(opened, length, 2 * length), length).values();
  }

  /** The largest values of every square, or the smallest if {@code sign} is −1. */
  static GreyImage extremes(GreyImage image, int reach, int sign) {
    int width = image.width();
    return greys(extremes(levels(image.values()), width, reach, sign), width);
  }

  /**
   * The pixels in whose square any pixel is set, or all are if {@code sign} is −1; beyond the
   * border there is nothing that decides.
   *
   * @param mask {@code [height * width]}
   */
  static boolean[] extremes(boolean[] mask, int width, int reach, int sign) {
    int[] levels = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      levels[i] = mask[i] ? 1 : 0;
    }
    int[] most = extremes(levels, width, reach, sign);
    boolean[] extremes = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      extremes[i] = most[i] > 0;
    }
    return extremes;
  }

  private static int[] levels(float[] greys) {
    int[] levels = new int[greys.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (int) (greys[i] * SHARES);
    }
    return levels;
  }

  private static GreyImage greys(int[] levels, int width) {
    float[] greys = new float[levels.length];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (float) levels[i] / SHARES;
    }
    return new GreyImage(width, greys.length / width, greys);
  }

  private static int[] extremes(int[] levels, int width, int reach, int sign) {
    int height = levels.length / width;
    int padded = width + 2 * reach;
    int[] across = nothing(padded * height, sign);
    for (int y = 0; y < height; y++) {
      System.arraycopy(levels, y * width, across, y * padded + reach, width);
    }
    slide(across, 2 * reach + 1, 1, sign);
    int[] down = nothing(width * (height + 2 * reach), sign);
    for (int y = 0; y < height; y++) {
      System.arraycopy(across, y * padded, down, (y + reach) * width, width);
    }
    slide(down, 2 * reach + 1, width, sign);
    return Arrays.copyOf(down, width * height);
  }

  private static int[] extremesOfLine(int[] line, int reach, int sign) {
    int[] padded = nothing(line.length + 2 * reach, sign);
    System.arraycopy(line, 0, padded, reach, line.length);
    slide(padded, 2 * reach + 1, 1, sign);
    return Arrays.copyOf(padded, line.length);
  }

  /**
   * The extreme of every window of {@code steps + 1} pixels along a diagonal.
   *
   * @param step 1 for the diagonal to the lower right, −1 for the one to the lower left
   */
  private static int[] alongDiagonal(int[] levels, int width, int steps, int step, int sign) {
    int height = levels.length / width;
    int padded = width + steps + 1;
    int[] values = nothing(padded * (height + steps), sign);
    for (int y = 0; y < height; y++) {
      int middle = (y + steps / 2) * padded + steps / 2;
      System.arraycopy(levels, y * width, values, middle, width);
    }
    slide(values, steps + 1, padded + step, sign);
    int[] extremes = new int[width * height];
    for (int y = 0; y < height; y++) {
      int start = y * padded + (step > 0 ? 0 : steps);
      System.arraycopy(values, start, extremes, y * width, width);
    }
    return extremes;
  }

  /** What no value is beyond. */
  private static int[] nothing(int length, int sign) {
    int[] values = new int[length];
    Arrays.fill(values, -sign * BEYOND);
    return values;
  }

  /**
   * Replaces each value by the extreme of the window that starts with it, whose values are {@code
   * step} apart. Windows of 2, 4, 8 … values are made of two halves, and the window of two of them
   * that overlap (the sparse table of Bender and Farach-Colton, "The LCA problem revisited", 2000).
   */
  private static void slide(int[] values, int window, int step, int sign) {
    int[] others = new int[values.length];
    int length = 1;
    while (2 * length <= window) {
      merge(values, others, length * step, sign);
      length *= 2;
    }
    merge(values, others, (window - length) * step, sign);
  }

  /**
   * Replaces each value by the extreme of it and the one behind it. As arithmetic on whole numbers
   * of two arrays at the same place this takes a fifteenth of the time of comparing floats: the JIT
   * makes vector code of it.
   *
   * @param others room for as many values
   */
  private static void merge(int[] values, int[] others, int shift, int sign) {
    int count = values.length - shift;
    if (count <= 0) {
      return;
    }
    System.arraycopy(values, shift, others, 0, count);
    if (sign > 0) {
      for (int i = 0; i < count; i++) {
        int more = values[i] - others[i];
        values[i] -= more & more >> 31;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int less = others[i] - values[i];
        values[i] += less & less >> 31;
      }
    }
  }
}
