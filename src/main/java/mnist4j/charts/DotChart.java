package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A row of dots per name, each dot a value, with a bar at their mean: how much a figure differs
 * between names, and between runs of one name. Of many rows, the {@value #MAX_ROWS} with the
 * highest means are shown, and a note says so.
 *
 * @param title what the chart shows
 * @param axis of the values
 * @param rows from the top
 */
public record DotChart(String title, Axis axis, List<Row> rows) implements Figure {

  private static final int MAX_ROWS = 40;
  private static final int PLOT_WIDTH = 540;
  private static final int ROW_HEIGHT = 22;

  /**
   * The values of one name. Copies the array and returns copies.
   *
   * @param name of the row
   * @param values at least one, finite
   */
  public record Row(String name, double[] values) {

    /**
     * Copies the array.
     *
     * @throws IllegalArgumentException if there is no value, or one is not finite
     */
    public Row {
      if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "%s has the values %s, expected finite ones".formatted(name, Arrays.toString(values)));
      }
      values = values.clone();
    }

    @Override
    public double[] values() {
      return values.clone();
    }

    private double mean() {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public DotChart {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a chart of no rows");
    }
  }

  @Override
  public int width() {
    double names = Fonts.widest(shown().stream().map(Row::name).toList(), Fonts.plain(11));
    return 2 * Theme.MARGIN + PLOT_WIDTH + (int) Math.ceil(names);
  }

  @Override
  public int height() {
    return 130 + ROW_HEIGHT * Math.min(MAX_ROWS, rows.size());
  }

  @Override
  public void paint(Graphics2D graphics) {
    double chartHeight = height() - heading().below(width()) - (double) Theme.MARGIN;
    heading().paintAbove(chart(), chartHeight, graphics, width());
  }

  Heading heading() {
    return new Heading(
        title,
        rows.size() <= MAX_ROWS
            ? ""
            : String.format(
                Locale.ROOT, "The best %d of %,d, by their means.", MAX_ROWS, rows.size()));
  }

  /** The rows that are shown, in their order. */
  private List<Row> shown() {
    List<Row> best =
        rows.stream()
            .sorted(Comparator.comparingDouble(Row::mean).reversed())
            .limit(MAX_ROWS)
            .toList();
    return rows.stream().filter(best::contains).limit(MAX_ROWS).toList();
  }

  JFreeChart chart() {
    List<Row> shown = shown();
    XYSeries dots = new XYSeries("one training", false, true);
    XYSeries means = new XYSeries("mean", false, true);
    for (int i = 0; i < shown.size(); i++) {
      means.add(shown.get(i).mean() * axis.factor(), i);
      for (double value : shown.get(i).values()) {
        dots.add(value * axis.factor(), i);
      }
    }
    XYSeriesCollection points = new XYSeriesCollection(dots);
    points.addSeries(means);
    SymbolAxis names = Axis.names("", shown.stream().map(Row::name).toList());
    names.setInverted(true);
    double[] values = shown.stream().flatMapToDouble(row -> Arrays.stream(row.values)).toArray();
    XYPlot plot =
        new XYPlot(
            points,
            axis.toValueAxis(Arrays.stream(values).map(v -> v * axis.factor()).toArray(), 6),
            names,
            renderer());
    return Theme.chart(plot, PLOT_WIDTH, height() - 125.0);
  }

  private static XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setSeriesPaint(0, Theme.seriesPaint(0));
    renderer.setSeriesShape(0, Theme.seriesShape(0));
    renderer.setSeriesShapesFilled(0, false);
    renderer.setSeriesOutlineStroke(0, new BasicStroke(1.5f));
    renderer.setSeriesPaint(1, Theme.seriesPaint(1));
    renderer.setSeriesShape(1, new Rectangle2D.Double(-1.2, -8, 2.4, 16));
    return renderer;
  }
}
