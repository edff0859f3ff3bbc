package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.charts.ShareHistogram.Shares;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.data.xy.IntervalXYDataset;
import org.junit.jupiter.api.Test;

class ShareHistogramTest {

  private final ShareHistogram histogram =
      new ShareHistogram(
          "0 against 1",
          new Shares("digit 0", new double[] {0.25, 0.3, 0.3}),
          new Shares("digit 1", new double[] {0.1, 0.05}),
          0.15);

  @Test
  void countsEveryImageOnce() {
    IntervalXYDataset bars = bars(histogram);
    assertThat(bars.getSeriesKey(0).toString()).isEqualTo("digit 0");
    assertThat(bars.getSeriesKey(1).toString()).isEqualTo("digit 1");
    assertThat(countAt(bars, 0, 25)).isEqualTo(1);
    assertThat(countAt(bars, 0, 30)).isEqualTo(2);
    assertThat(countAt(bars, 1, 10)).isEqualTo(1);
    assertThat(countAt(bars, 1, 5)).isEqualTo(1);
    assertThat(total(bars, 0)).isEqualTo(3);
    assertThat(total(bars, 1)).isEqualTo(2);
  }

  @Test
  void binsHoldAWholeNumberOfPixelsSoThatEvenSharesGiveEvenBars() {
    // Every share from 100 to 699 of 784 pixels once: any bin not at the end is equally full.
    double[] even = IntStream.range(100, 700).mapToDouble(pixels -> pixels / 784.0).toArray();
    IntervalXYDataset bars =
        bars(new ShareHistogram("", new Shares("a", even), new Shares("b", even), 0.5));
    double[] counts =
        IntStream.range(0, bars.getItemCount(0) - 1)
            .mapToDouble(i -> bars.getYValue(0, i))
            .toArray();
    assertThat(counts.length).isBetween(20, 50);
    assertThat(Arrays.stream(counts).distinct().count()).isEqualTo(1);
    assertThat(total(bars, 0)).isEqualTo(600);
  }

  @Test
  void itsLegendHasRoomForTheLongestNames() {
    for (String letter : List.of("n", "W", "\u6578")) {
      String name = letter.repeat(100);
      Shares shares = new Shares(name, new double[] {0.2});
      LegendTitle legend =
          (LegendTitle) new ShareHistogram("", shares, shares, 0.2).chart().getSubtitle(0);
      assertThat(Fonts.width(name, legend.getItemFont())).isLessThanOrEqualTo(540);
    }
  }

  @Test
  void marksTheThresholdWithItsValue() {
    ValueMarker marker = marker(histogram);
    assertThat(marker.getValue()).isEqualTo(15, within(1e-9));
    assertThat(marker.getLabel()).isEqualTo("threshold 15.0 %");
  }

  @Test
  void putsTheThresholdsLabelWhereThereIsRoom() {
    assertThat(marker(histogram).getLabelAnchor()).isEqualTo(RectangleAnchor.TOP_RIGHT);
    ShareHistogram far = new ShareHistogram("", histogram.first(), histogram.second(), 0.9);
    assertThat(marker(far).getLabelAnchor()).isEqualTo(RectangleAnchor.TOP_LEFT);
  }

  @Test
  void namesBothAxes() {
    XYPlot plot = histogram.chart().getXYPlot();
    assertThat(plot.getDomainAxis().getLabel()).isEqualTo("non-zero pixels (% of the image)");
    assertThat(plot.getRangeAxis().getLabel()).isEqualTo("images");
  }

  @Test
  void drawsOneImageAtTheThresholdAndNoneOfTheOtherClass() {
    ShareHistogram one =
        new ShareHistogram(
            "", new Shares("a", new double[] {0.2}), new Shares("b", new double[0]), 0.2);
    assertThat(total(bars(one), 0)).isEqualTo(1);
    assertThat(one.draw().getWidth()).isEqualTo(1280);
    assertThat(one.draw().getHeight()).isEqualTo(800);
    Pixels.assertNothingIsCut(one.draw());
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shares("digit 0", new double[] {15}))
        .withMessage("a share of digit 0 is not within 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShareHistogram("", histogram.first(), histogram.second(), Double.NaN))
        .withMessage("a threshold of NaN is not within 0 to 1");
  }

  private static IntervalXYDataset bars(ShareHistogram histogram) {
    return (IntervalXYDataset) histogram.chart().getXYPlot().getDataset();
  }

  private static ValueMarker marker(ShareHistogram histogram) {
    return (ValueMarker)
        histogram.chart().getXYPlot().getDomainMarkers(Layer.FOREGROUND).iterator().next();
  }

  private static double countAt(IntervalXYDataset bars, int series, double percent) {
    return IntStream.range(0, bars.getItemCount(series))
        .filter(
            i ->
                bars.getStartXValue(series, i) <= percent && percent < bars.getEndXValue(series, i))
        .mapToDouble(i -> bars.getYValue(series, i))
        .sum();
  }

  private static double total(IntervalXYDataset bars, int series) {
    return IntStream.range(0, bars.getItemCount(series))
        .mapToDouble(i -> bars.getYValue(series, i))
        .sum();
  }
}
