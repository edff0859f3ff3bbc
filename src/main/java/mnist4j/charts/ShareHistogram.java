package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.statistics.HistogramDataset;

/**
 * Histogram of the share of non-zero pixels in the images of two classes, with the threshold that
 * separates the classes.
 *
 * @param title above the chart; empty for none
 * @param first the first class
 * @param second the second class
 * @param threshold share at which the decision changes, 0 to 1
 */
public record ShareHistogram(String title, Shares first, Shares second, double threshold)
    implements Figure {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int MAX_BINS = 50;

  /** Times the highest bar: the label of the threshold stands above it. */
  private static final double ROOM_FOR_LABEL = 1.1;

  private static final double ROUNDING = 1e-6;

  /**
   * @throws IllegalArgumentException if the threshold is not within 0 to 1
   */
  public ShareHistogram {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "a threshold of %s is not within 0 to 1".formatted(threshold));
    }
  }

  /**
   * The images of one class. Copies the given array and returns copies.
   *
   * @param name the class in the legend
   * @param shares share of non-zero pixels of each image, {@code [n]}, 0 to 1
   */
  public record Shares(String name, double[] shares) {

    /**
     * Copies the array.
     *
     * @throws IllegalArgumentException if a share is not within 0 to 1
     */
    public Shares {
      if (!Arrays.stream(shares).allMatch(share -> share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share of %s is not within 0 to 1".formatted(name));
      }
      shares = shares.clone();
    }

    @Override
    public double[] shares() {
      return shares.clone();
    }

    private double[] percent() {
      return Arrays.stream(shares).map(share -> share * 100).toArray();
    }
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Heading heading = new Heading(title, "");
    double chartHeight = HEIGHT - heading.below(WIDTH) - (double) Theme.MARGIN;
    heading.paintAbove(chart(), chartHeight, graphics, WIDTH);
  }

  JFreeChart chart() {
    HistogramDataset bars = bars();
    int bins = bars.getItemCount(0);
    double[] edges = {bars.getStartXValue(0, 0), bars.getEndXValue(0, bins - 1)};
    double highest =
        IntStream.range(0, 2 * bins)
            .mapToDouble(i -> bars.getYValue(i / bins, i % bins))
            .max()
            .orElse(0);
    XYPlot plot =
        new XYPlot(
            bars,
            Axis.fixed("non-zero pixels (% of the image)", edges[0], edges[1])
                .toValueAxis(edges, 10),
            Axis.count("images").toValueAxis(new double[] {0, highest * ROOM_FOR_LABEL}, 7),
            renderer());
    plot.addDomainMarker(marker(threshold * 100 < (edges[0] + edges[1]) / 2));
    return Theme.chart(plot, WIDTH - 100.0, HEIGHT - 125.0);
  }

  /**
   * Both classes in the same bins, which span both and the threshold. Shares are multiples of one
   * pixel's share, so bins that hold a whole number of them show no artefacts of the binning.
   */
  private HistogramDataset bars() {
    double[] values =
        DoubleStream.concat(Arrays.stream(first.percent()), Arrays.stream(second.percent()))
            .sorted()
            .toArray();
    double lowest = Math.min(threshold * 100, Arrays.stream(values).min().orElse(0));
    double highest = Math.max(threshold * 100, Arrays.stream(values).max().orElse(100));
    double quantum = leastGap(values);
    double width = Math.max(1, Math.ceil((highest - lowest) / MAX_BINS / quantum)) * quantum;
    double from = lowest - quantum / 2;
    int bins = (int) Math.ceil((highest + quantum / 2 - from) / width - ROUNDING);
    HistogramDataset bars = new HistogramDataset();
    bars.addSeries(first.name(), first.percent(), bins, from, from + bins * width);
    bars.addSeries(second.name(), second.percent(), bins, from, from + bins * width);
    return bars;
  }

  /** The least difference between distinct values, in percentage points; 1 where there is none. */
  private static double leastGap(double[] sorted) {
    return IntStream.range(1, sorted.length)
        .mapToDouble(i -> sorted[i] - sorted[i - 1])
        .filter(gap -> gap > ROUNDING)
        .min()
        .orElse(1);
  }

  private static XYBarRenderer renderer() {
    XYBarRenderer renderer = Theme.bars();
    renderer.setDrawBarOutline(true);
    for (int i = 0; i < 2; i++) {
      Color paint = Theme.seriesPaint(i);
      renderer.setSeriesPaint(i, new Color(paint.getRed(), paint.getGreen(), paint.getBlue(), 120));
      renderer.setSeriesOutlinePaint(i, paint);
      renderer.setSeriesOutlineStroke(i, new BasicStroke(0.7f));
    }
    return renderer;
  }

  private ValueMarker marker(boolean roomOnTheRight) {
    ValueMarker marker = new ValueMarker(threshold * 100, Theme.TEXT, Theme.seriesStroke(1));
    marker.setAlpha(1);
    marker.setLabel(String.format(Locale.ROOT, "threshold %.1f %%", threshold * 100));
    marker.setLabelFont(Fonts.plain(11));
    marker.setLabelPaint(Theme.TEXT);
    marker.setLabelBackgroundColor(Color.WHITE);
    marker.setLabelAnchor(roomOnTheRight ? RectangleAnchor.TOP_RIGHT : RectangleAnchor.TOP_LEFT);
    marker.setLabelTextAnchor(roomOnTheRight ? TextAnchor.TOP_LEFT : TextAnchor.TOP_RIGHT);
    return marker;
  }
}
