package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * The number of images of each class as horizontal bars, one for the training and one for the test
 * set, the first class on top. Copies the given arrays and returns copies.
 *
 * @param title above the chart; empty for none
 * @param classNames a name per class
 * @param train training images per class, {@code [classes]}
 * @param test test images per class, {@code [classes]}
 */
public record ClassCountChart(String title, List<String> classNames, int[] train, int[] test)
    implements Figure {

  private static final int PLOT_WIDTH = 520;
  private static final int ROOM_FOR_COUNTS = 60;
  private static final int PITCH = 26;
  private static final int LEGEND_AND_AXIS = 75;
  private static final double BAR = 0.4;

  /**
   * Copies list and arrays.
   *
   * @throws IllegalArgumentException unless there are two counts per name
   */
  public ClassCountChart {
    if (train.length != classNames.size() || test.length != classNames.size()) {
      throw new IllegalArgumentException(
          "%d and %d counts for %d classes"
              .formatted(train.length, test.length, classNames.size()));
    }
    classNames = List.copyOf(classNames);
    train = train.clone();
    test = test.clone();
  }

  @Override
  public int[] train() {
    return train.clone();
  }

  @Override
  public int[] test() {
    return test.clone();
  }

  @Override
  public int width() {
    double names = Fonts.widest(classNames, Fonts.plain(11));
    return 2 * Theme.MARGIN + PLOT_WIDTH + ROOM_FOR_COUNTS + (int) Math.ceil(names);
  }

  @Override
  public int height() {
    return heading().below(width()) + bars() + LEGEND_AND_AXIS + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paintAbove(chart(), bars() + (double) LEGEND_AND_AXIS, graphics, width());
  }

  JFreeChart chart() {
    XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
    bars.addSeries(series("training images", train, -BAR, 0));
    bars.addSeries(series("test images", test, 0, BAR));
    SymbolAxis classes = Axis.names("", classNames);
    classes.setInverted(true);
    double[] counts =
        DoubleStream.concat(
                DoubleStream.of(0, most() * (1 + (double) ROOM_FOR_COUNTS / PLOT_WIDTH)),
                Arrays.stream(train).asDoubleStream())
            .toArray();
    XYPlot plot =
        new XYPlot(bars, classes, Axis.count("images").toValueAxis(counts, 6), renderer());
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    JFreeChart chart = Theme.chart(plot, bars(), PLOT_WIDTH);
    plot.setDomainGridlinesVisible(false);
    return chart;
  }

  private static XYIntervalSeries series(String name, int[] counts, double from, double to) {
    XYIntervalSeries series = new XYIntervalSeries(name);
    for (int i = 0; i < counts.length; i++) {
      series.add(i + (from + to) / 2, i + from, i + to, counts[i], 0, counts[i]);
    }
    return series;
  }

  private static XYBarRenderer renderer() {
    XYBarRenderer renderer = Theme.countedBars(9);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    for (int i = 0; i < 2; i++) {
      renderer.setSeriesPaint(i, Theme.seriesPaint(i));
    }
    return renderer;
  }

  private int most() {
    return Math.max(1, Math.max(most(train), most(test)));
  }

  private static int most(int[] counts) {
    return Arrays.stream(counts).max().orElse(0);
  }

  private int bars() {
    return PITCH * classNames.size();
  }

  private Heading heading() {
    return new Heading(title, "");
  }
}
