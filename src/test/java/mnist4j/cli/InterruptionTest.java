package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mnist4j.training.TrainingInterruptedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptionTest {

  /** What the JVM does on a signal, without the signal. */
  @Nested
  class Asked {

    private final StringWriter text = new StringWriter();
    private final Interruption interruption =
        new Interruption(new PrintWriter(text, true), () -> "how to continue");

    @Test
    void stopsTheTrainingAtItsNextStepAndSaysHowToContinueWhenItHasEnded() throws Exception {
      assertThatCode(interruption::check).doesNotThrowAnyException();
      Thread hook = new Thread(interruption::end);
      hook.start();
      assertThatExceptionOfType(TrainingInterruptedException.class)
          .isThrownBy(
              () -> {
                while (hook.isAlive()) {
                  interruption.check();
                }
              });
      assertThat(text.toString()).isEmpty();
      interruption.close();
      hook.join();
      assertThat(text.toString()).isEqualTo("mnist4j: how to continue%n".formatted());
    }

    @Test
    void saysNothingIfTheTrainingWasAtItsEnd() throws Exception {
      Thread hook = new Thread(interruption::end);
      hook.start();
      interruption.close();
      hook.join();
      assertThat(text.toString()).isEmpty();
    }
  }

  @Nested
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  class Signalled {

    @TempDir private Path directory;

    /** A process that is started in the background of a shell inherits that it ignores SIGINT. */
    private static boolean isSigintIgnored() throws IOException {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
      }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void aTrainingSaysHowToStartAgainAndExitsWithTheStatusOfTheSignal(String signal, int status)
        throws Exception {
      assumeThat(signal.equals("INT") && isSigintIgnored()).isFalse();
      Path out = directory.resolve("my runs");
      Process training =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "mnist4j.cli.Main",
                  "train",
                  "numpy-mlp",
                  "--epochs",
                  "100000",
                  "--out",
                  out.toString())
              .redirectError(directory.resolve("err").toFile())
              .start();
      try (BufferedReader lines = training.inputReader()) {
        assertThat(lines.readLine()).startsWith("numpy-mlp epoch 1/100000: loss ");
        new ProcessBuilder("kill", "-" + signal, Long.toString(training.pid())).start().waitFor();
        while (lines.readLine() != null) {
          // Further epochs.
        }
        assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        training.destroyForcibly();
      }
      assertThat(training.exitValue()).isEqualTo(status);
      List<String> said = Files.readAllLines(directory.resolve("err"));
      assertThat(said.get(said.size() - 1))
          .matches(
              "mnist4j: (stopped before the first checkpoint; start again with|stopped; to continue after epoch \\d+): "
                  + "mnist4j train numpy-mlp --epochs 100000 --out '\\Q%s\\E'( --resume)?"
                      .formatted(out));
    }
  }
}
