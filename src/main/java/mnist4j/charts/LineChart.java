package mnist4j.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Lines over common axes, with a legend when there are two or more. Series differ in colour, dashes
 * and mark; marks are drawn where a series has at most {@value #MOST_MARKS} points to show, so that
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

  private static final int MOST_MARKS = 30;
  private static final int UNITS_PER_TICK = 55;

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
    double inner = width - 2.0 * Theme.MARGIN;
    Heading heading = heading();
    heading.paint(graphics, Theme.MARGIN, Theme.MARGIN, inner);
    double top = Theme.MARGIN + heading.height(inner);
    chart()
        .draw(
            graphics,
            new Rectangle2D.Double(
                Theme.MARGIN, top, inner + Theme.MARGIN, height - top - Theme.MARGIN));
  }

  Heading heading() {
    long gone =
        series.stream()
            .flatMapToDouble(line -> Arrays.stream(line.drawableY()))
            .filter(Double::isNaN)
            .count();
    return new Heading(
        title,
        switch ((int) gone) {
          case 0 -> "";
          case 1 -> "1 value is not a finite number and is left out.";
          default -> "%d values are not finite numbers and are left out.".formatted(gone);
        });
  }

  public JFreeChart chart() {
    XYSeriesCollection points = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    // Segment by segment, dashes would start anew at every point and long lines look solid.
    renderer.setDrawSeriesLineAsPath(true);
    for (int i = 0; i < series.size(); i++) {
      points.addSeries(points(series.get(i)));
      long shown = Arrays.stream(series.get(i).drawableY()).filter(Double::isFinite).count();
      Theme.dress(renderer, i, shown <= MOST_MARKS);
    }
    XYPlot plot =
        new XYPlot(
            points,
            x.over(values(Series::x, x), width / UNITS_PER_TICK),
            y.over(values(Series::drawableY, y), height / UNITS_PER_TICK),
            renderer);
    // Later lines on top: where two agree, dashes over a solid line show both.
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    return Theme.chart(plot, width - 100.0, height - 125.0);
  }

  private XYSeries points(Series line) {
    XYSeries points = new XYSeries(line.name(), false, true);
    double[] xs = line.x();
    double[] ys = line.drawableY();
    for (int i = 0; i < xs.length; i++) {
      points.add(xs[i] * x.factor(), ys[i] * y.factor());
    }
    return points;
  }

  private double[] values(Function<Series, double[]> side, Axis axis) {
    return series.stream()
        .flatMapToDouble(line -> DoubleStream.of(side.apply(line)))
        .map(value -> value * axis.factor())
        .toArray();
  }
}
