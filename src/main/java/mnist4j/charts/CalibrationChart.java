package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.Calibration.Bin;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A reliability diagram: a point per bin at its mean confidence and its accuracy, and the diagonal
 * of a perfectly calibrated network. Beneath, over the same axis, is the number of images per bin.
 * Empty bins have no point.
 *
 * @param title above the chart; empty for none
 * @param calibration the bins
 */
public record CalibrationChart(String title, Calibration calibration) implements Figure {

  private static final int WIDTH = 480;
  private static final int CHART_HEIGHT = 520;
  private static final int GAP = 14;

  /** Heights of the two panels, relative to each other. */
  private static final int DIAGRAM = 8;

  private static final int COUNTS = 3;

  /** Factor that leaves room for the number above the tallest bar. */
  private static final double HEADROOM = 1.25;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return heading().below(WIDTH) + CHART_HEIGHT + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paintAbove(chart(), CHART_HEIGHT, graphics, WIDTH);
  }

  JFreeChart chart() {
    ValueAxis confidence = shares("confidence (probability)");
    Theme.styleAxis(confidence, WIDTH);
    CombinedDomainXYPlot panels = new CombinedDomainXYPlot(confidence);
    panels.setGap(GAP);
    panels.add(diagram(), DIAGRAM);
    panels.add(counts(), COUNTS);
    Theme.stylePlot(panels);
    return Theme.untitled(panels, WIDTH - 100.0);
  }

  private XYPlot diagram() {
    XYSeries bins = new XYSeries("bins of the network");
    for (Bin bin : filled()) {
      bins.add(bin.meanConfidence(), bin.accuracy());
    }
    XYSeries diagonal = new XYSeries("perfectly calibrated");
    diagonal.add(0, 0);
    diagonal.add(1, 1);
    XYSeriesCollection lines = new XYSeriesCollection(bins);
    lines.addSeries(diagonal);
    XYLineAndShapeRenderer renderer = Theme.lines();
    Theme.styleSeries(renderer, 0, true);
    Theme.styleSeries(renderer, 1, false);
    return panel(new XYPlot(lines, null, shares("accuracy (share right)"), renderer), 300);
  }

  private XYPlot counts() {
    XYIntervalSeries images = new XYIntervalSeries("images");
    for (Bin bin : filled()) {
      images.add(
          (bin.from() + bin.to()) / 2, bin.from(), bin.to(), bin.count(), bin.count(), bin.count());
    }
    XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
    bars.addSeries(images);
    double most = filled().stream().mapToInt(Bin::count).max().orElseThrow();
    XYBarRenderer renderer = Theme.countedBars(10);
    renderer.setMargin(0.1);
    renderer.setSeriesPaint(0, Theme.seriesPaint(0));
    renderer.setSeriesVisibleInLegend(0, false);
    ValueAxis count = Axis.count("images").toValueAxis(new double[] {most * HEADROOM}, 5);
    return panel(new XYPlot(bars, null, count, renderer), 100);
  }

  private static XYPlot panel(XYPlot plot, double height) {
    Theme.stylePlot(plot);
    Theme.styleAxis(plot.getRangeAxis(), height);
    return plot;
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
    return Axis.fixed(label, 0, 1).toValueAxis(new double[0], 11);
  }
}
