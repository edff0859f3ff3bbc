package mnist4j.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mnist4j.data.WholeFile;
import org.datavec.api.records.writer.RecordWriter;
import org.datavec.api.records.writer.impl.csv.CSVRecordWriter;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.partition.NumberOfRecordsPartitioner;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/** {@code history.csv}: a header, then a row per logged epoch, figures in full precision. */
public final class HistoryCsv {

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
    Files.createFile(partial);
    try (RecordWriter writer = new CSVRecordWriter()) {
      writer.initialize(new FileSplit(partial.toFile()), new NumberOfRecordsPartitioner());
      writer.write(header(history.heldOut().columnPrefix()));
      for (EpochRecord epoch : history.epochs()) {
        writer.write(row(epoch));
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static List<Writable> header(String heldOut) {
    return Stream.of(
            "epoch", "train_loss", "train_accuracy", heldOut + "_loss", heldOut + "_accuracy")
        .<Writable>map(Text::new)
        .toList();
  }

  private static List<Writable> row(EpochRecord epoch) {
    return List.of(
        new IntWritable(epoch.epoch()),
        new DoubleWritable(epoch.trainLoss()),
        new DoubleWritable(epoch.trainAccuracy()),
        new DoubleWritable(epoch.heldOutLoss()),
        new DoubleWritable(epoch.heldOutAccuracy()));
  }
}
