package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mnist4j.training.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedRunTest {

  private static final Map<String, String> CONDITIONS = Map.of("RECIPE", "cnn", "--lr", "0.001");

  @TempDir private Path directory;

  private static FinishedRun run() {
    return new FinishedRun(
        CONDITIONS,
        "cnn",
        0.1 + 0.2,
        1 / 3.0,
        4,
        true,
        List.of(new EpochRecord(1, .1, .2, .3, .4)));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    run().write(directory);
    assertThat(FinishedRun.read(directory)).contains(run());
  }

  @Test
  void isNotThereBeforeItIsWrittenAndAfterItIsDeleted() throws IOException {
    assertThat(FinishedRun.read(directory)).isEmpty();
    run().write(directory);
    FinishedRun.delete(directory);
    assertThat(FinishedRun.read(directory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "7",
        "{\"conditions\":",
        "{\"history\":null}",
        "{\"history\":[]}"
      })
  void isNotThereIfItsFileIsDamaged(String content) throws IOException {
    Files.writeString(directory.resolve("run.json"), content);
    assertThat(FinishedRun.read(directory)).isEmpty();
  }
}
