package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Arrays;

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
    double[][] result = new double[rows][box.width];
    double[] line = new double[box.width];
    double from = 0;
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        line[x] = values.at(box.x + x, box.y + y);
      }
      double to = (double) (y + 1) * rows / box.height;
      for (int row = (int) from; row < rows && row < to; row++) {
        add(result[row], line, Math.min(to, row + 1) - Math.max(from, row));
      }
      from = to;
    }
    Arrays.setAll(result, row -> resample(result[row], columns));
    return result;
  }

  private static void add(double[] sums, double[] values, double share) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i] * share;
    }
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
