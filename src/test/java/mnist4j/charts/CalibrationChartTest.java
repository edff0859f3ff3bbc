package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.Calibration.Bin;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class CalibrationChartTest {

  /** Bins 0.5 to 0.6 and 0.9 to 1 hold images, the other eight none. */
  private final CalibrationChart chart =
      new CalibrationChart(
          "mlp-64: calibration",
          calibration(new Bin(0.5, 0.6, 250, 0.5625, 0.5), new Bin(0.9, 1, 7_500, 0.96875, 0.75)));

  private static Calibration calibration(Bin... filled) {
    List<Bin> bins = new ArrayList<>();
    bins.add(new Bin(0, 0.1, 0, Double.NaN, Double.NaN));
    bins.addAll(List.of(filled));
    return new Calibration(bins);
  }

  private XYPlot panel(int index) {
    JFreeChart drawn = chart.chart();
    drawn.createBufferedImage(480, 520);
    return ((CombinedDomainXYPlot) drawn.getPlot()).getSubplots().get(index);
  }

  @Test
  void aBinIsAPointAtItsMeanConfidenceAndAccuracyAndAnEmptyOneIsNone() {
    XYDataset lines = panel(0).getDataset();
    assertThat(lines.getItemCount(0)).isEqualTo(2);
    assertThat(lines.getXValue(0, 0)).isEqualTo(0.5625);
    assertThat(lines.getYValue(0, 0)).isEqualTo(0.5);
    assertThat(lines.getXValue(0, 1)).isEqualTo(0.96875);
    assertThat(lines.getYValue(0, 1)).isEqualTo(0.75);
  }

  @Test
  void theDiagonalGoesFromZeroToOne() {
    XYDataset lines = panel(0).getDataset();
    assertThat(lines.getSeriesKey(1).toString()).isEqualTo("perfectly calibrated");
    assertThat(lines.getXValue(1, 0)).isZero();
    assertThat(lines.getYValue(1, 0)).isZero();
    assertThat(lines.getXValue(1, 1)).isEqualTo(1);
    assertThat(lines.getYValue(1, 1)).isEqualTo(1);
  }

  @Test
  void aBarIsAsWideAsItsBinAndAsHighAsItsImages() {
    IntervalXYDataset bars = (IntervalXYDataset) panel(1).getDataset();
    assertThat(bars.getItemCount(0)).isEqualTo(2);
    assertThat(bars.getStartXValue(0, 1)).isEqualTo(0.9);
    assertThat(bars.getEndXValue(0, 1)).isEqualTo(1);
    assertThat(bars.getYValue(0, 1)).isEqualTo(7_500);
    assertThat(panel(1).getRenderer().getDefaultItemLabelGenerator().generateLabel(bars, 0, 1))
        .isEqualTo("7,500");
  }

  @Test
  void bothPanelsHaveTheSameScaleOverEachOther() {
    XYPlot above = panel(0);
    XYPlot below = panel(1);
    assertThat(above.getDomainAxis().getRange()).isEqualTo(below.getDomainAxis().getRange());
    assertThat(above.getDomainAxis().getRange()).isEqualTo(above.getRangeAxis().getRange());
    assertThat(above.getFixedRangeAxisSpace().getLeft()).isPositive();
    assertThat(above.getFixedRangeAxisSpace()).isEqualTo(below.getFixedRangeAxisSpace());
  }

  @Test
  void theTallestBarLeavesRoomForItsNumber() {
    ValueAxis images = panel(1).getRangeAxis();
    assertThat(images.getLowerBound()).isZero();
    assertThat(images.getUpperBound()).isCloseTo(7_500 * 1.25 * 1.06, within(1.0));
  }

  @Test
  void theNoteTellsTheExpectedCalibrationError() {
    // (250 * 0.0625 + 7500 * 0.21875) / 7750 = 1656.25 / 7750 = 0.21371
    assertThat(chart.heading().note())
        .startsWith("Expected calibration error 0.2137: ")
        .endsWith("averaged over 7,750 images.");
  }

  @Test
  void nothingIsCutWithOneFullBinOrTen() {
    Pixels.assertNothingIsCut(chart.draw());
    BufferedImage image =
        new CalibrationChart(
                "perceptron: calibration", calibration(new Bin(0.9, 1, 1_234_567, 1, 1)))
            .draw();
    Pixels.assertNothingIsCut(image);
    assertThat(Pixels.count(image, Theme.seriesPaint(0))).isPositive();
  }
}
