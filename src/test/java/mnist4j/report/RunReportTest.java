package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history.csv}. */
class RunReportTest {

  @TempDir private Path directory;

  private String written(TrainingHistory history) throws IOException {
    Path file = directory.resolve("history.csv");
    assertThat(RunReport.history(history).write(file)).isEqualTo(file);
    assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    return Files.readString(file);
  }

  @Test
  void hasAHeaderAndARowPerLoggedEpochInFullPrecision() throws IOException {
    TrainingHistory history =
        new TrainingHistory(
            HeldOut.TEST,
            List.of(
                new EpochRecord(1, 0.5, 0.75, 1 / 3., 0.1),
                new EpochRecord(200, 1e-5, 1, 12345678.9, 0)));
    assertThat(written(history))
        .isEqualTo(
            """
            epoch,train_loss,train_accuracy,test_loss,test_accuracy
            1,0.5,0.75,0.3333333333333333,0.1
            200,1.0E-5,1.0,1.23456789E7,0.0
            """);
  }

  @Test
  void namesTheValidationSetWhereThatIsWhatWasHeldOut() throws IOException {
    TrainingHistory history =
        new TrainingHistory(HeldOut.VALIDATION, List.of(new EpochRecord(1, 2, 0, 3, 1)));
    assertThat(written(history))
        .isEqualTo(
            """
            epoch,train_loss,train_accuracy,val_loss,val_accuracy
            1,2.0,0.0,3.0,1.0
            """);
  }

  @Test
  void replacesAnEarlierRunsFile() throws IOException {
    Files.writeString(directory.resolve("history.csv"), "something long that was there before\n");
    assertThat(written(new TrainingHistory(HeldOut.TEST, List.of())))
        .isEqualTo("epoch,train_loss,train_accuracy,test_loss,test_accuracy\n");
  }
}
