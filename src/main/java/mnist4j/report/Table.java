package mnist4j.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text under headings. It prints as Markdown, whose source reads well on a terminal too.
 *
 * @param headings one per column
 * @param textColumns how many columns, from the left, hold text; the others hold figures
 * @param rows one cell per column
 */
public record Table(List<String> headings, int textColumns, List<List<String>> rows) {

  public Table {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** The lines of the table, columns padded to equal width, figures to the right. */
  public List<String> lines() {
    int[] widths = IntStream.range(0, headings.size()).map(column -> width(column)).toArray();
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    lines.add(rule(widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** The same without the padding. */
  public Csv csv() {
    return new Csv(headings, rows);
  }

  private int width(int column) {
    return IntStream.concat(
            IntStream.of(headings.get(column).length()),
            rows.stream().mapToInt(row -> row.get(column).length()))
        .max()
        .orElseThrow();
  }

  private String line(List<String> cells, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String format = column < textColumns ? "%%-%ds" : "%%%ds";
      padded.add(format.formatted(widths[column]).formatted(cells.get(column)));
    }
    return "| %s |".formatted(String.join(" | ", padded));
  }

  private String rule(int[] widths) {
    List<String> dashes = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String line = String.join("", Collections.nCopies(widths[column] + 1, "-"));
      dashes.add(column < textColumns ? ":" + line : line + ":");
    }
    return "|%s|".formatted(String.join("|", dashes));
  }
}
