package mnist4j.report;

import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.data.AtomicFile;

/**
 * Rows of text and figures under headings, printed as Markdown or written as CSV.
 *
 * @param headings one per column
 * @param textColumns number of columns, from the left, that hold text; the others hold figures
 * @param rows one cell per column
 */
public record Table(List<String> headings, int textColumns, List<? extends List<?>> rows) {

  private static final String NOT_A_NUMBER = "–";

  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  /** Latin letters and marks as wide as East Asia's. */
  private static final int FIRST_FULL_WIDTH = 0xff01;

  private static final int LAST_FULL_WIDTH = 0xff60;

  /** Emoji. */
  private static final int FIRST_PICTURE = 0x1f300;

  private static final int LAST_PICTURE = 0x1faff;

  public Table {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * The table in Markdown, columns padded to equal width on a terminal, figures to the right. A
   * double has four decimals; one that is not a number is a dash. A vertical bar within a cell is
   * escaped.
   */
  public List<String> lines() {
    List<List<String>> cells =
        Stream.concat(Stream.of(headings), rows.stream())
            .map(row -> row.stream().map(Table::text).toList())
            .toList();
    int[] widths =
        IntStream.range(0, headings.size())
            .map(i -> cells.stream().mapToInt(row -> width(row.get(i))).max().orElseThrow())
            .toArray();
    List<String> lines = new ArrayList<>(cells.stream().map(row -> line(row, widths)).toList());
    lines.add(1, rule(widths));
    return lines;
  }

  private static String text(Object cell) {
    if (cell instanceof Double figure) {
      return figure.isNaN() ? NOT_A_NUMBER : String.format(Locale.ROOT, "%.4f", figure);
    }
    return cell.toString().replace("|", "\\|");
  }

  private String line(List<String> cells, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - width(cell));
      padded.add(column < textColumns ? cell + padding : padding + cell);
    }
    return "| %s |".formatted(String.join(" | ", padded));
  }

  /** Columns of a terminal: two for a letter of East Asia or a picture, none for an accent. */
  private static int width(String cell) {
    return cell.codePoints().map(Table::width).sum();
  }

  private static int width(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        WIDE.contains(UnicodeScript.of(character))
            || character >= FIRST_FULL_WIDTH && character <= LAST_FULL_WIDTH
            || character >= FIRST_PICTURE && character <= LAST_PICTURE;
    return wide ? 2 : 1;
  }

  private String rule(int[] widths) {
    List<String> dashes = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String line = "-".repeat(widths[column] + 1);
      dashes.add(column < textColumns ? ":" + line : line + ":");
    }
    return "|%s|".formatted(String.join("|", dashes));
  }

  /**
   * Writes the table as CSV in UTF-8, in full precision.
   *
   * @throws IOException if the file cannot be written
   */
  public Path write(Path to) throws IOException {
    List<String> lines =
        Stream.concat(Stream.of(headings), rows.stream())
            .map(row -> row.stream().map(Table::quoted).collect(Collectors.joining(",")))
            .toList();
    return AtomicFile.write(
        to, partial -> Files.writeString(partial, String.join("\n", lines) + "\n"));
  }

  /** By RFC 4180: in quotes where it would otherwise be several cells or lines. */
  private static String quoted(Object cell) {
    String text = cell.toString();
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
