package mnist4j.evaluation;

import java.util.Arrays;

/**
 * The output of a two-class network at the points of a regular grid over a rectangle. Arrays are
 * copied on the way in and out.
 *
 * @param left x of the first column
 * @param right x of the last column
 * @param bottom y of the first row
 * @param top y of the last row
 * @param probability of the second class, 0 to 1, {@code [rows][columns]}, bottom row first
 */
public record DecisionGrid(
    double left, double right, double bottom, double top, double[][] probability) {

  /**
   * Copies the array.
   *
   * @throws IllegalArgumentException if there are fewer than 2 rows or columns, the rows differ in
   *     length, or the rectangle is empty
   */
  public DecisionGrid {
    if (probability.length < 2 || !(left < right) || !(bottom < top)) {
      throw new IllegalArgumentException(
          "a grid of %d rows over %s to %s and %s to %s"
              .formatted(probability.length, left, right, bottom, top));
    }
    int columns = probability[0].length;
    if (columns < 2 || !Arrays.stream(probability).allMatch(row -> row.length == columns)) {
      throw new IllegalArgumentException("rows of fewer than 2 columns or of different length");
    }
    probability = copy(probability);
  }

  @Override
  public double[][] probability() {
    return copy(probability);
  }

  /** Number of rows. */
  public int rows() {
    return probability.length;
  }

  /** Number of columns. */
  public int columns() {
    return probability[0].length;
  }

  /** The x coordinate of a column. */
  public double x(int column) {
    return left + (right - left) * column / (columns() - 1);
  }

  /** The y coordinate of a row. */
  public double y(int row) {
    return bottom + (top - bottom) * row / (rows() - 1);
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
