package mnist4j.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.Calibration.Bin;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.StandardXYItemLabelGenerator;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * {@code calibration.png}, a reliability diagram: a point per bin at its mean confidence and its
 * accuracy, against the diagonal of a network that is right as often as it is confident. Beneath,
 * on the same scale, how many images each bin holds. Empty bins have no point.
 *
 * @param title what was judged; empty for none
 * @param calibration the bins
 */
public record CalibrationChart(String title, Calibration calibration) implements Figure {

  private static final int LEFT = 66;
  private static final int DIAGRAM = 400;
  private static final int COUNTS = 150;
  private static final int GAP = 14;

  /** Room over the tallest bar for its number. */
  private static final double HEADROOM = 1.25;

  @Override
  public int width() {
    return 480;
  }

  @Override
  public int height() {
    return 2 * Theme.MARGIN + heading().height(inner()) + DIAGRAM + GAP + COUNTS;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, Theme.MARGIN, Theme.MARGIN, inner());
    int top = Theme.MARGIN + heading().height(inner());
    diagram().draw(graphics, area(top, DIAGRAM));
    counts().draw(graphics, area(top + DIAGRAM + GAP, COUNTS));
  }

  JFreeChart diagram() {
    XYSeries bins = new XYSeries("bins of the network");
    for (Bin bin : filled()) {
      bins.add(bin.meanConfidence(), bin.accuracy());
    }
    XYSeries diagonal = new XYSeries("right as often as confident");
    diagonal.add(0, 0);
    diagonal.add(1, 1);
    XYSeriesCollection lines = new XYSeriesCollection(bins);
    lines.addSeries(diagonal);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    renderer.setDrawSeriesLineAsPath(true);
    Theme.dress(renderer, 0, true);
    Theme.dress(renderer, 1, false);
    return chart(
        new XYPlot(
            lines,
            shares("mean confidence (probability)"),
            shares("accuracy (share right)"),
            renderer),
        DIAGRAM);
  }

  JFreeChart counts() {
    XYIntervalSeries images = new XYIntervalSeries("images");
    for (Bin bin : filled()) {
      images.add(
          (bin.from() + bin.to()) / 2, bin.from(), bin.to(), bin.count(), bin.count(), bin.count());
    }
    XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
    bars.addSeries(images);
    double most = filled().stream().mapToInt(Bin::count).max().orElseThrow();
    return chart(
        new XYPlot(
            bars,
            shares("confidence (probability)"),
            Axis.count("images").over(new double[] {most * HEADROOM}, 5),
            bars()),
        COUNTS);
  }

  Heading heading() {
    return new Heading(
        title,
        String.format(
            Locale.ROOT,
            "Expected calibration error %.4f: how far a bin is from the diagonal, averaged over %,d"
                + " images.",
            calibration.expectedError(),
            calibration.total()));
  }

  private List<Bin> filled() {
    return calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
  }

  private static ValueAxis shares(String label) {
    return Axis.fixed(label, 0, 1).over(new double[0], 11);
  }

  private static XYBarRenderer bars() {
    DecimalFormat whole = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMargin(0.1);
    renderer.setSeriesPaint(0, Theme.hue(0));
    renderer.setDefaultItemLabelGenerator(new StandardXYItemLabelGenerator("{2}", whole, whole));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(Fonts.plain(10));
    renderer.setDefaultItemLabelPaint(Theme.INK);
    return renderer;
  }

  /** Both panels leave the same room at the left, so that their bins stand over each other. */
  private JFreeChart chart(XYPlot plot, int height) {
    AxisSpace left = new AxisSpace();
    left.setLeft(LEFT);
    plot.setFixedRangeAxisSpace(left);
    return Theme.chart(plot, inner() - LEFT, height - 70.0);
  }

  private Rectangle2D area(int top, int height) {
    return new Rectangle2D.Double(Theme.MARGIN, top, inner() + (double) Theme.MARGIN, height);
  }

  private int inner() {
    return width() - 2 * Theme.MARGIN;
  }
}
