package mnist4j.picture;

import java.awt.Rectangle;

/**
 * Scales by area averaging: a new pixel is the mean of the area that it covers in the old image.
 */
final class AreaResampler {

  private AreaResampler() {}

  /**
   * The pixels of {@code box} scaled to {@code [rows][columns]}. An old pixel that several new ones
   * overlap counts in each by the overlap.
   */
  static double[][] resample(Rectangle box, GreyImage.Values values, int rows, int columns) {
    double[][] narrow = new double[box.height][];
    double[] line = new double[box.width];
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        line[x] = values.at(box.x + x, box.y + y);
      }
      narrow[y] = resample(line, columns);
    }
    double[][] result = new double[rows][columns];
    double[] upright = new double[box.height];
    for (int column = 0; column < columns; column++) {
      for (int y = 0; y < box.height; y++) {
        upright[y] = narrow[y][column];
      }
      double[] scaled = resample(upright, rows);
      for (int row = 0; row < rows; row++) {
        result[row][column] = scaled[row];
      }
    }
    return result;
  }

  /** One line of pixels scaled to another length. */
  static double[] resample(double[] old, int length) {
    double[] scaled = new double[length];
    // Start and end of the old pixel on the new line, whose pixels are 1 wide.
    double from = 0;
    for (int position = 0; position < old.length; position++) {
      double to = (double) (position + 1) * length / old.length;
      for (int i = (int) from; i < length && i < to; i++) {
        scaled[i] += old[position] * (Math.min(to, i + 1) - Math.max(from, i));
      }
      from = to;
    }
    return scaled;
  }
}
