package mnist4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first pixel of the images here has their position's remainder by 251 as grey value. */
class RecipeDataTest {

  /** The smallest images that every network takes. */
  private static final int SIDE = 18;

  private static LabelledImages images(int count) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i * SIDE * SIDE] = (byte) (i % 251);
      labels[i] = (byte) (i % 10);
    }
    return LabelledImages.of(SIDE, SIDE, pixels, labels);
  }

  private static ImageData data(int train, int test) {
    return new ImageData("Dots", images(train), images(test), ImageData.digits(), false);
  }

  private static Recipe recipe(String name) {
    return Recipes.named(name).orElseThrow();
  }

  private static RecipeData prepare(String recipe, ImageData data) {
    return recipe(recipe).prepare(data, recipe(recipe).defaults());
  }

  private static RecipeData prepare(String recipe, ImageData data, int limit) {
    return recipe(recipe).prepare(data, recipe(recipe).defaults().withLimit(limit));
  }

  @Nested
  class OfTheDenseKerasRecipes {

    @ParameterizedTest
    @CsvSource({"mlp-64", "mlp-512"})
    void areAllImages(String name) {
      RecipeData data = prepare(name, data(60, 20));
      assertThat(data.train().size()).isEqualTo(60);
      assertThat(data.test().size()).isEqualTo(20);
      assertThat(data.validation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mlp-64", "mlp-512"})
    void areTheFirstOnesWhereLimited(String name) {
      RecipeData data = prepare(name, data(60, 20), 33);
      assertThat(data.train().labels()).isEqualTo(images(33).labels());
      assertThat(data.test().size()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"mlp-64", "mlp-512", "cnn", "cnn-best", "perceptron", "numpy-mlp"})
    void cannotBeMoreThanThereAre(String name) {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> prepare(name, data(60, 20), 61))
          .withMessageMatching("--limit: found 61, expected at most the \\d+ training images");
    }
  }

  @Nested
  class OfTheCnn {

    @Test
    void areTheFirstFourFifthsWithTheLastFifthHeldOut() {
      RecipeData data = prepare("cnn", data(60_000, 10));
      LabelledImages validation = data.validation().orElseThrow();
      assertThat(data.train().size()).isEqualTo(48_000);
      assertThat(validation.size()).isEqualTo(12_000);
      assertThat(data.train().pixel(47_999, 0)).isEqualTo(47_999 % 251);
      assertThat(validation.pixel(0, 0)).isEqualTo(48_000 % 251);
      assertThat(validation.pixel(11_999, 0)).isEqualTo(59_999 % 251);
      assertThat(data.test().size()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"2,1,1", "5,4,1", "9,7,2", "10,8,2"})
    void areSplitAsKerasDoesWhereTheShareIsNoWholeNumber(int limit, int train, int validation) {
      RecipeData data = prepare("cnn", data(60, 20), limit);
      assertThat(data.train().size()).isEqualTo(train);
      assertThat(data.validation().orElseThrow().size()).isEqualTo(validation);
    }

    @Test
    void cannotBeOneOnly() {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> prepare("cnn", data(60, 20), 1))
          .withMessage("--limit: found 1, expected at least 2 images, of which one is held out");
    }
  }

  @Nested
  class OfTheBestCnn {

    private RecipeData prepare(int limit, int batch) {
      Settings settings = recipe("cnn-best").defaults().withLimit(limit).withBatchSize(batch);
      return recipe("cnn-best").prepare(data(60, 20), settings);
    }

    /** An image normalised by its own mean is 0, whatever it shows. */
    @Test
    void cannotBeNormalisedOneAtATime() {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> prepare(60, 1))
          .withMessage(
              "--batch: found 1, expected at least 2 by cnn-best, whose batch normalisation learns nothing from one image");
      assertThat(prepare(60, 2).train().size()).isEqualTo(54);
    }

    @Test
    void cannotBeOneBesideThoseHeldOut() {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> prepare(2, 64))
          .withMessage(
              "--limit: found 2, expected at least 3 images by cnn-best, of which one is held out, since its batch normalisation learns nothing from one image");
      assertThat(prepare(3, 64).train().size()).isEqualTo(2);
    }
  }

  @Nested
  class OfThePerceptron {

    @Test
    void areTheZerosAndOnesOfBothSets() {
      RecipeData data = prepare("perceptron", data(60, 20));
      assertThat(data.train().size()).isEqualTo(12);
      assertThat(data.train().first(4).labels()).containsExactly(0, 1, 0, 1);
      assertThat(data.train().pixel(3, 0)).isEqualTo(11);
      assertThat(data.test().labels()).containsExactly(0, 1, 0, 1);
      assertThat(data.classNames()).containsExactly("0", "1");
    }

    @Test
    void areLimitedAfterTheChoice() {
      RecipeData data = prepare("perceptron", data(60, 20), 3);
      assertThat(data.train().labels()).containsExactly(0, 1, 0);
      assertThat(data.test().size()).isEqualTo(4);
    }

    @Test
    void areTheSameOnesForTheDocumentsCode() {
      Settings settings = recipe("perceptron").defaults().withLimit(5);
      RecipeData data = recipe("perceptron").prepare(data(60, 20), settings);
      RecipeData ordered = recipe("perceptron").scratchTwin().orElseThrow().ordered(data, settings);
      assertThat(firstPixels(ordered.train())).containsExactlyInAnyOrder(firstPixels(data.train()));
    }

    private static int[] firstPixels(LabelledImages images) {
      return IntStream.range(0, images.size()).map(image -> images.pixel(image, 0)).toArray();
    }

    @Test
    void areThePairAskedForUnderItsNames() {
      Settings eightAgainstThree = recipe("perceptron").defaults().withDigits(new DigitPair(8, 3));
      RecipeData data = recipe("perceptron").prepare(data(10, 10), eightAgainstThree);
      assertThat(data.train().labels()).containsExactly(1, 0);
      assertThat(data.classNames()).containsExactly("8", "3");
    }
  }

  @Nested
  class OfTheNumpyNetwork {

    @Test
    void areTheFirstThousandOfEachKind() {
      RecipeData data = prepare("numpy-mlp", data(1_200, 1_100));
      assertThat(data.train().labels()).isEqualTo(images(1_000).labels());
      assertThat(data.test().labels()).isEqualTo(images(1_000).labels());
    }

    @Test
    void areAllWhereASetHasFewer() {
      assertThat(prepare("numpy-mlp", data(60, 20)).train().size()).isEqualTo(60);
    }

    @Test
    void areNotFewerThanAskedFor() {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> prepare("numpy-mlp", data(60, 20), 1_000))
          .withMessage("--limit: found 1000, expected at most the 60 training images");
    }

    @Test
    void areMoreWhereAskedForButTestedOnTheSameThousand() {
      RecipeData data = prepare("numpy-mlp", data(1_200, 1_100), 1_200);
      assertThat(data.train().size()).isEqualTo(1_200);
      assertThat(data.test().size()).isEqualTo(1_000);
    }

    @Test
    void areAmongTheProgramsOwnUnlessMoreAreAskedFor() {
      Recipe recipe = recipe("numpy-mlp");
      assertThat(recipe.bundledImagesSuffice(recipe.defaults())).isTrue();
      assertThat(recipe.bundledImagesSuffice(recipe.defaults().withLimit(1_001))).isFalse();
    }
  }
}
