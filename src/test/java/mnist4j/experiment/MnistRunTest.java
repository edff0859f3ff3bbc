package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.CnnVariant;
import mnist4j.recipe.CnnVariant.Optimizer;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;

class MnistRunTest {

  private static final ImageData IMAGES = ImageData.bundled();
  private static final Recipe CNN = Recipes.named("cnn").orElseThrow();
  private static final Backend CPU = new Backend("CPU", 2);

  private static List<String> keyOf(Recipe recipe, Settings settings, Conditions conditions) {
    return MnistRun.of("rate", List.of(new Variant("1", recipe, settings)), conditions)
        .get(0)
        .conditions();
  }

  private static List<String> keyOf(UnaryOperator<Settings> change) {
    return keyOf(CNN, change.apply(CNN.defaults()), conditions(IMAGES, false, CPU));
  }

  private static List<String> keyOf(Conditions conditions) {
    return keyOf(CNN, CNN.defaults(), conditions);
  }

  private static Conditions conditions(ImageData images, boolean quick, Backend backend) {
    return Conditions.of(images, quick, "program 1", backend);
  }

  @Test
  void theSameRunHasTheSameConditions() {
    assertThat(keyOf(settings -> settings)).isEqualTo(keyOf(settings -> settings));
  }

  @Test
  void anotherSettingIsAnotherCondition() {
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
  void anotherNetworkOfTheSameRecipeIsAnotherCondition() {
    Conditions conditions = conditions(IMAGES, false, CPU);
    Recipe sgd = CnnVariant.withOptimizer(Optimizer.SGD);
    Recipe rmsProp = CnnVariant.withOptimizer(Optimizer.RMSPROP);
    assertThat(keyOf(sgd, CNN.defaults(), conditions))
        .isNotEqualTo(keyOf(rmsProp, CNN.defaults(), conditions));
  }

  @Test
  void anotherDataSetBackendProgramOrLookIsAnotherCondition() {
    List<String> own = keyOf(conditions(IMAGES, false, CPU));
    ImageData swapped =
        new ImageData(
            IMAGES.name(), IMAGES.test(), IMAGES.train(), IMAGES.classNames(), IMAGES.directory());
    assertThat(keyOf(conditions(swapped, false, CPU))).isNotEqualTo(own);
    assertThat(keyOf(conditions(IMAGES, true, CPU))).isNotEqualTo(own);
    assertThat(keyOf(conditions(IMAGES, false, new Backend("CPU", 1)))).isNotEqualTo(own);
    assertThat(keyOf(conditions(IMAGES, false, new Backend("CUDA", 2)))).isNotEqualTo(own);
    assertThat(keyOf(Conditions.of(IMAGES, false, "program 2", CPU))).isNotEqualTo(own);
  }

  @Test
  void aLimitBeyondTheImagesThereAreMeansAllOfThem() {
    assertThat(keyOf(settings -> settings.withLimit(20_000)))
        .isEqualTo(keyOf(settings -> settings.withLimit(1_000)));
  }

  @Test
  void theWorkOfTheRecipesNetworksIsTheirMultiplications() {
    InputType image = InputType.convolutionalFlat(28, 28, 1);
    Recipe dense = Recipes.named("mlp-64").orElseThrow();
    assertThat(Work.multiplications(dense.network(dense.defaults(), 10), image))
        .isEqualTo(784 * 64 + 64 * 10);
    assertThat(Work.multiplications(CNN.network(CNN.defaults(), 10), image))
        .isEqualTo(
            26 * 26 * 32 * 9 + 11 * 11 * 64 * 32 * 9 + 3 * 3 * 64 * 64 * 9 + 576 * 128 + 128 * 10);
  }

  @Test
  void moreImagesOrEpochsAreMoreWorkInProportion() {
    assertThat(work(settings -> settings.withEpochs(10))).isEqualTo(2 * work(settings -> settings));
    assertThat(work(settings -> settings.withLimit(100)))
        .isEqualTo(work(settings -> settings.withLimit(500)) / 5);
  }

  private static double work(UnaryOperator<Settings> change) {
    Variant variant = new Variant("1", CNN, change.apply(CNN.defaults()));
    return MnistRun.of("rate", List.of(variant), conditions(IMAGES, false, CPU)).get(0).work();
  }
}
