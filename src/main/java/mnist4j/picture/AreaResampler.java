package mnist4j.picture;

/** Scales by averaging: each new pixel is the mean of the area it covers in the old picture. */
final class AreaResampler {

  /** A value per pixel. */
  @FunctionalInterface
  interface Values {
    double at(int x, int y);
  }

  private AreaResampler() {}

  /**
   * The box of the old picture scaled to {@code [rows][columns]}. An old pixel that lies in several
   * new ones counts in each by the share that lies there.
   */
  static double[][] of(BoundingBox box, Values values, int rows, int columns) {
    double[][] narrow = new double[box.height()][];
    double[] line = new double[box.width()];
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        line[x] = values.at(box.left() + x, box.top() + y);
      }
      narrow[y] = scaled(line, columns);
    }
    double[][] result = new double[rows][columns];
    double[] upright = new double[box.height()];
    for (int column = 0; column < columns; column++) {
      for (int y = 0; y < box.height(); y++) {
        upright[y] = narrow[y][column];
      }
      double[] scaled = scaled(upright, rows);
      for (int row = 0; row < rows; row++) {
        result[row][column] = scaled[row];
      }
    }
    return result;
  }

  /** One line of pixels scaled to another length. */
  static double[] scaled(double[] old, int length) {
    double[] scaled = new double[length];
    for (int position = 0; position < old.length; position++) {
      // Where the old pixel lies, in new pixels, of which each is 1 wide.
      double from = (double) position * length / old.length;
      double to = (double) (position + 1) * length / old.length;
      for (int i = (int) from; i < length && i < to; i++) {
        scaled[i] += old[position] * (Math.min(to, i + 1) - Math.max(from, i));
      }
    }
    return scaled;
  }
}
