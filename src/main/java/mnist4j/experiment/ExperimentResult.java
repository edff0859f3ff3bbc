package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mnist4j.charts.Figure;
import mnist4j.report.PngFile;
import mnist4j.report.Table;

/**
 * The chart and the table of an experiment or of one half of it.
 *
 * @param name base name of the files
 * @param figure drawn in {@code NAME.png}
 * @param plotted every value of the figure, for {@code NAME.csv}
 * @param table printed at the end, a row per variant, also in {@code NAME-table.csv}
 * @param differences between the variants, printed beneath and in {@code NAME-differences.csv};
 *     empty for one seed
 */
public record ExperimentResult(
    String name, Figure figure, Table plotted, Table table, Optional<Table> differences) {

  /** A result of one seed. */
  ExperimentResult(String name, Figure figure, Table plotted, Table table) {
    this(name, figure, plotted, table, Optional.empty());
  }

  /**
   * Writes the files.
   *
   * @return the PNG file
   * @throws IOException if a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    plotted.write(directory.resolve(name + ".csv"));
    table.write(directory.resolve(name + "-table.csv"));
    Path compared = directory.resolve(name + "-differences.csv");
    if (differences.isPresent()) {
      differences.get().write(compared);
    } else {
      // Those of an earlier run with more seeds.
      Files.deleteIfExists(compared);
    }
    Path png = directory.resolve(name + ".png");
    PngFile.write(png, figure);
    return png;
  }
}
