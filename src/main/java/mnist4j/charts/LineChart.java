package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Lines over common axes, with a legend when there are two or more. Series differ in colour, dashes
 * and mark; marks are drawn where a series has at most {@value #MAX_MARKS} points to show, so that
 * a single epoch is a visible point. Values that are NaN, infinite or beyond 1e38 leave gaps, and a
 * note counts them.
 *
 * @param title what the chart shows; empty for none
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the lines, in legend order, with distinct names
 * @param width width in units
 * @param height height in units
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series, int width, int height)
    implements Figure {

  private static final int MAX_MARKS = 30;
  private static final int UNITS_PER_TICK = 55;

  /**
   * Points in the order in which they are joined. Copies the given arrays and returns copies.
   *
   * @param name its name in the legend
   * @param x horizontal positions, {@code [n]}, finite
   * @param y values, {@code [n]}; NaN and infinite ones leave a gap
   * @param spread standard deviation of the values, {@code [n]}, drawn as a shaded band of that
   *     height on both sides of the line; empty for none
   */
  public record Series(String name, double[] x, double[] y, double[] spread) {

    /** A float32 overflows beyond 3.4e38, so larger values are as good as infinite. */
    public static final double MAX_VALUE = 1e38;

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
      if (spread.length != 0 && spread.length != y.length) {
        throw new IllegalArgumentException(
            "series %s has %d y and %d spreads".formatted(name, y.length, spread.length));
      }
      if (!Arrays.stream(x).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("series %s has an x that is not finite".formatted(name));
      }
      x = x.clone();
      y = y.clone();
      spread = spread.clone();
    }

    /** A line without a band. */
    public Series(String name, double[] x, double[] y) {
      this(name, x, y, new double[0]);
    }

    @Override
    public double[] x() {
      return x.clone();
    }

    @Override
    public double[] y() {
      return y.clone();
    }

    @Override
    public double[] spread() {
      return spread.clone();
    }

    /** The y values, with NaN for those that a chart cannot show. */
    double[] drawableY() {
      return Arrays.stream(y)
          .map(value -> Math.abs(value) <= MAX_VALUE ? value : Double.NaN)
          .toArray();
    }

    YIntervalSeries toIntervals(double xFactor, double yFactor) {
      YIntervalSeries points = new YIntervalSeries(name, false, true);
      double[] drawableY = drawableY();
      for (int i = 0; i < x.length; i++) {
        double y = drawableY[i] * yFactor;
        double half = spread.length == 0 ? 0 : spread[i] * yFactor;
        points.add(x[i] * xFactor, y, y - half, y + half);
      }
      return points;
    }

    /** The ends of the bands, or the y values where there are none. */
    private DoubleStream extent() {
      double[] drawableY = drawableY();
      return spread.length == 0
          ? Arrays.stream(drawableY)
          : IntStream.range(0, y.length)
              .boxed()
              .flatMapToDouble(
                  i -> DoubleStream.of(drawableY[i] - spread[i], drawableY[i] + spread[i]));
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if two series have the same name
   */
  public LineChart {
    series = List.copyOf(series);
    if (series.stream().map(Series::name).distinct().count() < series.size()) {
      throw new IllegalArgumentException(
          "two series of one name among " + series.stream().map(Series::name).toList());
    }
  }

  /** A chart of the usual size, 640 by 400 units. */
  public LineChart(String title, Axis x, Axis y, List<Series> series) {
    this(title, x, y, series, 640, 400);
  }

  @Override
  public void paint(Graphics2D graphics) {
    double chartHeight = height - heading().below(width) - (double) Theme.MARGIN;
    heading().paintAbove(chart(), chartHeight, graphics, width);
  }

  Heading heading() {
    int gaps =
        (int)
            series.stream()
                .flatMapToDouble(line -> Arrays.stream(line.drawableY()))
                .filter(Double::isNaN)
                .count();
    String bands = isBanded() ? "Bands: one standard deviation up and down. " : "";
    return new Heading(
        title,
        (bands
                + switch (gaps) {
                  case 0 -> "";
                  case 1 -> "1 value is not a finite number and is left out.";
                  default -> "%d values are not finite numbers and are left out.".formatted(gaps);
                })
            .strip());
  }

  private boolean isBanded() {
    return series.stream().anyMatch(line -> line.spread.length > 0);
  }

  /** The chart without its title. */
  public JFreeChart chart() {
    YIntervalSeriesCollection points = new YIntervalSeriesCollection();
    XYLineAndShapeRenderer renderer = isBanded() ? Theme.linesInBands() : Theme.lines();
    for (int i = 0; i < series.size(); i++) {
      points.addSeries(series.get(i).toIntervals(x.factor(), y.factor()));
      long shown = Arrays.stream(series.get(i).drawableY()).filter(Double::isFinite).count();
      Theme.styleSeries(renderer, i, shown <= MAX_MARKS);
    }
    XYPlot plot =
        new XYPlot(
            points,
            x.toValueAxis(values(line -> Arrays.stream(line.x), x), width / UNITS_PER_TICK),
            y.toValueAxis(values(Series::extent, y), height / UNITS_PER_TICK),
            renderer);
    // Later lines on top: where two agree, dashes over a solid line show both.
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    return Theme.chart(plot, width - 100.0, height - 125.0);
  }

  private double[] values(Function<Series, DoubleStream> coordinate, Axis axis) {
    return series.stream()
        .flatMapToDouble(coordinate)
        .map(value -> value * axis.factor())
        .toArray();
  }
}
