package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.charts.Picture;
import mnist4j.charts.PngFile;
import mnist4j.data.WholeFile;

/**
 * What an experiment shows, or one half of it.
 *
 * @param name of its files
 * @param picture drawn in {@code NAME.png}
 * @param drawn every figure of the picture, for {@code NAME.csv}
 * @param table what is printed at the end, a row per run, also in {@code NAME-table.csv}
 */
public record Part(String name, Picture picture, Table drawn, Table table) {

  /**
   * Writes the three files.
   *
   * @return the picture
   * @throws IOException if a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    write(drawn.csv(), directory.resolve(name + ".csv"));
    write(table.csv(), directory.resolve(name + "-table.csv"));
    Path png = directory.resolve(name + ".png");
    PngFile.write(png, picture);
    return png;
  }

  private static void write(List<String> lines, Path file) throws IOException {
    WholeFile.write(file, partial -> Files.write(partial, lines));
  }
}
