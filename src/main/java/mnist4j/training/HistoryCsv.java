package mnist4j.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mnist4j.data.WholeFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code history.csv}: a header, then a row per logged epoch, figures in full precision. */
public final class HistoryCsv {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build();

  private HistoryCsv() {}

  /**
   * Writes the file whole.
   *
   * @throws IOException if it cannot be written
   */
  public static Path write(TrainingHistory history, Path to) throws IOException {
    return WholeFile.write(to, partial -> writePartial(history, partial));
  }

  private static void writePartial(TrainingHistory history, Path partial) throws IOException {
    String heldOut = history.heldOut().columnPrefix();
    try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(partial), FORMAT)) {
      printer.printRecord(
          "epoch", "train_loss", "train_accuracy", heldOut + "_loss", heldOut + "_accuracy");
      for (EpochRecord epoch : history.epochs()) {
        printer.printRecord(
            epoch.epoch(),
            epoch.trainLoss(),
            epoch.trainAccuracy(),
            epoch.heldOutLoss(),
            epoch.heldOutAccuracy());
      }
    }
  }
}
