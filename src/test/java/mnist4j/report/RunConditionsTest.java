package mnist4j.report;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.Engine;
import org.junit.jupiter.api.Test;

class RunConditionsTest {

  private static final ImageData IMAGES = ImageData.bundled();
  private static final Recipe CNN = Recipes.named("cnn").orElseThrow();
  private static final Settings OWN =
      CNN.defaults().withAugmentation(new Augmentation(10, 2, 0.1, 0, 0));
  private static final Backend CPU = new Backend("CPU", 2);

  /** Another value of each setting, by the option that gives it. */
  private static final Map<String, UnaryOperator<Settings>> OTHER_SETTINGS =
      Map.ofEntries(
          entry("--epochs", settings -> settings.withEpochs(4)),
          entry("--batch", settings -> settings.withBatchSize(32)),
          entry("--lr", settings -> settings.withLearningRate(0.1)),
          entry("--seed", settings -> settings.withSeed(2)),
          entry("--hidden", settings -> settings.withHidden(64)),
          entry("--l2", settings -> settings.withL2(0.1)),
          entry("--dropout", settings -> settings.withDropout(0.5)),
          entry("--limit", settings -> settings.withLimit(500)),
          entry("--digits", settings -> settings.withDigits(new DigitPair(3, 8))),
          entry(
              "--augment-pen",
              settings -> settings.withAugmentation(new Augmentation(10, 2, 0.1, 0, 0.5))),
          entry("--balance", RunConditionsTest::balanced),
          entry("--patience", settings -> settings.withPatience(3)));

  private static Settings balanced(Settings settings) {
    return new Settings(
        settings.epochs(),
        settings.batchSize(),
        settings.learningRate(),
        settings.seed(),
        settings.hidden(),
        settings.l2(),
        settings.dropout(),
        settings.limit(),
        settings.digits(),
        settings.augmentation(),
        !settings.balance(),
        settings.patience());
  }

  private static Map<String, String> with(Settings settings) {
    return RunConditions.of(CNN, Engine.DL4J, settings, IMAGES, "1", CPU);
  }

  private static Map<String, String> with(
      Recipe recipe, Engine engine, ImageData images, String version, Backend backend) {
    return RunConditions.of(recipe, engine, CNN.defaults(), images, version, backend);
  }

  private static Map<String, String> own() {
    return with(CNN.defaults());
  }

  /** The names under which two runs differ. */
  private static List<String> differences(Map<String, String> one, Map<String, String> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream())
        .distinct()
        .filter(name -> !Objects.equals(one.get(name), other.get(name)))
        .toList();
  }

  private static ImageData images(String name, LabelledImages train, LabelledImages test) {
    return new ImageData(name, train, test, IMAGES.classNames(), IMAGES.preparedAsMnist());
  }

  @Test
  void theSameRunHasTheSameConditions() {
    assertThat(own()).isEqualTo(own());
  }

  @Test
  void anotherSettingIsAnotherConditionUnderItsOption() {
    assertThat(OTHER_SETTINGS).hasSameSizeAs(Settings.class.getRecordComponents());
    OTHER_SETTINGS.forEach(
        (option, change) ->
            assertThat(differences(with(OWN), with(change.apply(OWN)))).containsExactly(option));
  }

  @Test
  void allImagesInABatchAreCalledSo() {
    assertThat(with(OWN.withBatchSize(Settings.FULL_BATCH))).containsEntry("--batch", "all images");
  }

  @Test
  void anotherRecipeEngineVersionOrBackendIsAnotherCondition() {
    Recipe other = Recipes.named("mlp-64").orElseThrow();
    assertThat(differences(own(), with(other, Engine.DL4J, IMAGES, "1", CPU)))
        .containsExactly("RECIPE");
    assertThat(differences(own(), with(CNN, Engine.SCRATCH, IMAGES, "1", CPU)))
        .containsExactly("--engine");
    assertThat(differences(own(), with(CNN, Engine.DL4J, IMAGES, "2", CPU)))
        .containsExactly("version");
    assertThat(differences(own(), with(CNN, Engine.DL4J, IMAGES, "1", new Backend("CUDA", 2))))
        .containsExactly("backend");
    assertThat(differences(own(), with(CNN, Engine.DL4J, IMAGES, "1", new Backend("CPU", 1))))
        .containsExactly("--threads");
  }

  @Test
  void anotherDataSetIsAnotherCondition() {
    LabelledImages train = IMAGES.train();
    LabelledImages test = IMAGES.test();
    for (ImageData other :
        List.of(
            images("other", train, test),
            images(IMAGES.name(), train.first(999), test),
            images(IMAGES.name(), train, test.first(999)),
            images(IMAGES.name(), test, train),
            images(IMAGES.name(), reshaped(train), reshaped(test)))) {
      assertThat(differences(own(), with(CNN, Engine.DL4J, other, "1", CPU)))
          .containsExactly("data set");
    }
  }

  /** The same pixels as images of another shape. */
  private static LabelledImages reshaped(LabelledImages images) {
    int perImage = images.pixelsPerImage();
    byte[] pixels = new byte[images.size() * perImage];
    byte[] labels = new byte[images.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) images.pixel(i / perImage, i % perImage);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) images.label(i);
    }
    return LabelledImages.of(14, 56, pixels, labels);
  }

  @Test
  void otherNamesOfClassesOrAnotherPreparationAreOtherConditions() {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    ImageData renamed =
        new ImageData(
            IMAGES.name(), IMAGES.train(), IMAGES.test(), names, IMAGES.preparedAsMnist());
    assertThat(differences(own(), with(CNN, Engine.DL4J, renamed, "1", CPU)))
        .containsExactly("classes");
    ImageData asTheyAre =
        new ImageData(
            IMAGES.name(),
            IMAGES.train(),
            IMAGES.test(),
            IMAGES.classNames(),
            !IMAGES.preparedAsMnist());
    assertThat(differences(own(), with(CNN, Engine.DL4J, asTheyAre, "1", CPU)))
        .containsExactly("prepared as MNIST");
  }

  @Test
  void accelerationOnOrOffIsAnotherCondition() {
    Map<String, String> on = own();
    System.setProperty("mnist4j.acceleration", "off");
    try {
      assertThat(differences(on, own())).containsExactly("acceleration");
    } finally {
      System.clearProperty("mnist4j.acceleration");
    }
  }
}
