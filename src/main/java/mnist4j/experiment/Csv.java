package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mnist4j.data.WholeFile;

/**
 * A header and rows of figures, as RFC 4180 has them.
 *
 * @param header a name per column
 * @param rows a cell per column
 */
public record Csv(List<String> header, List<? extends List<?>> rows) {

  /**
   * Writes the file whole.
   *
   * @throws IOException if it cannot be written
   */
  Path write(Path to) throws IOException {
    return WholeFile.write(to, partial -> Files.write(partial, lines()));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(header));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private static String line(List<?> cells) {
    return cells.stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(","));
  }

  /** Class names are people's own and may hold anything but a line break. */
  private static String quoted(String cell) {
    return cell.contains(",") || cell.contains("\"")
        ? "\"%s\"".formatted(cell.replace("\"", "\"\""))
        : cell;
  }
}
