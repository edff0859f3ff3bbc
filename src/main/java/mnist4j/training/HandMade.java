package mnist4j.training;

import java.util.Map;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;

/** A recipe whose document derives the gradient by hand, trained that way. */
public interface HandMade {

  /**
   * Trains as the document does, and puts the weights into the recipe's DL4J network.
   *
   * @throws SettingsException if a setting is out of range or has no place in the document's code
   */
  TrainingRun train(Recipe recipe, Settings settings, ImageData images, TrainingProgress progress);

  /** The hand-made version of a recipe; empty where its document has none. */
  static Optional<HandMade> of(Recipe recipe) {
    return Optional.ofNullable(
        Map.of("perceptron", new HandMadePerceptron(), "numpy-mlp", new HandMadeNumpyMlp())
            .get(recipe.name()));
  }

  /**
   * Refuses settings that only the DL4J version has.
   *
   * @throws SettingsException naming the option
   */
  static void expectDocumentsOwn(Recipe recipe, Settings settings) {
    Settings own = recipe.defaults();
    expect("--batch", own.batchSize(), settings.batchSize());
    expect("--l2", own.l2(), settings.l2());
    expect("--dropout", own.dropout(), settings.dropout());
    expect("--augment", own.augmentation().isPresent(), settings.augmentation().isPresent());
  }

  private static void expect(String option, Object own, Object found) {
    if (!own.equals(found)) {
      throw new SettingsException(
          option, found, "none, since the document's code has no such setting; use --engine dl4j");
    }
  }

  /**
   * Refuses a seed that NumPy's generator does not take.
   *
   * @throws SettingsException if the seed is negative or above the largest
   */
  static void expectSeed(Settings settings, long largest) {
    if (settings.seed() < 0 || settings.seed() > largest) {
      throw new SettingsException(
          "--seed", settings.seed(), "0 to %d, as NumPy takes".formatted(largest));
    }
  }
}
