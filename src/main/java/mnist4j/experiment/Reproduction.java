package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import mnist4j.data.WholeFile;
import mnist4j.training.TrainingRun;

/** The documents' figures beside ours: one table for several runs, and a report of them. */
public final class Reproduction {

  private static final List<String> CHARTS =
      List.of("accuracy.png", "loss.png", "predictions.png", "misclassified.png", "confusion.png");

  private final List<ReproducedFigure> figures = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  private record Section(String title, Path directory) {}

  /** Adds a finished run, whose charts lie in the given directory. */
  public void add(TrainingRun run, Path directory) {
    List<ReproducedFigure> found = ReproducedFigure.of(run);
    figures.addAll(found);
    sections.add(
        new Section(
            "%s (%s)".formatted(found.get(0).run(), run.recipe().document().title()), directory));
  }

  /** Document's figure, ours, the difference and the seconds of training, a row per figure. */
  public Table table() {
    return new Table(
        List.of("recipe", "figure", "document", "ours", "difference", "seconds"),
        2,
        figures.stream().map(Reproduction::row).toList());
  }

  private static List<String> row(ReproducedFigure figure) {
    // Seconds need no more than a tenth; the documents print the rest with four decimals.
    String format = figure.figure().endsWith("seconds") ? "%.1f" : "%.4f";
    return List.of(
        figure.run(),
        figure.figure(),
        text(format, figure.document()),
        text(format, OptionalDouble.of(figure.ours())),
        text(format.replace("%", "%+"), figure.difference()),
        text("%.1f", OptionalDouble.of(figure.seconds())));
  }

  private static String text(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "–";
  }

  /**
   * Writes the table and beneath it the charts of every run.
   *
   * @throws IOException if the file cannot be written
   */
  public Path writeReport(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# The documents' figures and ours");
    lines.add("");
    lines.addAll(table().lines());
    for (Section section : sections) {
      lines.add("");
      lines.add("## " + section.title);
      lines.add("");
      Path directory = file.toAbsolutePath().getParent().relativize(absolute(section.directory));
      for (String chart : CHARTS) {
        // Markdown links have forward slashes on every system.
        String path = directory.resolve(chart).toString().replace('\\', '/');
        lines.add("![%s](%s)".formatted(chart.replace(".png", ""), path));
      }
    }
    return WholeFile.write(file, partial -> Files.write(partial, lines));
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath();
  }
}
