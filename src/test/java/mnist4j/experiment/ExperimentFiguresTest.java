package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import mnist4j.backend.Backend;
import mnist4j.charts.DecisionRegions;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.data.ImageData;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.experiment.RunMetrics.Score;
import mnist4j.experiment.ToyTrainer.ToyRun;
import mnist4j.report.Table;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** What the experiments draw of results that no two trials and no two columns share. */
class ExperimentFiguresTest {

  private static final ExperimentSetup SETUP =
      ExperimentSetup.of(ImageData.bundled(), true, 1, "program 1", new Backend("CPU", 2));

  @TempDir private Path directory;

  private static RunMetrics onDigits(int trial) {
    return new RunMetrics(
        1000 + trial,
        20 + trial,
        new Score(1 + trial, (90 + trial) / 100.),
        new Score(11 + trial, (140 + trial) / 200.),
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 0.1, (20 + trial) / 100., 0.3, (40 + trial) / 100.),
                new EpochRecord(2, 0.5, (60 + trial) / 100., 0.7, (80 + trial) / 100.))));
  }

  private static ToyRun onPoints(int trial) {
    return new ToyRun(
        (90 + trial) / 100.,
        (70 + trial) / 100.,
        new DecisionGrid(0, 1, 0, 1, new double[][] {{0, 1}, {0, 1}}));
  }

  /** The results of an experiment all of whose trials are in the cache. */
  private List<ExperimentResult> results(String name) throws IOException {
    Experiment experiment = Experiment.named(name).orElseThrow();
    RunCache cache = new RunCache(directory, new ExperimentProgress() {});
    int points = 0;
    int digits = 0;
    for (Trial<?> trial : experiment.trials(SETUP)) {
      Trial.Result result = trial instanceof ToyTrial ? onPoints(points++) : onDigits(digits++);
      cache.write(
          trial,
          new ObjectMapper()
              .writeValueAsBytes(Map.of("conditions", trial.key(), "result", result)));
    }
    return experiment.run(SETUP, cache);
  }

  /** Panel, vertical axis, name, first and last value of every line. */
  private static List<String> lines(Figure figure) {
    return panels(figure)
        .map(LineChart.class::cast)
        .flatMap(chart -> chart.series().stream().map(line -> text(chart, line)))
        .toList();
  }

  private static Stream<Figure> panels(Figure figure) {
    return figure instanceof FigureLayout layout ? layout.panels().stream() : Stream.of(figure);
  }

  private static String text(LineChart chart, Series line) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s: %.3f at %s to %.3f at %s",
        chart.title(),
        chart.y().label(),
        line.name(),
        line.y()[0],
        line.x()[0],
        line.y()[line.y().length - 1],
        line.x()[line.x().length - 1]);
  }

  private static List<String> regions(Figure figure) {
    return panels(figure)
        .map(DecisionRegions.class::cast)
        .map(panel -> panel.title() + ": " + panel.note())
        .toList();
  }

  @Test
  void l2ShowsAccuracyLossAndGapByStrength() throws IOException {
    List<ExperimentResult> results = results("l2");
    assertThat(regions(results.get(0).figure()))
        .containsExactly(
            "λ = 0: right: 90.0 %, of new points 70.0 %",
            "λ = 0.001: right: 91.0 %, of new points 71.0 %",
            "λ = 0.1: right: 92.0 %, of new points 72.0 %");
    assertThat(lines(results.get(1).figure()))
        .containsExactly(
            "Accuracy, accuracy (%), training: 0.900 at 1.0E-6 to 0.940 at 0.01",
            "Accuracy, accuracy (%), test: 0.700 at 1.0E-6 to 0.720 at 0.01",
            "Loss, without the penalty, mean loss (cross-entropy), training: 1.000 at 1.0E-6 to 5.000 at 0.01",
            "Loss, without the penalty, mean loss (cross-entropy), test: 11.000 at 1.0E-6 to 15.000 at 0.01",
            "Gap: training less test accuracy, gap (percentage points), gap: 20.000 at 1.0E-6 to 22.000 at 0.01");
  }

  @Test
  void theDifferencesOfMoreSeedsGoWithTheFiguresOfOne(@TempDir Path written) throws IOException {
    ExperimentResult ofOneSeed = results("l2").get(1);
    Path differences = written.resolve(ofOneSeed.name() + "-differences.csv");
    Files.writeString(differences, "of five seeds");
    ofOneSeed.write(written);
    assertThat(differences).doesNotExist();
  }

  @Test
  void hiddenUnitsShowsAccuracyParametersAndTimeByUnits() throws IOException {
    List<ExperimentResult> results = results("hidden-units");
    assertThat(regions(results.get(0).figure()))
        .hasSize(8)
        .contains(
            "moons, 1 neuron: right: 90.0 %, of new points 70.0 %",
            "spirals, 20 neurons: right: 97.0 %, of new points 77.0 %");
    assertThat(lines(results.get(1).figure()))
        .containsExactly(
            "Accuracy, test accuracy (%), test accuracy: 0.700 at 8.0 to 0.735 at 1024.0",
            "Parameters, parameters, parameters: 1000.000 at 8.0 to 1007.000 at 1024.0",
            "Training time, training time (s), seconds: 20.000 at 8.0 to 27.000 at 1024.0");
  }

  @Test
  void overfittingShowsBothAccuraciesOfEachVariantByEpoch() throws IOException {
    assertThat(lines(results("overfitting").get(0).figure()))
        .containsExactly(
            "plain, accuracy (%), training: 20.000 at 1.0 to 60.000 at 2.0",
            "plain, accuracy (%), test: 40.000 at 1.0 to 80.000 at 2.0",
            "dropout, accuracy (%), training: 21.000 at 1.0 to 61.000 at 2.0",
            "dropout, accuracy (%), test: 41.000 at 1.0 to 81.000 at 2.0",
            "L2, accuracy (%), training: 22.000 at 1.0 to 62.000 at 2.0",
            "L2, accuracy (%), test: 42.000 at 1.0 to 82.000 at 2.0");
  }

  @Test
  void aTuningShowsTheAccuracyOnTheHeldOutImagesByEpoch() throws IOException {
    String chart = "cnn: validation accuracy by batch size, validation accuracy (%), ";
    assertThat(lines(results("batch-size").get(0).figure()))
        .containsExactly(
            chart + "16: 0.400 at 1.0 to 0.800 at 2.0",
            chart + "32: 0.410 at 1.0 to 0.810 at 2.0",
            chart + "64: 0.420 at 1.0 to 0.820 at 2.0",
            chart + "128: 0.430 at 1.0 to 0.830 at 2.0",
            chart + "256: 0.440 at 1.0 to 0.840 at 2.0");
  }

  /** The last row of what NAME.csv holds. */
  @Test
  void theFileBesideAFigureHasItsValues() throws IOException {
    assertThat(last(results("l2").get(1).plotted()))
        .startsWith("0.01", "1004", "0.94", "0.72")
        .endsWith("5.0", "15.0", "24.0");
    assertThat(last(results("hidden-units").get(1).plotted()))
        .startsWith("1024", "1007", "0.97", "0.735")
        .endsWith("8.0", "18.0", "27.0");
    assertThat(last(results("overfitting").get(0).plotted()))
        .containsExactly("L2", "2", "0.5", "0.62", "0.7", "0.82");
    assertThat(last(results("batch-size").get(0).plotted()))
        .containsExactly("256", "2", "0.5", "0.64", "0.7", "0.84");
  }

  private static List<String> last(Table table) {
    return table.rows().get(table.rows().size() - 1).stream().map(Object::toString).toList();
  }
}
