package mnist4j.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;

/** {@code history.csv}: a header, then a row per logged epoch, figures in full precision. */
public final class HistoryCsv {

  private HistoryCsv() {}

  /**
   * Writes the file whole.
   *
   * @throws IOException if it cannot be written
   */
  public static Path write(TrainingHistory history, Path to) throws IOException {
    String heldOut = history.heldOut().columnPrefix();
    Csv csv =
        new Csv(
            List.of(
                "epoch", "train_loss", "train_accuracy", heldOut + "_loss", heldOut + "_accuracy"),
            history.epochs().stream().map(HistoryCsv::row).toList());
    return csv.write(to);
  }

  private static List<?> row(EpochRecord epoch) {
    return List.of(
        epoch.epoch(),
        epoch.trainLoss(),
        epoch.trainAccuracy(),
        epoch.heldOutLoss(),
        epoch.heldOutAccuracy());
  }
}
