package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.backend.Backend;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.ModelFile;
import mnist4j.training.TrainingRun;

/** The files of one run, each written whole or not at all. */
public final class RunReport {

  /** The saved network's name in a run's directory. */
  public static final String MODEL = "model.zip";

  /** The run's figures' name in its directory. */
  public static final String METRICS = "metrics.json";

  private final Path directory;

  /**
   * Makes the directory, so that a run that could not be saved fails before it trains.
   *
   * @throws IOException if it cannot be made or written to
   */
  public RunReport(Path directory) throws IOException {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".writable", null));
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be written to; name another directory with --out".formatted(directory), e);
    }
  }

  /** Where the files lie. */
  public Path directory() {
    return directory;
  }

  /**
   * Writes model, figures, history and charts.
   *
   * @throws IOException if a file cannot be written; the one before it then still stands
   */
  public void write(TrainingRun run, Backend backend) throws IOException {
    ModelFile.save(run.network(), directory.resolve(MODEL));
    HistoryCsv.write(run.history(), directory.resolve("history.csv"));
    String name = run.recipe().name();
    PngFile.write(
        directory.resolve("loss.png"),
        TrainingCharts.loss(name + ": loss", run.recipe().lossName(), run.history()));
    PngFile.write(
        directory.resolve("accuracy.png"),
        TrainingCharts.accuracy(name + ": accuracy", run.history()));
    DocumentCharts.write(run, directory);
    AugmentedGrid.write(run, directory);
    writeJudgement(name, run.data().test(), run.test(), run.data().classNames());
    MetricsJson.write(run, backend.name(), backend.threads(), directory.resolve(METRICS));
  }

  /**
   * Writes what a network makes of the test set: its mistakes, the first 25 images, confusion
   * matrix, metrics per class and calibration.
   *
   * @throws IOException if a file cannot be written
   */
  public void writeJudgement(
      String name, LabelledImages test, EvaluationResult result, List<String> classNames)
      throws IOException {
    new EvaluationReport(directory, name, result, classNames).write(test);
  }
}
