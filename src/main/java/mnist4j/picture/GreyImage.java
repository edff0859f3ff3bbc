package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Grey values of a picture, or another number per pixel.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code [height * width]}, row by row; not copied
 */
record GreyImage(int width, int height, float[] values) {

  /** More of them do not read more of scikit-learn's digits. */
  private static final int CORRECTIONS = 3;

  /** A number per pixel. */
  @FunctionalInterface
  interface Values {
    double at(int x, int y);
  }

  static GreyImage of(int width, int height, Values values) {
    float[] all = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        all[y * width + x] = (float) values.at(x, y);
      }
    }
    return new GreyImage(width, height, all);
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  /** The same with each number's sign changed. */
  GreyImage negated() {
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = -values[i];
    }
    return new GreyImage(width, height, all);
  }

  /**
   * Means of blocks, so that neither side is longer than {@code side}. A picture of at least two
   * pixels a side keeps two, since a line of pixels has no border that goes around it.
   */
  GreyImage reduced(int side) {
    int most = Math.max(width, height);
    if (most <= side) {
      return this;
    }
    int columns = Math.max(Math.min(2, width), Math.round((float) width * side / most));
    int rows = Math.max(Math.min(2, height), Math.round((float) height * side / most));
    double[][] means =
        AreaResampler.resample(new Rectangle(width, height), this::at, rows, columns);
    return of(columns, rows, (x, y) -> means[y][x]);
  }

  /** Enlarged by bilinear interpolation. */
  GreyImage enlarged(int columns, int rows) {
    if (columns == width && rows == height) {
      return this;
    }
    int[] lefts = new int[columns];
    float[] shares = new float[columns];
    for (int x = 0; x < columns; x++) {
      double u = between((x + 0.5) * width / columns - 0.5, width);
      lefts[x] = Math.min((int) u, Math.max(0, width - 2));
      shares[x] = (float) (u - lefts[x]);
    }
    float[] all = new float[columns * rows];
    for (int y = 0; y < rows; y++) {
      double v = between((y + 0.5) * height / rows - 0.5, height);
      int top = Math.min((int) v, Math.max(0, height - 2));
      int bottom = Math.min(top + 1, height - 1);
      float down = (float) (v - top);
      for (int x = 0; x < columns; x++) {
        int left = lefts[x];
        int right = Math.min(left + 1, width - 1);
        float across = shares[x];
        float upper = at(left, top) * (1 - across) + at(right, top) * across;
        float lower = at(left, bottom) * (1 - across) + at(right, bottom) * across;
        all[y * columns + x] = upper * (1 - down) + lower * down;
      }
    }
    return new GreyImage(columns, rows, all);
  }

  private static double between(double position, int length) {
    return Math.max(0, Math.min(length - 1, position));
  }

  /**
   * Enlarged by a whole factor, so that the means of the enlarged pixels are nearly these again, as
   * those of the picture were from which a small one was made: what a mean lacks is enlarged as
   * well and added (back-projection, Irani and Peleg, "Improving resolution by image registration",
   * 1991). No value leaves the range of these.
   */
  GreyImage enlarged(int factor) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    GreyImage large = interpolated(factor);
    for (int i = 0; i < CORRECTIONS; i++) {
      GreyImage before = large;
      GreyImage means = large.reduced(Math.max(width, height));
      GreyImage missing =
          of(width, height, (x, y) -> at(x, y) - means.at(x, y)).interpolated(factor);
      large =
          of(
              before.width,
              before.height,
              (x, y) ->
                  Math.max(
                      sorted[0],
                      Math.min(sorted[sorted.length - 1], before.at(x, y) + missing.at(x, y))));
    }
    return large;
  }

  /**
   * Enlarged with cubic convolution (Keys, "Cubic convolution interpolation for digital image
   * processing", 1981). Beyond the border its last pixel goes on.
   */
  private GreyImage interpolated(int factor) {
    GreyImage wide =
        of(width * factor, height, (x, y) -> cubic(x, factor, width, column -> at(column, y)));
    return of(
        wide.width, height * factor, (x, y) -> cubic(y, factor, height, row -> wide.at(x, row)));
  }

  private static double cubic(int position, int factor, int length, IntToDoubleFunction values) {
    double at = (position + 0.5) / factor - 0.5;
    int before = (int) Math.floor(at);
    double sum = 0;
    for (int i = before - 1; i <= before + 2; i++) {
      double away = Math.abs(at - i);
      double weight =
          away < 1
              ? (1.5 * away - 2.5) * away * away + 1
              : ((-0.5 * away + 2.5) * away - 4) * away + 2;
      sum += weight * values.applyAsDouble(Math.max(0, Math.min(length - 1, i)));
    }
    return sum;
  }

  /** With a margin of one grey value on all sides, the median of its border. */
  GreyImage onPaper(int margin) {
    double[] border =
        IntStream.range(0, values.length)
            .filter(
                i ->
                    i % width == 0
                        || i % width == width - 1
                        || i / width == 0
                        || i / width == height - 1)
            .mapToDouble(i -> values[i])
            .sorted()
            .toArray();
    double paper = border[border.length / 2];
    return of(
        width + 2 * margin,
        height + 2 * margin,
        (x, y) -> {
          int column = x - margin;
          int row = y - margin;
          boolean inside = column >= 0 && row >= 0 && column < width && row < height;
          return inside ? at(column, row) : paper;
        });
  }
}
