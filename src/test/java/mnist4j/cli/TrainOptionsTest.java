package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.SettingsException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainOptionsTest {

  private static Optional<Augmentation> augmentation(
      Optional<Augmentation> recipes, String... arguments) {
    return CommandLine.populateCommand(new TrainOptions(), arguments).augmentation(recipes);
  }

  @Nested
  class ARecipeWithoutAugmentation {

    private Optional<Augmentation> given(String... arguments) {
      return augmentation(Optional.empty(), arguments);
    }

    @Test
    void isAugmentedOnlyWhenAsked() {
      assertThat(given()).isEmpty();
      assertThat(given("--no-augment")).isEmpty();
      assertThat(given("--augment")).contains(Augmentation.DEFAULT);
    }

    @Test
    void isAugmentedByTheLimitsGivenAndTheDefaultsOfTheOthers() {
      assertThat(given("--augment", "--augment-rotation", "5"))
          .contains(new Augmentation(5, 2, 0.1, 0, 0));
      assertThat(given("--augment", "--augment-shift", "0.5", "--augment-scale", "0"))
          .contains(new Augmentation(10, 0.5, 0, 0, 0));
      assertThat(given("--augment", "--augment-elastic", "1.5", "--augment-pen", "0.4"))
          .contains(new Augmentation(10, 2, 0.1, 1.5, 0.4));
    }
  }

  @Nested
  class ARecipeWithAugmentation {

    private static final Augmentation OWN = new Augmentation(15, 1, 0.2, 0.5, 0.1);

    private Optional<Augmentation> given(String... arguments) {
      return augmentation(Optional.of(OWN), arguments);
    }

    @Test
    void keepsItsOwnUnlessTurnedOff() {
      assertThat(given()).contains(OWN);
      assertThat(given("--augment")).contains(OWN);
      assertThat(given("--no-augment")).isEmpty();
    }

    @Test
    void takesLimitsInPlaceOfItsOwn() {
      assertThat(given("--augment-shift", "3")).contains(new Augmentation(15, 3, 0.2, 0.5, 0.1));
    }

    @Test
    void takesNoLimitsWhenTurnedOff() {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> given("--no-augment", "--augment-shift", "3"))
          .withMessageStartingWith("--augment-shift: found 3.0, expected --augment");
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> given("--no-augment", "--augment-elastic", "1"))
          .withMessageStartingWith("--augment-elastic: found 1.0, expected --augment");
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(() -> given("--no-augment", "--augment-pen", "0.5"))
          .withMessageStartingWith("--augment-pen: found 0.5, expected --augment");
    }
  }
}
