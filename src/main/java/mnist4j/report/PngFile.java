package mnist4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mnist4j.charts.Figure;
import mnist4j.data.AtomicFile;

/** Writes figures as PNG files. */
public final class PngFile {

  /** The label stands before the pixels. In bytes. */
  private static final int LABEL_WITHIN = 1_000;

  private PngFile() {}

  /**
   * Draws the figure and writes it atomically, replacing an earlier file. Missing directories are
   * created. On failure an earlier file stays as it was.
   *
   * @throws IOException if the file cannot be written; the message names it and what to check
   * @throws mnist4j.charts.ChartException if Java finds no fonts on this machine
   */
  public static void write(Path file, Figure figure) throws IOException {
    write(file, figure.toPng());
  }

  /**
   * Draws several figures at the same time, then writes them in their order, each as {@link
   * #write(Path, Figure)} does.
   *
   * @param figures by the names of their files
   */
  static void writeAll(Path directory, Map<String, Figure> figures) throws IOException {
    List<Map.Entry<String, byte[]>> drawn =
        figures.entrySet().parallelStream()
            .map(figure -> Map.entry(figure.getKey(), figure.getValue().toPng()))
            .toList();
    for (Map.Entry<String, byte[]> png : drawn) {
      write(directory.resolve(png.getKey()), png.getValue());
    }
  }

  /**
   * Writes in place of an earlier drawing, but not of somebody's own picture of that name.
   *
   * @throws IOException if that is there, or the file cannot be written
   */
  public static void replaceOwn(Path file, Figure figure) throws IOException {
    if (Files.isRegularFile(file) && !isDrawn(file)) {
      throw somebodyElses(file);
    }
    write(file, figure);
  }

  static IOException somebodyElses(Path file) {
    return new IOException(
        "%s is there already and is not mnist4j's; name another directory with --out"
            .formatted(file));
  }

  /** Whether this program drew the file, which says so near its beginning. */
  public static boolean isDrawn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(LABEL_WITHIN), StandardCharsets.ISO_8859_1);
      return start.contains("tEXtSoftware\0" + Figure.SOFTWARE);
    }
  }

  private static void write(Path file, byte[] png) throws IOException {
    AtomicFile.deleteOldLeftovers(file.toAbsolutePath().getParent());
    AtomicFile.write(file, partial -> Files.write(partial, png));
  }
}
