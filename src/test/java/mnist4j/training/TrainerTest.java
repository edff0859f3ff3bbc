package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingHistory.HeldOut;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {

  private static final Map<String, Long> PARAMETERS =
      Map.of(
          "mlp-64", 50_890L,
          "cnn", 130_890L,
          "cnn-best", 331_754L,
          "mlp-512", 407_050L,
          "perceptron", 785L,
          "numpy-mlp", 79_400L);

  private static Backend before;

  static Stream<String> recipes() {
    return Recipes.all().stream().map(Recipe::name);
  }

  /** More threads may add up in another order. */
  @BeforeAll
  static void useOneThread() {
    before = Backend.start(OptionalInt.empty());
    Backend.start(OptionalInt.of(1));
  }

  @AfterAll
  static void useAsManyThreadsAsBefore() {
    Backend.start(OptionalInt.of(before.threads()));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void hasAFasterNetworkThanDl4jsOwnForEveryRecipe(String name) {
    Recipe recipe = SmallRuns.recipe(name);
    int classes = recipe.defaults().digits().isPresent() ? 2 : 10;
    assertThat(Networks.fresh(recipe.network(recipe.defaults(), ImageSize.MNIST, classes)))
        .isNotExactlyInstanceOf(MultiLayerNetwork.class);
  }

  @Nested
  class OnImagesOfAnotherSizeAndNumberOfClasses {

    private static ImageData data(int rows, int columns) {
      byte[] pixels = new byte[20 * rows * columns];
      new Random(1).nextBytes(pixels);
      byte[] labels = new byte[20];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (i % 3);
      }
      LabelledImages images = LabelledImages.of(rows, columns, pixels, labels);
      return new ImageData("Noise", images, images, List.of("a", "b", "c"), false);
    }

    @ParameterizedTest
    @CsvSource({"mlp-64,5,64", "mlp-512,16,16", "cnn,18,21", "cnn,32,32", "cnn-best,16,33"})
    void everyNetworkThatCanTakeThemLearns(String name, int rows, int columns) {
      Recipe recipe = SmallRuns.recipe(name);
      TrainingResult run =
          Engine.DL4J.train(
              recipe,
              recipe.defaults().withEpochs(1),
              data(rows, columns),
              SmallRuns.SILENT,
              Optional.empty());
      assertThat(run.network().output(run.data().test().features()).shape()).containsExactly(20, 3);
      assertThat(run.test().loss()).isFinite();
    }

    @ParameterizedTest
    @CsvSource({"perceptron,16,20", "numpy-mlp,32,32"})
    void theOnesFromScratchLearnToo(String name, int rows, int columns) {
      Recipe recipe = SmallRuns.recipe(name);
      Settings settings = recipe.defaults().withEpochs(1).withLimit(10);
      TrainingResult run =
          Engine.DL4J.train(
              recipe, settings, data(rows, columns), SmallRuns.SILENT, Optional.empty());
      assertThat(run.network().layerInputSize(0)).isEqualTo(rows * columns);
    }

    @ParameterizedTest
    @CsvSource({"cnn,17,28,18", "cnn-best,28,15,16"})
    void aNetworkThatWouldHaveNothingLeftSaysWhatItNeeds(
        String name, int rows, int columns, int least) {
      Recipe recipe = SmallRuns.recipe(name);
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> recipe.prepare(data(rows, columns), recipe.defaults()))
          .withMessage(
              "--data: found images of %d x %d pixels (width x height), expected at least %d x %d for %s",
              columns, rows, least, least, name);
    }

    @Test
    void theDocumentsOwnArithmeticOfNumpyMlpHasTenClasses() {
      Recipe recipe = SmallRuns.recipe("numpy-mlp");
      Settings settings = recipe.defaults().withEpochs(1).withLimit(10);
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(
              () ->
                  Engine.SCRATCH.train(
                      recipe, settings, data(8, 8), SmallRuns.SILENT, Optional.empty()))
          .withMessage(
              "--engine: found scratch, expected dl4j, since the document's code has 10 classes and the data set 3");
    }
  }

  @Nested
  class TwoEpochsOfTwoSteps {

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void moveTheParametersAndGiveFiniteFigures(String name) {
      Recipe recipe = SmallRuns.recipe(name);
      Settings settings = SmallRuns.settings(recipe, 2, 1);
      TrainingResult run = SmallRuns.train(recipe, settings);
      assertThat(run.network().numParams()).isEqualTo(PARAMETERS.get(name));
      MultiLayerNetwork untrained = SmallRuns.untrained(recipe, settings);
      assertThat(run.network().params().distance2(untrained.params())).isGreaterThan(1e-3);
      assertThat(run.history().epochs()).hasSize(2);
      for (EpochRecord epoch : run.history().epochs()) {
        assertThat(epoch.trainLoss()).isFinite().isPositive();
        assertThat(epoch.heldOutLoss()).isFinite().isPositive();
        assertThat(epoch.trainAccuracy()).isBetween(0., 1.);
        assertThat(epoch.heldOutAccuracy()).isBetween(0., 1.);
      }
      assertThat(run.secondsPerEpoch()).hasSize(2).allMatch(seconds -> seconds > 0);
      assertThat(run.trainSeconds())
          .isCloseTo(run.secondsPerEpoch().get(0) + run.secondsPerEpoch().get(1), within(1e-12));
      assertThat(run.engine()).isEqualTo(Engine.DL4J);
      assertThat(run.network().getListeners()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void giveTheSameParametersToTheBitWithTheSameSeed(String name) {
      Recipe recipe = SmallRuns.recipe(name);
      TrainingResult run = SmallRuns.train(recipe, 2, 4);
      // Whatever else drew random numbers in between must not matter.
      Nd4j.getRandom().nextInt();
      TrainingResult again = SmallRuns.train(recipe, 2, 4);
      assertThat(again.network().params().toFloatVector())
          .isEqualTo(run.network().params().toFloatVector());
      assertThat(again.history()).isEqualTo(run.history());
      assertThat(again.test()).isEqualTo(run.test());
    }

    @Test
    void giveTheSameParametersWithSeedZeroWhichNd4jTakesForTheClock() {
      Recipe recipe = SmallRuns.recipe("perceptron");
      assertThat(SmallRuns.train(recipe, 1, 0).network().params())
          .isEqualTo(SmallRuns.train(recipe, 1, 0).network().params());
    }

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void giveOtherParametersWithAnotherSeed(String name) {
      Recipe recipe = SmallRuns.recipe(name);
      assertThat(SmallRuns.train(recipe, 1, 4).network().params())
          .isNotEqualTo(SmallRuns.train(recipe, 1, 5).network().params());
    }

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void recordTheLastEpochAsTheFinalNetworkIsScored(String name) {
      TrainingResult run = SmallRuns.train(SmallRuns.recipe(name), 2, 1);
      boolean validated = run.data().validation().isPresent();
      assertThat(validated).isEqualTo(name.startsWith("cnn"));
      EvaluationResult last =
          validated
              ? Evaluator.evaluate(run.network(), run.data().validation().orElseThrow(), 10)
              : run.test();
      assertThat(run.history().heldOut()).isEqualTo(validated ? HeldOut.VALIDATION : HeldOut.TEST);
      assertThat(run.history().last().heldOutLoss()).isEqualTo(last.loss());
      assertThat(run.history().last().heldOutAccuracy()).isEqualTo(last.accuracy());
      assertThat(run.test())
          .isEqualTo(
              Evaluator.evaluate(run.network(), run.data().test(), run.data().classNames().size()));
    }

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void recordTheFirstEpochAsARunOfOneEpochDoes(String name) {
      Recipe recipe = SmallRuns.recipe(name);
      EpochRecord first = SmallRuns.train(recipe, 2, 1).history().epochs().get(0);
      assertThat(first).isEqualTo(SmallRuns.train(recipe, 1, 1).history().last());
      assertThat(first.epoch()).isEqualTo(recipe.firstEpoch());
    }
  }

  @Nested
  class Augmented {

    private final Augmentation augmentation = new Augmentation(20, 3, 0.2, 1, 0.5);

    private Settings settings(Recipe recipe, double rate, Augmentation augmentation) {
      return SmallRuns.settings(recipe, 2, 4).withLearningRate(rate).withAugmentation(augmentation);
    }

    private TrainingResult train(Recipe recipe, Augmentation augmentation) {
      double rate = recipe.defaults().learningRate();
      return SmallRuns.train(recipe, settings(recipe, rate, augmentation));
    }

    @ParameterizedTest
    @MethodSource("mnist4j.training.TrainerTest#recipes")
    void trainingIsTheSameToTheBitWithTheSameSeed(String name) {
      Recipe recipe = SmallRuns.recipe(name);
      TrainingResult run = train(recipe, augmentation);
      TrainingResult again = train(recipe, augmentation);
      assertThat(again.network().params().toFloatVector())
          .isEqualTo(run.network().params().toFloatVector());
      assertThat(again.history()).isEqualTo(run.history());
      assertThat(train(recipe, Augmentation.DEFAULT).network().params())
          .isNotEqualTo(run.network().params());
    }

    @Test
    void trainingOnImagesInTheirOrderByNothingIsTrainingWithoutIt() {
      Recipe recipe = SmallRuns.recipe("numpy-mlp");
      assertThat(train(recipe, new Augmentation(0, 0, 0, 0, 0)).history())
          .isEqualTo(SmallRuns.train(recipe, 2, 4).history());
    }

    @Test
    void validationAndTestImagesStayAsTheyAre() {
      TrainingResult run = train(SmallRuns.recipe("cnn"), augmentation);
      assertThat(run.history().last().heldOutLoss())
          .isEqualTo(
              Evaluator.evaluate(run.network(), run.data().validation().orElseThrow(), 10).loss());
      LabelledImages files = ImageData.bundled().train().range(128, 160);
      assertThat(run.data().validation().orElseThrow().features()).isEqualTo(files.features());
      assertThat(run.data().test().features())
          .isEqualTo(ImageData.bundled().test().first(100).features());
    }
  }

  @Nested
  class AnEpochThatIsNotLogged {

    @Test
    void isTimedAndLeftOutOfTheHistory() {
      Recipe recipe = SmallRuns.recipe("perceptron");
      TrainingResult run = SmallRuns.train(recipe, 201, 1);
      assertThat(run.history().epochs())
          .extracting(EpochRecord::epoch)
          .containsExactly(1, 200, 201);
      assertThat(run.secondsPerEpoch()).hasSize(201);
      assertThat(run.batchSize()).isEqualTo(50);
    }
  }

  @Nested
  class Progress {

    private final List<String> heard = new ArrayList<>();

    private final TrainingProgress listener =
        new TrainingProgress() {
          @Override
          public void started(String recipe, int epochs, int stepsPerEpoch) {
            heard.add("%s: %d epochs of %d steps".formatted(recipe, epochs, stepsPerEpoch));
          }

          @Override
          public void stepDone(int step, double loss, double accuracy) {
            heard.add("step " + step);
          }

          @Override
          public void epochLogged(
              int epoch,
              double seconds,
              double loss,
              double accuracy,
              Optional<EvaluationResult> validation) {
            heard.add("epoch %d, validated %s".formatted(epoch, validation.isPresent()));
          }

          @Override
          public void testing(int evaluation, int evaluations) {
            heard.add("test %d of %d".formatted(evaluation, evaluations));
          }

          @Override
          public void ended() {
            heard.add("ended");
          }
        };

    private void train(String name, double rate) {
      Recipe recipe = SmallRuns.recipe(name);
      Engine.DL4J.train(
          recipe,
          SmallRuns.settings(recipe, 2, 1).withLearningRate(rate),
          ImageData.bundled().first(1_000),
          listener,
          Optional.empty());
    }

    @Test
    void hearsEveryStepAndEpoch() {
      train("cnn", 1e-3);
      assertThat(heard)
          .containsExactly(
              "cnn: 2 epochs of 2 steps",
              "step 1",
              "step 2",
              "epoch 1, validated true",
              "step 1",
              "step 2",
              "epoch 2, validated true",
              "test 1 of 1",
              "ended");
    }

    @Test
    void hearsTheEvaluationOfEveryLoggedEpochOnTheTestSet() {
      train("mlp-64", 1e-3);
      assertThat(heard).endsWith("epoch 2, validated false", "test 1 of 2", "test 2 of 2", "ended");
    }

    @Test
    void hearsTheEndOfATrainingThatDiverges() {
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> train("numpy-mlp", 1e30))
          .withMessageMatching(
              "(the loss|the parameters' L1 norm) became \\S+ in step \\d of epoch 1 at a learning rate of 1.0E30; lower it");
      assertThat(heard).startsWith("numpy-mlp: 2 epochs of 2 steps").endsWith("ended");
    }
  }
}
