package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Path;
import mnist4j.charts.Figure;
import mnist4j.report.PngFile;
import mnist4j.report.Table;

/**
 * The chart and the table of an experiment or of one half of it.
 *
 * @param name base name of the files
 * @param figure drawn in {@code NAME.png}
 * @param plotted every value of the figure, for {@code NAME.csv}
 * @param table printed at the end, a row per trial, also in {@code NAME-table.csv}
 */
public record ExperimentResult(String name, Figure figure, Table plotted, Table table) {

  /**
   * Writes the three files.
   *
   * @return the PNG file
   * @throws IOException if a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    plotted.write(directory.resolve(name + ".csv"));
    table.write(directory.resolve(name + "-table.csv"));
    Path png = directory.resolve(name + ".png");
    PngFile.write(png, figure);
    return png;
  }
}
