package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import mnist4j.backend.Backend;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {

  private static final int EPOCHS = 60;
  private static final int PATIENCE = 2;

  private final Recipe recipe = SmallRuns.recipe("cnn");

  /** 128 images, which the network knows by heart after some epochs. */
  private final Settings settings =
      SmallRuns.settings(recipe, EPOCHS, 1).withLearningRate(0.01).withPatience(PATIENCE);

  @Test
  void endsWhenTheValidationLossHasNotFallenForSomeEpochsWithTheBestEpochsParameters(
      @TempDir Path directory) throws Exception {
    Backend backend = Backend.start(OptionalInt.empty());
    TrainingResult run = SmallRuns.train(recipe, settings);
    List<Double> losses = run.history().epochs().stream().map(EpochRecord::heldOutLoss).toList();
    int best = run.restoredEpoch().orElseThrow();
    assertThat(losses).hasSizeLessThan(EPOCHS).hasSize(best + PATIENCE);
    assertThat(losses.get(best - 1)).isEqualTo(losses.stream().min(Double::compare).orElseThrow());
    TrainingResult untilThen = SmallRuns.train(recipe, settings.withEpochs(best));
    assertThat(run.network().params().toFloatVector())
        .isEqualTo(untilThen.network().params().toFloatVector());
    assertThat(run.test()).isEqualTo(untilThen.test());

    new RunReport(directory).write(run, backend, List.of(), Map.of());
    assertThat(Files.readString(directory.resolve("metrics.json")))
        .contains("\"patience\" : 2", "\"restoredEpoch\" : " + best)
        .contains("\"trainedEpochs\" : " + losses.size());
  }

  @Test
  void isRefusedWithoutValidationImages() {
    Recipe dense = SmallRuns.recipe("mlp-64");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> SmallRuns.train(dense, dense.defaults().withLimit(64).withPatience(3)))
        .withMessage(
            "--patience: found 3, expected none, since the recipe mlp-64 holds no images out");
  }
}
