package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.recipe.CnnVariant;
import mnist4j.recipe.CnnVariant.Optimizer;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;

class ImageTrialTest {

  private static final ImageData IMAGES = ImageData.bundled();
  private static final Recipe CNN = Recipes.named("cnn").orElseThrow();
  private static final Backend CPU = new Backend("CPU", 2);

  private static List<String> keyOf(Recipe recipe, Settings settings, ExperimentSetup setup) {
    return new ImageTrial("rate 1", new Variant("1", recipe, settings), setup).key();
  }

  private static List<String> keyOf(UnaryOperator<Settings> change) {
    return keyOf(CNN, change.apply(CNN.defaults()), setup(IMAGES, false, CPU));
  }

  private static List<String> keyOf(ExperimentSetup setup) {
    return keyOf(CNN, CNN.defaults(), setup);
  }

  private static ExperimentSetup setup(ImageData images, boolean quick, Backend backend) {
    return ExperimentSetup.of(images, quick, 1, "program 1", backend);
  }

  @Test
  void theSameTrialHasTheSameKey() {
    assertThat(keyOf(settings -> settings)).isEqualTo(keyOf(settings -> settings));
  }

  @Test
  void anotherSettingIsAnotherKey() {
    List<String> own = keyOf(settings -> settings);
    assertThat(keyOf(settings -> settings.withEpochs(4))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withBatchSize(32))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withLearningRate(0.1))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withHidden(64))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withL2(0.1))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withDropout(0.5))).isNotEqualTo(own);
    assertThat(keyOf(settings -> settings.withLimit(500))).isNotEqualTo(own);
  }

  @Test
  void anotherNetworkOfTheSameRecipeIsAnotherKey() {
    ExperimentSetup setup = setup(IMAGES, false, CPU);
    Recipe sgd = CnnVariant.withOptimizer(Optimizer.SGD);
    Recipe rmsProp = CnnVariant.withOptimizer(Optimizer.RMSPROP);
    assertThat(keyOf(sgd, CNN.defaults(), setup))
        .isNotEqualTo(keyOf(rmsProp, CNN.defaults(), setup));
  }

  @Test
  void anotherDataSetBackendProgramOrQuickModeIsAnotherKey() {
    List<String> own = keyOf(setup(IMAGES, false, CPU));
    ImageData swapped =
        new ImageData(
            IMAGES.name(),
            IMAGES.test(),
            IMAGES.train(),
            IMAGES.classNames(),
            IMAGES.preparedAsMnist());
    assertThat(keyOf(setup(swapped, false, CPU))).isNotEqualTo(own);
    assertThat(keyOf(setup(IMAGES, true, CPU))).isNotEqualTo(own);
    assertThat(keyOf(setup(IMAGES, false, new Backend("CPU", 1)))).isNotEqualTo(own);
    assertThat(keyOf(setup(IMAGES, false, new Backend("CUDA", 2)))).isNotEqualTo(own);
    assertThat(keyOf(ExperimentSetup.of(IMAGES, false, 1, "program 2", CPU))).isNotEqualTo(own);
  }

  @Test
  void aLimitBeyondTheImagesThereAreMeansAllOfThem() {
    assertThat(keyOf(settings -> settings.withLimit(20_000)))
        .isEqualTo(keyOf(settings -> settings.withLimit(1_000)));
  }

  @Test
  void theCostOfTheRecipesNetworksIsTheirMultiplications() {
    InputType image = InputType.convolutionalFlat(28, 28, 1);
    Recipe dense = Recipes.named("mlp-64").orElseThrow();
    assertThat(
            CostEstimate.multiplications(
                dense.network(dense.defaults(), ImageSize.MNIST, 10), image))
        .isEqualTo(784 * 64 + 64 * 10);
    assertThat(
            CostEstimate.multiplications(CNN.network(CNN.defaults(), ImageSize.MNIST, 10), image))
        .isEqualTo(
            26 * 26 * 32 * 9 + 11 * 11 * 64 * 32 * 9 + 3 * 3 * 64 * 64 * 9 + 576 * 128 + 128 * 10);
  }

  @Test
  void moreImagesOrEpochsCostMoreInProportion() {
    assertThat(cost(settings -> settings.withEpochs(10))).isEqualTo(2 * cost(settings -> settings));
    assertThat(cost(settings -> settings.withLimit(100)))
        .isEqualTo(cost(settings -> settings.withLimit(500)) / 5);
  }

  private static double cost(UnaryOperator<Settings> change) {
    Variant variant = new Variant("1", CNN, change.apply(CNN.defaults()));
    return new ImageTrial("rate 1", variant, setup(IMAGES, false, CPU)).cost();
  }
}
