package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.data.AtomicFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A header and rows of figures.
 *
 * @param header a name per column
 * @param rows a cell per column
 */
public record Csv(List<String> header, List<? extends List<?>> rows) {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build();

  /**
   * Writes the file whole.
   *
   * @throws IOException if it cannot be written
   */
  public Path write(Path to) throws IOException {
    return AtomicFile.write(to, this::writePartial);
  }

  private void writePartial(Path partial) throws IOException {
    try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(partial), FORMAT)) {
      printer.printRecord(header);
      printer.printRecords(rows);
    }
  }
}
