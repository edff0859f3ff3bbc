package mnist4j.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import mnist4j.charts.LineChart.Series;
import mnist4j.evaluation.DecisionGrid;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Decision regions of a network of two classes, with its training points on top. The more confident
 * the network is, the stronger is the colour. Points of the first class are circles, those of the
 * second are squares.
 *
 * @param title above the figure; empty for none
 * @param note beneath the title; empty for none
 * @param decisions of the network
 * @param points of the first and of the second class
 */
public record DecisionRegions(
    String title, String note, DecisionGrid decisions, List<Series> points) implements Figure {

  private static final int WIDTH = 240;
  private static final int PLOT_HEIGHT = 206;
  private static final double MARK_SCALE = 0.62;

  /** Opacity of a class's colour where the network is undecided, and where it is certain. */
  private static final double MIN_OPACITY = 0.12;

  private static final double MAX_OPACITY = 0.5;

  /** Copies the list. */
  public DecisionRegions {
    points = List.copyOf(points);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return heading().below(WIDTH) + PLOT_HEIGHT + Theme.MARGIN / 2;
  }

  @Override
  public void paint(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    heading().paintAbove(chart(), PLOT_HEIGHT, graphics, WIDTH);
  }

  JFreeChart chart() {
    YIntervalSeriesCollection marks = new YIntervalSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setUseOutlinePaint(true);
    AffineTransform smaller = AffineTransform.getScaleInstance(MARK_SCALE, MARK_SCALE);
    for (int label = 0; label < points.size(); label++) {
      marks.addSeries(points.get(label).toIntervals(1, 1));
      renderer.setSeriesPaint(label, Theme.seriesPaint(label));
      renderer.setSeriesOutlinePaint(label, Color.WHITE);
      renderer.setSeriesShape(label, smaller.createTransformedShape(Theme.seriesShape(label)));
    }
    renderer.addAnnotation(regions(), Layer.BACKGROUND);
    XYPlot plot =
        new XYPlot(
            marks,
            axis("x", decisions.left(), decisions.right()),
            axis("y", decisions.bottom(), decisions.top()),
            renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    // One note explains the marks of all panels.
    plot.setFixedLegendItems(new LegendItemCollection());
    return Theme.chart(plot, WIDTH - 60.0, PLOT_HEIGHT - 40.0);
  }

  /** Spans exactly the grid, without the padding of other charts. */
  private static ValueAxis axis(String label, double from, double to) {
    ValueAxis axis = Axis.fixed(label, from, to).toValueAxis(new double[0], 5);
    axis.setRange(from, to);
    return axis;
  }

  /** One image pixel per point of the grid, which is the pixel's centre. */
  private XYDataImageAnnotation regions() {
    double[][] probability = decisions.probability();
    int columns = decisions.columns();
    int rows = decisions.rows();
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        image.setRGB(column, rows - 1 - row, colour(probability[row][column]).getRGB());
      }
    }
    double width = decisions.x(1) - decisions.x(0);
    double height = decisions.y(1) - decisions.y(0);
    return new XYDataImageAnnotation(
        image,
        decisions.left() - width / 2,
        decisions.bottom() - height / 2,
        columns * width,
        rows * height);
  }

  /** The colour of a point at which the second class has the given probability. */
  static Color colour(double probability) {
    double certainty = Math.abs(2 * probability - 1);
    double opacity = MIN_OPACITY + (MAX_OPACITY - MIN_OPACITY) * certainty;
    return Theme.mix(Color.WHITE, Theme.seriesPaint(probability > 0.5 ? 1 : 0), opacity);
  }

  private Heading heading() {
    return new Heading(title, note);
  }
}
