package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import mnist4j.RealMnist;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.report.RunReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Training from scratch")
class EngineTest {

  private static Recipe recipe(String name) {
    return Recipes.named(name).orElseThrow();
  }

  private static TrainingResult fromScratch(Recipe recipe, Settings settings, ImageData images) {
    Backend.start(OptionalInt.empty());
    return Engine.SCRATCH.train(recipe, settings, images, new Heard(), Optional.empty());
  }

  /** The columns of a history.csv, figures rounded as the document prints them. */
  private static List<List<BigDecimal>> rows(Path csv, int decimals, int... columns)
      throws IOException {
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(
            cells ->
                Arrays.stream(columns)
                    .mapToObj(column -> new BigDecimal(cells[column]))
                    .map(figure -> figure.setScale(decimals, RoundingMode.HALF_EVEN))
                    .toList())
        .toList();
  }

  private static Path golden(String name) {
    return Path.of("src", "test", "resources", "golden", name);
  }

  /** The progress of a training. */
  private static final class Heard implements TrainingProgress {
    private final List<Integer> logged = new ArrayList<>();
    private int started;
    private int ended;

    @Override
    public void started(String recipe, int epochs, int stepsPerEpoch) {
      started++;
    }

    @Override
    public void epochLogged(
        int epoch,
        double seconds,
        double loss,
        double accuracy,
        Optional<EvaluationResult> validation) {
      logged.add(epoch);
    }

    @Override
    public void ended() {
      ended++;
    }
  }

  @Nested
  @DisplayName("of numpy-mlp")
  class NumpyMlp {

    private final Recipe recipe = recipe("numpy-mlp");

    @Test
    @DisplayName("writes the document's table in every printed digit")
    void historyIsTheDocuments(@TempDir Path directory) throws IOException {
      TrainingResult run = fromScratch(recipe, recipe.defaults(), ImageData.bundled());
      Path csv = RunReport.history(run.history()).write(directory.resolve("history.csv"));
      assertThat(rows(csv, 3, 0, 1, 2, 3, 4))
          .isEqualTo(rows(golden("numpy-mlp.csv"), 3, 0, 1, 2, 3, 4));
      assertThat(recipe.document().epochs())
          .extracting(
              epoch ->
                  Stream.of(
                          epoch.trainLoss(),
                          epoch.trainAccuracy(),
                          epoch.testLoss(),
                          epoch.testAccuracy())
                      .map(figure -> BigDecimal.valueOf(figure).setScale(3))
                      .toList())
          .isEqualTo(rows(csv, 3, 1, 2, 3, 4));
    }

    @Test
    @DisplayName("leaves a DL4J network with the same outputs")
    void networkHoldsTheWeights() {
      TrainingResult run = fromScratch(recipe, recipe.defaults(), ImageData.bundled());
      assertThat(run.network().numParams()).isEqualTo(79_400);
      assertThat(run.test().accuracy()).isEqualTo(run.history().last().heldOutAccuracy());
      assertThat(run.test().loss()).isCloseTo(run.history().last().heldOutLoss(), within(1e-5));
      assertThat(Evaluator.evaluate(run.network(), run.data().test(), 10)).isEqualTo(run.test());
    }

    @Test
    @DisplayName("tells of every epoch and accounts for its time")
    void progress() {
      Backend.start(OptionalInt.empty());
      Heard heard = new Heard();
      TrainingResult run =
          Engine.SCRATCH.train(
              recipe, recipe.defaults(), ImageData.bundled(), heard, Optional.empty());
      assertThat(heard.logged).hasSize(20).startsWith(1, 2).endsWith(20);
      assertThat(List.of(heard.started, heard.ended)).containsExactly(1, 1);
      assertThat(run.secondsPerEpoch()).hasSize(20).allMatch(seconds -> seconds > 0);
    }

    @Test
    @DisplayName("refuses a seed that NumPy would refuse")
    void negativeSeed() {
      assertThatThrownBy(
              () -> fromScratch(recipe, recipe.defaults().withSeed(-1), ImageData.bundled()))
          .isInstanceOf(SettingsException.class)
          .hasMessage("--seed: found -1, expected 0 to 9223372036854775807, as NumPy takes");
    }
  }

  @Nested
  @DisplayName("of perceptron")
  class Perceptron {

    private final Recipe recipe = recipe("perceptron");

    @Test
    @DisplayName("writes the document's figures to four decimals for all 3,000 epochs")
    void historyIsTheDocuments(@TempDir Path directory) throws IOException {
      ImageData images =
          new ImageData("MNIST", RealMnist.train(), RealMnist.test(), ImageData.digits(), true);
      TrainingResult run = fromScratch(recipe, recipe.defaults(), images);
      Path csv = RunReport.history(run.history()).write(directory.resolve("history.csv"));
      assertThat(rows(csv, 4, 0, 1, 3, 2, 4))
          .isEqualTo(rows(golden("perceptron.csv"), 4, 0, 1, 2, 3, 4));
      assertThat(run.secondsPerEpoch()).hasSize(3_000);
      assertThat(run.test().accuracy()).isEqualTo(run.history().last().heldOutAccuracy());
    }

    @Test
    @DisplayName("computes with as many threads as the native library is given")
    void threads() {
      Backend before = Backend.start(OptionalInt.empty());
      Backend.start(OptionalInt.of(1));
      try {
        long stolen = ForkJoinPool.commonPool().getStealCount();
        fromScratch(recipe, recipe.defaults().withEpochs(200), ImageData.bundled());
        assertThat(ForkJoinPool.commonPool().getStealCount()).isEqualTo(stolen);
      } finally {
        Backend.start(OptionalInt.of(before.threads()));
      }
    }

    @Test
    @DisplayName("refuses settings that the document's code does not have")
    void l2() {
      Settings penalised = recipe.defaults().withL2(0.1);
      assertThatThrownBy(() -> fromScratch(recipe, penalised, ImageData.bundled()))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "--l2: found 0.1, expected none, since the document's code has no such setting; use --engine dl4j");
    }

    @Test
    @DisplayName("refuses early stopping, which DL4J's layers of it have not either")
    void patience() {
      assertThatThrownBy(
              () -> fromScratch(recipe, recipe.defaults().withPatience(3), ImageData.bundled()))
          .hasMessage(
              "--patience: found 3, expected none, since the recipe perceptron holds no images out");
    }

    @Test
    @DisplayName("ends when a weight is larger than a float32, which the saved network has")
    void largeWeights() {
      Settings steep = recipe.defaults().withLearningRate(1e300);
      assertThatThrownBy(() -> fromScratch(recipe, steep, ImageData.bundled()))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "the parameters' L1 norm became Infinity in step 1 of epoch 1 at a learning rate of 1.0E300; lower it");
    }
  }

  @Nested
  @DisplayName("of a recipe whose document derives no gradient")
  class WithoutScratchTwin {

    @Test
    @DisplayName("is refused")
    void refused() {
      Recipe recipe = recipe("cnn");
      assertThat(Engine.of(recipe)).containsExactly(Engine.DL4J);
      assertThatThrownBy(() -> Engine.SCRATCH.requireFor(recipe))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "--engine: found scratch, expected dl4j, since no gradient of cnn is derived by hand");
    }
  }
}
