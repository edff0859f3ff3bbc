package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.IdxFiles;
import mnist4j.backend.Backend;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentProgress;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.RunCache;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.report.RunConditions;
import mnist4j.training.Checkpoints;
import mnist4j.training.Engine;
import mnist4j.training.TrainingInterruptedException;
import mnist4j.training.TrainingProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands continue what was stopped; how exactly is in the tests of the checkpoints. */
class ResumeTest {

  private static final String TRAIN = "train mlp-64 --quick --epochs 2";

  @TempDir private Path out;

  private Terminal run(String commandLine, Path out) {
    Terminal terminal = Terminal.run((commandLine + " --out " + out).split(" "));
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.status()).isZero();
    return terminal;
  }

  private Terminal run(String commandLine) {
    return run(commandLine, out);
  }

  /** Makes the last checkpoint of a training with fewer epochs that of a longer one. */
  private static void stop(Recipe recipe, Settings settings, ImageData images, int epoch, Path run)
      throws IOException {
    Map<String, String> conditions =
        RunConditions.of(
            recipe,
            Engine.DL4J,
            settings,
            images,
            Version.ofCode(),
            Backend.start(OptionalInt.empty()));
    Checkpoints checkpoints =
        new Checkpoints(run.resolve(Checkpoints.DIRECTORY), conditions, false);
    TrainingProgress stopped =
        new TrainingProgress() {
          @Override
          public void testing(int evaluation, int evaluations) {
            throw new TrainingInterruptedException();
          }
        };
    assertThatExceptionOfType(TrainingInterruptedException.class)
        .isThrownBy(
            () ->
                Engine.DL4J.train(
                    recipe, settings.withEpochs(epoch), images, stopped, Optional.of(checkpoints)));
    assertThat(checkpoints.newestEpoch()).isEqualTo(epoch);
  }

  private void stopTraining() throws IOException {
    Recipe recipe = Recipes.named("mlp-64").orElseThrow();
    Settings settings = recipe.defaults().withEpochs(2);
    stop(recipe, settings, ImageData.bundled(), 1, out.resolve("mlp-64/quick"));
  }

  @Test
  void trainContinuesToTheHistoryOfOneThatWasLeftAlone() throws IOException {
    stopTraining();
    assertThat(run(TRAIN + " --resume").out())
        .startsWith("mlp-64 continues after epoch 1/2")
        .contains("mlp-64 epoch 2/2: ")
        .doesNotContain("mlp-64 epoch 1/2: ");
    assertThat(out.resolve("mlp-64/quick/checkpoints")).doesNotExist();
    Path alone = out.resolve("alone");
    run(TRAIN, alone);
    assertThat(out.resolve("mlp-64/quick/history.csv"))
        .hasSameBinaryContentAs(alone.resolve("mlp-64/quick/history.csv"));
  }

  @Test
  void withoutTheOptionTrainSaysSoAndStartsAgain() throws IOException {
    stopTraining();
    assertThat(run(TRAIN).out())
        .startsWith(
            "%s has a checkpoint of epoch 1, which is not used and will be replaced; --resume continues it"
                .formatted(out.resolve("mlp-64/quick/checkpoints")))
        .contains("mlp-64 epoch 1/2: ");
    assertThat(out.resolve("mlp-64/quick/checkpoints")).doesNotExist();
  }

  @Test
  void whatDiffersFromACheckpointIsNamed() throws IOException {
    stopTraining();
    Path checkpoints = out.resolve("mlp-64/quick/checkpoints");
    String more = "train mlp-64 --quick --epochs 3";
    Terminal refused = Terminal.run((more + " --resume --out " + out).split(" "));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).startsWith("mnist4j: --epochs: found 3, expected 2 as in the ");
    assertThat(checkpoints).isNotEmptyDirectory();
    assertThat(run(more).out())
        .startsWith(
            "%s has a checkpoint of epoch 1 under other conditions (--epochs: 2, now 3), which will be replaced%n"
                .formatted(checkpoints))
        .contains("mlp-64 epoch 1/3: ");
  }

  @Test
  void aDamagedCheckpointIsCalledThat() throws IOException {
    stopTraining();
    Path checkpoints = out.resolve("mlp-64/quick/checkpoints");
    Files.writeString(checkpoints.resolve("epoch-000001.json"), "{");
    assertThat(run(TRAIN).out())
        .startsWith(
            "%s has a checkpoint of epoch 1 that is damaged and will be replaced%n"
                .formatted(checkpoints));
  }

  @Test
  void reproduceNamesWhatDiffersAndStartsAgain() throws IOException {
    Path data = IdxFiles.write(out.resolve("data"), 60, 40);
    ImageData images = DataSource.read(data, DataOptions.DEFAULT).images();
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    run("train mlp-512 --epochs 2 --data " + data);
    stop(recipe, recipe.defaults().withSeed(9), images, 3, out.resolve("mlp-512"));
    assertThat(run("reproduce mlp-512 --resume --data " + data).out())
        .contains(
            "%s has a finished run under other conditions (--epochs: 2, now 5), which will be replaced%n"
                .formatted(out.resolve("mlp-512")),
            "%s has a checkpoint of epoch 3 under other conditions (--seed: 9, now 1), which will be replaced%n"
                .formatted(out.resolve("mlp-512/checkpoints")),
            "mlp-512 epoch 1/5: ");
    assertThat(out.resolve("mlp-512/checkpoints")).doesNotExist();
  }

  @Test
  void reproduceContinuesTheRecipeThatWasStopped() throws IOException {
    Path data = IdxFiles.write(out.resolve("data"), 60, 40);
    ImageData images = DataSource.read(data, DataOptions.DEFAULT).images();
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    stop(recipe, recipe.defaults(), images, 3, out.resolve("mlp-512"));
    assertThat(run("reproduce mlp-512 --resume --data " + data).out())
        .contains("mlp-512 continues after epoch 3/5", "mlp-512 epoch 4/5: ")
        .doesNotContain("mlp-512 epoch 3/5: ");
    assertThat(out.resolve("mlp-512/checkpoints")).doesNotExist();
  }

  @Test
  void anExperimentContinuesTheTrialThatWasStopped() throws IOException {
    Path directory = out.resolve("experiments/overfitting/quick");
    ExperimentSetup setup =
        ExperimentSetup.of(
            ImageData.bundled(), true, 1, Version.ofCode(), Backend.start(OptionalInt.empty()));
    ExperimentProgress stopped =
        new ExperimentProgress() {
          private boolean last;

          @Override
          public void epochDone(
              String trial, int epoch, int epochs, double loss, double accuracy, double share) {
            last = epoch == epochs;
          }

          @Override
          public void stepDone(String trial, double share) {
            if (last) {
              throw new TrainingInterruptedException();
            }
          }
        };
    RunCache cache = new RunCache(directory.resolve("runs"), stopped);
    Experiment experiment = Experiment.named("overfitting").orElseThrow();
    assertThatExceptionOfType(TrainingInterruptedException.class)
        .isThrownBy(() -> experiment.run(setup, cache));

    assertThat(run("experiment overfitting --quick").out())
        .startsWith("3 runs%n".formatted())
        .contains("mlp-512 dropout: epoch 1/2, ")
        .doesNotContain("mlp-512 plain: epoch ");
    assertThat(directory.resolve("runs/checkpoints")).doesNotExist();
    Path alone = out.resolve("alone");
    run("experiment overfitting --quick", alone);
    assertThat(directory.resolve("overfitting.csv"))
        .hasSameBinaryContentAs(alone.resolve("experiments/overfitting/quick/overfitting.csv"));
  }
}
