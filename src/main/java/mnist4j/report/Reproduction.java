package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import mnist4j.data.AtomicFile;
import mnist4j.recipe.DocumentFigures;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingResult;

/** The documents' figures beside ours: one table of several trainings, and a report of them. */
public final class Reproduction {

  private static final List<String> CHARTS =
      List.of(
          "accuracy.png",
          "loss.png",
          "predictions.png",
          "misclassified.png",
          "confident-mistakes.png",
          "confusion.png");

  private static final String NOT_PRINTED = "–";

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(TrainingResult result, Path directory) {}

  /** Adds a finished result, whose charts lie in the given directory. */
  public void add(TrainingResult result, Path directory) {
    entries.add(new Entry(result, directory));
  }

  /**
   * A row per training: the document's test accuracy, ours, the difference, seconds of training.
   */
  public Table table() {
    return new Table(
        List.of("recipe", "test accuracy in the document", "ours", "difference", "seconds"),
        1,
        entries.stream().map(entry -> row(entry.result)).toList());
  }

  private static List<String> row(TrainingResult result) {
    List<String> row = new ArrayList<>(List.of(result.label()));
    row.addAll(figures(result.recipe().document().testAccuracy(), result.test().accuracy()));
    row.add(String.format(Locale.ROOT, "%.1f", result.trainSeconds()));
    return row;
  }

  /** The document's figure, ours, and ours less the document's. */
  private static List<String> figures(OptionalDouble document, double ours) {
    return List.of(
        document.isPresent() ? four("%.4f", document.getAsDouble()) : NOT_PRINTED,
        four("%.4f", ours),
        document.isPresent() ? four("%+.4f", ours - document.getAsDouble()) : NOT_PRINTED);
  }

  private static String four(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /**
   * Writes the table and, for every result, the document's other figures and the charts.
   *
   * @throws IOException if the file cannot be written
   */
  public Path writeReport(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# The documents' figures and ours");
    lines.add("");
    lines.addAll(table().lines());
    Path root = file.toAbsolutePath().getParent();
    for (Entry entry : entries) {
      lines.add("");
      lines.add(
          "## %s: %s".formatted(entry.result.label(), entry.result.recipe().document().title()));
      lines.add("");
      List<List<String>> others = otherFigures(entry.result);
      if (!others.isEmpty()) {
        lines.addAll(
            new Table(List.of("figure", "document", "ours", "difference"), 1, others).lines());
        lines.add("");
      }
      Path directory = root.relativize(entry.directory.toAbsolutePath());
      for (String chart : charts(entry.result)) {
        // Markdown links have forward slashes on every system.
        String path = directory.resolve(chart).toString().replace('\\', '/');
        lines.add("![%s](%s)".formatted(chart.replace(".png", ""), path));
      }
    }
    return AtomicFile.write(file, partial -> Files.write(partial, lines));
  }

  private static List<String> charts(TrainingResult result) {
    List<String> charts = new ArrayList<>(CHARTS);
    result.test().calibration().ifPresent(bins -> charts.add("calibration.png"));
    return charts;
  }

  private static List<List<String>> otherFigures(TrainingResult result) {
    DocumentFigures document = result.recipe().document();
    List<List<String>> rows = new ArrayList<>();
    if (document.testLoss().isPresent()) {
      rows.add(figureRow("test loss", document.testLoss(), result.test().loss()));
    }
    rows.addAll(
        perEpoch("train accuracy", document.trainAccuracy(), result, EpochRecord::trainAccuracy));
    rows.addAll(
        perEpoch(
            "validation accuracy",
            document.validationAccuracy(),
            result,
            EpochRecord::heldOutAccuracy));
    if (document.trainSeconds().isPresent()) {
      rows.add(figureRow("seconds of training", document.trainSeconds(), result.trainSeconds()));
    }
    return rows;
  }

  private static List<List<String>> perEpoch(
      String name,
      List<Double> document,
      TrainingResult result,
      ToDoubleFunction<EpochRecord> ours) {
    TrainingHistory history = result.history();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(document.size(), history.epochs().size()); i++) {
      EpochRecord epoch = history.epochs().get(i);
      rows.add(
          figureRow(
              "%s, epoch %d".formatted(name, epoch.epoch()),
              OptionalDouble.of(document.get(i)),
              ours.applyAsDouble(epoch)));
    }
    return rows;
  }

  private static List<String> figureRow(String name, OptionalDouble document, double ours) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(figures(document, ours));
    return row;
  }
}
