package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mnist4j.backend.Backend;
import mnist4j.charts.Figure;
import mnist4j.recipe.Recipe.HistoryChart;
import mnist4j.training.EpochRecord;
import mnist4j.training.ModelFile;
import mnist4j.training.SmallRuns;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import mnist4j.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReportTest {

  private static final Map<String, String> CONDITIONS = Map.of("--seed", "1");

  @TempDir private Path directory;

  private static TrainingResult run() {
    return SmallRuns.train(SmallRuns.recipe("mlp-64"), 1, 1);
  }

  private void write(TrainingResult run) throws IOException {
    new RunReport(directory)
        .write(run, new Backend("CPU", 3), List.of("--data", "digits"), CONDITIONS);
  }

  @Test
  void keepsTheNetworkItsFiguresAndTheConditions() throws IOException {
    TrainingResult run = run();
    Path ofSpark = Files.createFile(directory.resolve("spark.json"));
    write(run);
    assertThat(ofSpark).doesNotExist();
    assertThat(ModelFile.load(directory.resolve("model.zip")).network().params())
        .isEqualTo(run.network().params());
    assertThat(MetricsJson.dataArguments(directory.resolve("metrics.json")))
        .containsExactly("--data", "digits");
    assertThat(RunReport.history(run.history()).write(directory.resolve("expected.csv")))
        .hasSameBinaryContentAs(directory.resolve("history.csv"));
    assertThat(FinishedRun.read(directory)).contains(FinishedRun.of(run, CONDITIONS));
  }

  /** The first file written once run.json is removed, and one of the last before it is written. */
  @ParameterizedTest
  @ValueSource(strings = {"model.zip", "loss.png"})
  void aRunWhoseFilesAreNotAllWrittenIsNotFinished(String obstacle) throws IOException {
    TrainingResult run = run();
    write(run);
    assertThat(directory.resolve("run.json")).isRegularFile();
    Files.delete(directory.resolve(obstacle));
    Files.createDirectory(directory.resolve(obstacle));
    assertThatIOException().isThrownBy(() -> write(run)).withMessageContaining(obstacle);
    assertThat(directory.resolve("run.json")).doesNotExist();
  }

  @Test
  void drawsTheChartsThatTheRecipeAsksFor() throws IOException {
    TrainingHistory history =
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 0.5, 0.75, 0.6, 0.7), new EpochRecord(2, 0.4, 0.8, 0.5, 0.9)));
    Map<String, Figure> expected =
        Map.of(
            "loss.png",
            TrainingCharts.loss("one: loss", "squares", history),
            "accuracy.png",
            TrainingCharts.accuracy("one: accuracy", history),
            "curves.png",
            TrainingCharts.lossAndAccuracy("one: loss and accuracy", "squares", history),
            "panels.png",
            TrainingCharts.panels("one: accuracy and error", "squares", history));
    Path drawn = directory.resolve("drawn");
    new RunReport(drawn)
        .drawHistory("one", "squares", history, List.of(HistoryChart.CURVES, HistoryChart.PANELS));
    assertThat(drawn.toFile().list()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, figure) -> assertThat(drawn.resolve(name)).hasBinaryContent(figure.toPng()));
  }

  private String written(TrainingHistory history) throws IOException {
    Path file = directory.resolve("history.csv");
    assertThat(RunReport.history(history).write(file)).isEqualTo(file);
    assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    return Files.readString(file);
  }

  @Test
  void hasAHeaderAndARowPerLoggedEpochInFullPrecision() throws IOException {
    TrainingHistory history =
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 0.5, 0.75, 1 / 3., 0.1),
                new EpochRecord(200, 1e-5, 1, 12345678.9, 0)));
    assertThat(written(history))
        .isEqualTo(
            """
            epoch,train_loss,train_accuracy,test_loss,test_accuracy
            1,0.5,0.75,0.3333333333333333,0.1
            200,1.0E-5,1.0,1.23456789E7,0.0
            """);
  }

  @Test
  void namesTheValidationSetWhereThatIsWhatWasHeldOut() throws IOException {
    TrainingHistory history =
        new TrainingHistory(HeldOut.VALIDATION, List.of(new EpochRecord(1, 2, 0, 3, 1)));
    assertThat(written(history))
        .isEqualTo(
            """
            epoch,train_loss,train_accuracy,val_loss,val_accuracy
            1,2.0,0.0,3.0,1.0
            """);
  }

  @Test
  void replacesAnEarlierRunsFile() throws IOException {
    Files.writeString(directory.resolve("history.csv"), "something long that was there before\n");
    assertThat(written(new TrainingHistory(HeldOut.TEST, List.of())))
        .isEqualTo("epoch,train_loss,train_accuracy,test_loss,test_accuracy\n");
  }
}
