package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mnist4j.backend.Backend;
import mnist4j.charts.Figure;
import mnist4j.charts.Fonts;
import mnist4j.data.AtomicFile;
import mnist4j.recipe.Recipe.HistoryChart;
import mnist4j.recipe.Settings;
import mnist4j.training.ModelFile;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingResult;

/** The files of one training, each written whole or not at all. */
public final class RunReport {

  /** The file name of the saved network. */
  public static final String MODEL = "model.zip";

  /** The file name of the training's figures. */
  public static final String METRICS = "metrics.json";

  /** The file name of how Spark trained; of no training without Spark. */
  public static final String SPARK = "spark.json";

  private final Path directory;

  /**
   * Makes the directory and looks for fonts, so that a training that could not be saved or drawn
   * fails before it starts.
   *
   * @throws IOException if the directory cannot be made or written to
   * @throws mnist4j.charts.ChartException if Java finds no fonts
   */
  public RunReport(Path directory) throws IOException {
    this.directory = requireWritable(directory);
    Fonts.requireFonts();
  }

  /**
   * Makes a directory.
   *
   * @throws IOException if it cannot be made or written to
   */
  public static Path requireWritable(Path directory) throws IOException {
    try {
      AtomicFile.requireWritable(directory);
      return directory;
    } catch (IOException e) {
      throw RunLock.unwritable(directory, e);
    }
  }

  /** The directory of the files. */
  public Path directory() {
    return directory;
  }

  /**
   * Writes model, metrics, history and charts, all figures before the first chart.
   *
   * @param dataArguments the command line's options that name the data set; none for MNIST
   * @param conditions of the training, see {@link RunConditions}
   * @throws IOException if a file cannot be written; an earlier file of that name then still stands
   */
  public void write(
      TrainingResult result,
      Backend backend,
      List<String> dataArguments,
      Map<String, String> conditions)
      throws IOException {
    String name = result.recipe().name();
    FinishedRun.delete(directory);
    Files.deleteIfExists(directory.resolve(SPARK));
    ModelFile.save(result.network(), result.metadata(), directory.resolve(MODEL));
    MetricsJson.write(
        result, backend.name(), backend.threads(), dataArguments, directory.resolve(METRICS));
    writeHistory(result.history());
    EvaluationReport.write(
        directory, name, result.data().test(), result.test(), result.data().classNames());
    drawHistory(title(result), lossName(result), result.history(), result.recipe().extraCharts());
    AugmentedGrid.write(result, directory);
    FinishedRun.of(result, conditions).write(directory);
  }

  private static String title(TrainingResult result) {
    String name = result.recipe().name();
    return result.restoredEpoch().isPresent()
        ? "%s with the parameters of epoch %d".formatted(name, result.restoredEpoch().getAsInt())
        : name;
  }

  /** DL4J's loss of a batch has the penalty and the weights of the classes in it. */
  private static String lossName(TrainingResult result) {
    Settings settings = result.settings();
    List<String> parts = new ArrayList<>(List.of(result.recipe().lossName()));
    if (settings.l2() > 0) {
      parts.add("in training with the penalty");
    }
    if (settings.balance()) {
      parts.add("in training weighted by class");
    }
    return String.join(", ", parts);
  }

  /** Writes the history as a table. */
  void writeHistory(TrainingHistory history) throws IOException {
    history(history).write(directory.resolve("history.csv"));
  }

  /** Draws loss and accuracy of the history, and further charts of it. */
  void drawHistory(
      String name, String lossName, TrainingHistory history, List<HistoryChart> further)
      throws IOException {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("loss.png", TrainingCharts.loss(name + ": loss", lossName, history));
    figures.put("accuracy.png", TrainingCharts.accuracy(name + ": accuracy", history));
    for (HistoryChart chart : further) {
      switch (chart) {
        case CURVES ->
            figures.put(
                file(chart),
                TrainingCharts.lossAndAccuracy(name + ": loss and accuracy", lossName, history));
        case PANELS ->
            figures.put(
                file(chart),
                TrainingCharts.panels(name + ": accuracy and error", lossName, history));
      }
    }
    PngFile.writeAll(directory, figures);
  }

  /** The name of a chart's file. */
  static String file(HistoryChart chart) {
    return chart.name().toLowerCase(Locale.ROOT) + ".png";
  }

  /** A row per logged epoch. */
  public static Table history(TrainingHistory history) {
    String heldOut = history.heldOut().columnPrefix();
    return new Table(
        List.of("epoch", "train_loss", "train_accuracy", heldOut + "_loss", heldOut + "_accuracy"),
        0,
        history.epochs().stream()
            .map(
                epoch ->
                    List.of(
                        epoch.epoch(),
                        epoch.trainLoss(),
                        epoch.trainAccuracy(),
                        epoch.heldOutLoss(),
                        epoch.heldOutAccuracy()))
            .toList());
  }
}
