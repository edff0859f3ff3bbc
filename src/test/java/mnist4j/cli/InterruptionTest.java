package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import mnist4j.ChildJvm;
import mnist4j.IdxFiles;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.training.Checkpoint;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingInterruptedException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class InterruptionTest {

  /** What the JVM does on a signal, without the signal. */
  @Nested
  class Asked {

    private final StringWriter text = new StringWriter();
    private final Interruption interruption =
        new Interruption(
            new CommandLine(CommandSpec.create())
                .setErr(new PrintWriter(text, true))
                .getCommandSpec(),
            epoch -> "how to continue after " + epoch);

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
      assertThat(text.toString()).isEqualTo("mnist4j: how to continue after 0%n".formatted());
    }

    @Test
    void doesNotWaitForACommandThatHasNotBegun() {
      interruption.end();
      assertThat(text.toString()).isEqualTo("mnist4j: how to continue after 0%n".formatted());
    }

    @Test
    void namesTheCheckpointThatIsToBeContinuedUntilThereIsALaterOne(@TempDir Path directory) {
      interruption.continues(12);
      Checkpoints checkpoints = new Checkpoints(directory, Map.of(), true);
      interruption.began(checkpoints);
      interruption.end();
      checkpoints.save(
          new Checkpoint(13, List.of(), Collections.nCopies(13, 1.0)), network(), Map.of());
      interruption.end();
      assertThat(text.toString())
          .isEqualTo(
              "mnist4j: how to continue after 12%nmnist4j: how to continue after 13%n".formatted());
    }

    private static MultiLayerNetwork network() {
      Recipe recipe = Recipes.named("perceptron").orElseThrow();
      MultiLayerNetwork network =
          new MultiLayerNetwork(recipe.network(recipe.defaults(), ImageSize.MNIST, 2));
      network.init();
      return network;
    }

    @Test
    void saysThatTheTrainingWasAtItsEnd() throws Exception {
      interruption.check();
      Thread hook = new Thread(interruption::end);
      hook.start();
      interruption.close();
      hook.join();
      assertThat(text.toString())
          .isEqualTo("mnist4j: the command ended before it could be stopped%n".formatted());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reproduce numpy-mlp,reproduce numpy-mlp --resume",
    "reproduce --resume numpy-mlp,reproduce --resume numpy-mlp",
    "reproduce -- numpy-mlp,reproduce --resume -- numpy-mlp"
  })
  void theCommandThatContinuesHasTheOptionWhereItIsOne(String given, String continues) {
    CommandLine commandLine = Mnist4jCommand.commandLine();
    commandLine.parseArgs(given.split(" "));
    assertThat(Interruption.commandLine(commandLine.getCommandSpec(), "--resume"))
        .isEqualTo("mnist4j " + continues);
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
      assertThat(
              stopped(
                  signal,
                  status,
                  "numpy-mlp epoch 1/",
                  "train",
                  "numpy-mlp",
                  "--epochs",
                  "100000",
                  "--out",
                  out.toString()))
          .matches(
              "mnist4j: (stopped before the first checkpoint; start again with|stopped; to continue after epoch \\d+): "
                  + "mnist4j train numpy-mlp --epochs 100000 --out '\\Q%s\\E'( --resume)?"
                      .formatted(out));
    }

    @Test
    void aTrainingThatIsTestedSaysHowToContinueAfterItsLastEpoch() throws Exception {
      Path out = directory.resolve("out");
      String[] command = {
        "train", "numpy-mlp", "--limit", "1", "--epochs", "1000", "--out", out.toString()
      };
      assertThat(stopped("TERM", 143, "numpy-mlp: the test set, with the weights of 1000", command))
          .isEqualTo(
              "mnist4j: stopped; to continue after epoch 1000: mnist4j %s --resume"
                  .formatted(String.join(" ", command)));
    }

    @Test
    @Tag("slow")
    void reproduceContinuesWithTheFiguresOfARunThatWasLeftAlone() throws Exception {
      Path stopped = directory.resolve("stopped");
      String[] command = {"reproduce", "numpy-mlp", "--threads", "1", "--out", stopped.toString()};
      assertThat(stopped("TERM", 143, "numpy-mlp epoch 1/20", command))
          .isEqualTo(
              "mnist4j: stopped; to continue: mnist4j %s --resume"
                  .formatted(String.join(" ", command)));
      assertThat(stopped.resolve("report.md")).doesNotExist();

      run("reproduce", "--resume", "numpy-mlp", "--threads", "1", "--out", stopped.toString());
      Path alone = directory.resolve("alone");
      run("reproduce", "numpy-mlp", "--threads", "1", "--out", alone.toString());

      for (String run : List.of("numpy-mlp", "numpy-mlp/scratch")) {
        assertThat(stopped.resolve(run).resolve("history.csv"))
            .hasSameBinaryContentAs(alone.resolve(run).resolve("history.csv"));
        assertThat(parameters(stopped.resolve(run))).isEqualTo(parameters(alone.resolve(run)));
      }
    }

    @Test
    void anExportLeavesNoPictures() throws Exception {
      LabelledImages images = LabelledImages.of(5, 5, new byte[25 * 60_000], new byte[60_000]);
      Path set = IdxFiles.write(directory.resolve("set"), images, images);
      Path target = directory.resolve("pictures");
      String[] command = {"data", "export", "--png", target.toString(), "--data", set.toString()};
      assertThat(stopped("TERM", 143, "data: ", command))
          .isEqualTo("mnist4j: stopped; start again with: mnist4j " + String.join(" ", command));
      assertThat(target).isEmptyDirectory();
    }

    @Test
    void anExperimentContinuesWithTheFiguresOfOneThatWasLeftAlone() throws Exception {
      Path stopped = directory.resolve("stopped");
      String[] command = {
        "experiment", "overfitting", "--quick", "--threads", "1", "--out", stopped.toString()
      };
      assertThat(stopped("TERM", 143, "mlp-512 plain: epoch 1/", command))
          .isEqualTo(
              "mnist4j: stopped; to continue: mnist4j %s".formatted(String.join(" ", command)));
      Path figures = Path.of("experiments", "overfitting", "quick", "overfitting.csv");
      assertThat(stopped.resolve(figures)).doesNotExist();

      run(command);
      Path alone = directory.resolve("alone");
      command[command.length - 1] = alone.toString();
      run(command);

      assertThat(stopped.resolve(figures)).hasSameBinaryContentAs(alone.resolve(figures));
    }

    /**
     * Signals the command when it prints a line that starts so.
     *
     * @return its last line on standard error
     */
    private String stopped(String signal, int status, String line, String... command)
        throws Exception {
      Process process = start(command);
      try (BufferedReader lines = process.inputReader()) {
        String next = lines.readLine();
        while (next != null && !next.startsWith(line)) {
          next = lines.readLine();
        }
        assertThat(next).isNotNull();
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        while (lines.readLine() != null) {
          // Further epochs.
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isEqualTo(status);
      List<String> said = Files.readAllLines(directory.resolve("err"));
      return said.get(said.size() - 1);
    }

    private void run(String... command) throws Exception {
      Process process = start(command);
      process.inputReader().transferTo(Writer.nullWriter());
      assertThat(process.waitFor()).isZero();
    }

    private Process start(String... command) throws IOException {
      List<String> words = new ArrayList<>(ChildJvm.command("mnist4j.cli.Main"));
      words.addAll(List.of(command));
      return new ProcessBuilder(words).redirectError(directory.resolve("err").toFile()).start();
    }

    private static byte[] parameters(Path run) throws IOException {
      try (ZipFile zip = new ZipFile(run.resolve("model.zip").toFile())) {
        return zip.getInputStream(zip.getEntry("coefficients.bin")).readAllBytes();
      }
    }
  }
}
