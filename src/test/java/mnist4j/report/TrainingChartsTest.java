package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.charts.Pixels;
import mnist4j.charts.Theme;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import org.junit.jupiter.api.Test;

class TrainingChartsTest {

  private static final List<EpochRecord> EPOCHS =
      List.of(new EpochRecord(1, 0.5, 0.8, 0.4, 0.85), new EpochRecord(200, 0.25, 0.9, 0.3, 0.875));
  private final TrainingHistory tested = new TrainingHistory(HeldOut.TEST, EPOCHS);
  private final TrainingHistory validated = new TrainingHistory(HeldOut.VALIDATION, EPOCHS);

  @Test
  void lossShowsTrainingAndTestByEpoch() {
    LineChart chart = TrainingCharts.loss("mlp-64", "cross-entropy", tested);
    assertThat(chart.x().label()).isEqualTo("epoch");
    assertThat(chart.y().label()).isEqualTo("mean loss (cross-entropy)");
    assertSeries(chart, 0, "training", 0.5, 0.25);
    assertSeries(chart, 1, "test", 0.4, 0.3);
  }

  @Test
  void accuracyShowsTrainingAndValidationInPercent() {
    LineChart chart = TrainingCharts.accuracy("cnn", validated);
    assertThat(chart.y().label()).isEqualTo("accuracy (%)");
    assertThat(chart.y().factor()).isEqualTo(100);
    assertSeries(chart, 0, "training", 0.8, 0.9);
    assertSeries(chart, 1, "validation", 0.85, 0.875);
  }

  @Test
  void lossAndAccuracyShareAnAxisFromNothingToOne() {
    LineChart chart = TrainingCharts.lossAndAccuracy("perceptron", "mean squared error", tested);
    assertThat(chart.y().label()).isEqualTo("mean squared error, accuracy (share right)");
    assertThat(upperBound(chart)).isBetween(1.0, 1.05);
    assertSeries(chart, 0, "training loss", 0.5, 0.25);
    assertSeries(chart, 1, "test loss", 0.4, 0.3);
    assertSeries(chart, 2, "training accuracy", 0.8, 0.9);
    assertSeries(chart, 3, "test accuracy", 0.85, 0.875);
  }

  @Test
  void theSharedAxisGrowsForALargerLossButNotForAnInfiniteOne() {
    TrainingHistory diverged =
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 2.5, 0.1, 1, 0.1),
                new EpochRecord(2, Double.POSITIVE_INFINITY, 0.1, Double.NaN, 0.1)));
    assertThat(upperBound(TrainingCharts.lossAndAccuracy("p", "mse", diverged)))
        .isBetween(2.5, 2.6);
  }

  @Test
  void panelsShowTrainingLeftAndTestRightOnOneScale() {
    FigureLayout both = TrainingCharts.panels("numpy-mlp", "squared error", tested);
    LineChart left = (LineChart) both.panels().get(0);
    LineChart right = (LineChart) both.panels().get(1);
    assertThat(left.title()).isEqualTo("Training set");
    assertThat(right.title()).isEqualTo("Test set");
    assertSeries(left, 0, "accuracy", 0.8, 0.9);
    assertSeries(left, 1, "squared error", 0.5, 0.25);
    assertSeries(right, 0, "accuracy", 0.85, 0.875);
    assertSeries(right, 1, "squared error", 0.4, 0.3);
    assertThat(upperBound(left)).isEqualTo(upperBound(right));
  }

  @Test
  void panelsOfAValidationSplitSaySo() {
    FigureLayout both = TrainingCharts.panels("cnn", "error", validated);
    assertThat(((LineChart) both.panels().get(1)).title()).isEqualTo("Validation set");
  }

  @Test
  void oneEpochIsDrawnInBothColours() {
    TrainingHistory one = new TrainingHistory(HeldOut.TEST, EPOCHS.subList(0, 1));
    var image = TrainingCharts.loss("mlp-64", "cross-entropy", one).draw();
    assertThat(Pixels.count(image, Theme.seriesPaint(0))).isGreaterThan(200);
    assertThat(Pixels.count(image, Theme.seriesPaint(1))).isGreaterThan(200);
    Pixels.assertNothingIsCut(image);
  }

  private static double upperBound(LineChart chart) {
    return chart.chart().getXYPlot().getRangeAxis().getUpperBound();
  }

  private static void assertSeries(LineChart chart, int index, String name, double... y) {
    Series series = chart.series().get(index);
    assertThat(series.name()).isEqualTo(name);
    assertThat(series.x()).containsExactly(1, 200);
    assertThat(series.y()).containsExactly(y);
  }
}
