package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Path;
import mnist4j.charts.Figure;
import mnist4j.charts.PngFile;
import mnist4j.report.Table;

/**
 * What an experiment shows, or one half of it.
 *
 * @param name of its files
 * @param picture drawn in {@code NAME.png}
 * @param drawn every figure of the picture, for {@code NAME.csv}
 * @param table what is printed at the end, a row per run, also in {@code NAME-table.csv}
 */
public record Part(String name, Figure picture, Table drawn, Table table) {

  /**
   * Writes the three files.
   *
   * @return the picture
   * @throws IOException if a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    drawn.write(directory.resolve(name + ".csv"));
    table.write(directory.resolve(name + "-table.csv"));
    Path png = directory.resolve(name + ".png");
    PngFile.write(png, picture);
    return png;
  }
}
