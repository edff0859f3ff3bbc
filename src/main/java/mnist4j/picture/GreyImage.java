package mnist4j.picture;

import java.awt.Rectangle;

/**
 * Grey values of a picture, or another number per pixel.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values {@code [height * width]}, row by row; not copied
 */
record GreyImage(int width, int height, float[] values) {

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

  /** Means of blocks, so that neither side is longer than {@code side}. */
  GreyImage reduced(int side) {
    int most = Math.max(width, height);
    if (most <= side) {
      return this;
    }
    int columns = Math.max(1, Math.round((float) width * side / most));
    int rows = Math.max(1, Math.round((float) height * side / most));
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
}
