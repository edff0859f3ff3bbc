package mnist4j.charts;

import java.util.Arrays;

/**
 * One line of a chart: points in the order in which they are joined. Copies what it is given and
 * gives out copies.
 *
 * @param name what the legend calls it
 * @param x horizontal positions, {@code [n]}, finite
 * @param y values, {@code [n]}; what is NaN or infinite leaves a gap
 */
public record Series(String name, double[] x, double[] y) {

  /** Beyond this a float32 overflows (3.4e38), so a value is as good as infinite. */
  public static final double LARGEST = 1e38;

  /**
   * Copies the arrays.
   *
   * @throws IllegalArgumentException if their lengths differ or an x is not finite
   */
  public Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series %s has %d x and %d y".formatted(name, x.length, y.length));
    }
    if (!Arrays.stream(x).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("series %s has an x that is not finite".formatted(name));
    }
    x = x.clone();
    y = y.clone();
  }

  @Override
  public double[] x() {
    return x.clone();
  }

  @Override
  public double[] y() {
    return y.clone();
  }

  /** The y values, with NaN for those that a chart cannot show. */
  double[] drawableY() {
    return Arrays.stream(y).map(value -> Math.abs(value) <= LARGEST ? value : Double.NaN).toArray();
  }
}
