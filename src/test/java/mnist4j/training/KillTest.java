package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mnist4j.ChildJvm;
import mnist4j.backend.Backend;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the kills of {@code bench/kill}, which kills a hundred times. */
class KillTest {

  @TempDir private Path directory;

  private Process start() throws IOException {
    return new ProcessBuilder(
            ChildJvm.command(
                KilledTraining.class.getName(),
                directory.resolve("checkpoints").toString(),
                directory.resolve("model.zip").toString()))
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private boolean isWriting() {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      return files.anyMatch(file -> file.toString().endsWith(".mnist4j-part"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets it train for some epochs, and kills it with SIGKILL or the like. */
  private void kill(Process training, int epochs, boolean inAWrite) throws Exception {
    try (BufferedReader lines = training.inputReader()) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        assertThat(lines.readLine()).isEqualTo("epoch");
      }
      while (inAWrite && training.isAlive() && !isWriting()) {
        Thread.onSpinWait();
      }
      training.destroyForcibly().waitFor();
    }
    assertThat(directory.resolve("model.zip")).doesNotExist();
  }

  @Test
  void aTrainingThatIsKilledEndsAsOneThatIsNotAndLeavesNothing() throws Exception {
    kill(start(), 5, false);
    kill(start(), 4, true);
    Process last = start();
    int epochs = 0;
    try (BufferedReader lines = last.inputReader()) {
      while (lines.readLine() != null) {
        epochs++;
      }
    }
    assertThat(last.waitFor()).as(Files.readString(directory.resolve("err"))).isZero();
    assertThat(epochs).as("epochs that are trained again or for the first time").isLessThan(60);
    assertThat(directory.resolve("checkpoints")).doesNotExist();

    Backend before = Backend.start(OptionalInt.empty());
    MultiLayerNetwork whole = KilledTraining.train(SmallRuns.SILENT, Optional.empty()).network();
    Backend.start(OptionalInt.of(before.threads()));
    MultiLayerNetwork killed =
        ModelSerializer.restoreMultiLayerNetwork(directory.resolve("model.zip").toFile());
    assertThat(killed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
  }
}
