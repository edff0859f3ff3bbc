package mnist4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import mnist4j.data.AtomicFile;
import mnist4j.data.ImageData;
import mnist4j.recipe.DocumentFigures;
import mnist4j.recipe.DocumentFigures.Epoch;
import mnist4j.recipe.Recipe;
import mnist4j.training.EpochRecord;

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

  private static final String HEADING = "# The documents' figures and ours";

  private static final String NOT_PRINTED = "–";

  private final ImageData images;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param images the data set of all trainings
   */
  public Reproduction(ImageData images) {
    this.images = images;
  }

  /** A sentence if the documents' figures are of another data set. */
  public Optional<String> otherData() {
    return ImageData.isOfMnist(images.name())
        ? Optional.empty()
        : Optional.of("The documents' figures are of MNIST, ours of %s.".formatted(images.name()));
  }

  private record Entry(Recipe recipe, FinishedRun run, Path directory) {

    DocumentFigures document() {
      return recipe.document();
    }
  }

  /** Adds a finished run, whose charts lie in the given directory. */
  public void add(Recipe recipe, FinishedRun run, Path directory) {
    entries.add(new Entry(recipe, run, directory));
  }

  /**
   * A row per training: the document's test accuracy, ours, the difference, seconds of training.
   */
  public Table table() {
    return new Table(
        List.of("recipe", "test accuracy in the document", "ours", "difference", "seconds"),
        1,
        entries.stream().map(Reproduction::row).toList());
  }

  private static List<String> row(Entry entry) {
    List<String> row = new ArrayList<>(List.of(entry.run.label()));
    row.addAll(figures(entry.document().testAccuracy(), entry.run.testAccuracy()));
    row.add(String.format(Locale.ROOT, "%.1f", entry.run.trainSeconds()));
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
   * Refuses to write in place of somebody else's report, before anything is trained for it.
   *
   * @throws IOException if the file is there and begins otherwise than a report of this program
   */
  public static void requireOwn(Path file) throws IOException {
    AtomicFile.requireTarget(file);
    if (!Files.exists(file)) {
      return;
    }
    byte[] heading = HEADING.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(heading.length), heading)) {
        throw PngFile.somebodyElses(file);
      }
    }
  }

  /**
   * Writes the table and, for every result, the document's other figures and the charts, in
   * Markdown with the same line ends on every system.
   *
   * @throws IOException if the file cannot be written
   */
  public Path writeReport(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADING);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Data set: %s, %,d training and %,d test images.",
            images.name(),
            images.train().size(),
            images.test().size()));
    otherData().ifPresent(lines::add);
    lines.add("");
    lines.addAll(table().lines());
    Path root = file.toAbsolutePath().getParent();
    for (Entry entry : entries) {
      lines.add("");
      lines.add("## %s: %s".formatted(entry.run.label(), entry.document().title()));
      lines.add("");
      List<List<String>> others = otherFigures(entry);
      if (!others.isEmpty()) {
        lines.addAll(
            new Table(List.of("figure", "document", "ours", "difference"), 1, others).lines());
        lines.add("");
      }
      Path directory = root.relativize(entry.directory.toAbsolutePath());
      for (String chart : charts(entry)) {
        // Markdown links have forward slashes on every system.
        String path = directory.resolve(chart).toString().replace('\\', '/');
        lines.add("![%s](%s)".formatted(chart.replace(".png", ""), path));
      }
    }
    String report = String.join("\n", lines) + "\n";
    return AtomicFile.write(file, partial -> Files.writeString(partial, report));
  }

  private static List<String> charts(Entry entry) {
    List<String> charts = new ArrayList<>(CHARTS);
    entry.recipe.extraCharts().forEach(chart -> charts.add(RunReport.file(chart)));
    if (entry.run.calibrated()) {
      charts.add("calibration.png");
    }
    return charts;
  }

  private static List<List<String>> otherFigures(Entry entry) {
    DocumentFigures document = entry.document();
    FinishedRun run = entry.run;
    List<List<String>> rows = new ArrayList<>();
    if (document.testLoss().isPresent()) {
      rows.add(figureRow("test loss", document.testLoss(), run.testLoss()));
    }
    rows.addAll(
        perEpoch("train accuracy", document.trainAccuracy(), run, EpochRecord::trainAccuracy));
    rows.addAll(
        perEpoch(
            "validation accuracy",
            document.validationAccuracy(),
            run,
            EpochRecord::heldOutAccuracy));
    rows.addAll(perEpoch("train loss", document, Epoch::trainLoss, run, EpochRecord::trainLoss));
    rows.addAll(perEpoch("test loss", document, Epoch::testLoss, run, EpochRecord::heldOutLoss));
    rows.addAll(
        perEpoch(
            "test accuracy", document, Epoch::testAccuracy, run, EpochRecord::heldOutAccuracy));
    if (document.trainSeconds().isPresent()) {
      rows.add(figureRow("seconds of training", document.trainSeconds(), run.trainSeconds()));
    }
    return rows;
  }

  private static List<List<String>> perEpoch(
      String name,
      DocumentFigures document,
      Function<Epoch, Double> figure,
      FinishedRun run,
      ToDoubleFunction<EpochRecord> ours) {
    return perEpoch(name, document.epochs().stream().map(figure).toList(), run, ours);
  }

  private static List<List<String>> perEpoch(
      String name, List<Double> document, FinishedRun run, ToDoubleFunction<EpochRecord> ours) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(document.size(), run.history().size()); i++) {
      EpochRecord epoch = run.history().get(i);
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
