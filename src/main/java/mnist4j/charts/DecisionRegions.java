package mnist4j.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.experiment.ToyPoints;
import mnist4j.experiment.ToyPoints.Point;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * The part of the plane that a network gives to each of two classes, with the points it learned
 * from on top. A region is the stronger in colour the surer the network is. Points differ in colour
 * and mark: circles are of the first class, squares of the second.
 *
 * @param title above the picture; empty for none
 * @param note beneath the title; empty for none
 * @param decisions of the network
 * @param points with their true classes
 */
public record DecisionRegions(String title, String note, DecisionGrid decisions, ToyPoints points)
    implements Figure {

  private static final int WIDTH = 240;
  private static final int PLOT_HEIGHT = 206;
  private static final double MARK_SCALE = 0.62;

  /** The share of a class's colour in its region where the network is unsure, and sure. */
  private static final double PALEST = 0.12;

  private static final double STRONGEST = 0.5;

  private static final int CLASSES = 2;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return Theme.MARGIN + heading().height(innerWidth()) + PLOT_HEIGHT + Theme.MARGIN / 2;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, Theme.MARGIN, Theme.MARGIN, innerWidth());
    double top = Theme.MARGIN + heading().height(innerWidth());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    chart()
        .draw(
            graphics,
            new Rectangle2D.Double(Theme.MARGIN, top, (double) WIDTH - Theme.MARGIN, PLOT_HEIGHT));
  }

  JFreeChart chart() {
    XYSeriesCollection marks = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    renderer.setUseOutlinePaint(true);
    for (int label = 0; label < CLASSES; label++) {
      marks.addSeries(ofClass(label));
      renderer.setSeriesPaint(label, hue(label));
      renderer.setSeriesOutlinePaint(label, Color.WHITE);
      renderer.setSeriesShape(label, mark(label));
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
    // One note for all panels says it.
    plot.setFixedLegendItems(new LegendItemCollection());
    return Theme.chart(plot, WIDTH - 60.0, PLOT_HEIGHT - 40.0);
  }

  private XYSeries ofClass(int label) {
    XYSeries series = new XYSeries(label, false, true);
    for (Point point : points.points()) {
      if (point.label() == label) {
        series.add(point.x(), point.y());
      }
    }
    return series;
  }

  /** Exactly the grid's part of the plane, without the room that other charts leave. */
  private static ValueAxis axis(String label, double from, double to) {
    ValueAxis axis = Axis.fixed(label, from, to).over(new double[0], 5);
    axis.setRange(from, to);
    return axis;
  }

  private static Color hue(int label) {
    return Theme.hue(label);
  }

  private static Shape mark(int label) {
    return AffineTransform.getScaleInstance(MARK_SCALE, MARK_SCALE)
        .createTransformedShape(Theme.mark(label));
  }

  /** One image pixel per place of the grid, which stands in the pixel's middle. */
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

  /** The colour of a place where the second class has the given probability. */
  static Color colour(double probability) {
    Color full = hue(probability > 0.5 ? 1 : 0);
    double sureness = Math.abs(2 * probability - 1);
    double share = PALEST + (STRONGEST - PALEST) * sureness;
    return new Color(
        onWhite(full.getRed(), share),
        onWhite(full.getGreen(), share),
        onWhite(full.getBlue(), share));
  }

  private static int onWhite(int channel, double share) {
    return (int) Math.round(255 + (channel - 255) * share);
  }

  private Heading heading() {
    return new Heading(title, note);
  }

  private static int innerWidth() {
    return WIDTH - 2 * Theme.MARGIN;
  }
}
