package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mnist4j.charts.Figure;
import mnist4j.data.AtomicFile;

/** Writes figures as PNG files. */
public final class PngFile {

  private PngFile() {}

  /**
   * Draws the figure and writes it atomically, replacing an earlier file. Missing directories are
   * created. On failure an earlier file stays as it was.
   *
   * @throws IOException if the file cannot be written; the message names it and what to check
   * @throws mnist4j.charts.ChartException if Java finds no fonts on this machine
   */
  public static void write(Path file, Figure figure) throws IOException {
    byte[] png = figure.toPng();
    AtomicFile.deleteLeftovers(file.toAbsolutePath().getParent());
    AtomicFile.write(file, partial -> Files.write(partial, png));
  }
}
