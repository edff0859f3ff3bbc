package mnist4j.training;

import java.util.List;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;

/** Trains recipes. */
public enum Engine {
  /** DL4J's layers and updaters. */
  DL4J("dl4j", "", Trainer::train),
  /** The gradient that the recipe's document derives by hand. */
  SCRATCH("scratch", ", by hand", ScratchTrainer::train);

  private interface Training {
    TrainingResult train(
        Recipe recipe, Settings settings, ImageData images, TrainingProgress progress);
  }

  private final String optionValue;
  private final String suffix;
  private final Training training;

  Engine(String optionValue, String suffix, Training training) {
    this.optionValue = optionValue;
    this.suffix = suffix;
    this.training = training;
  }

  /** The engines that can train a recipe, DL4J first. */
  public static List<Engine> of(Recipe recipe) {
    return recipe.scratchTwin().isPresent() ? List.of(values()) : List.of(DL4J);
  }

  /**
   * Trains from fresh weights and evaluates the network on the test set.
   *
   * @throws SettingsException if this engine cannot train the recipe, a setting is out of range, or
   *     the engine has no such setting
   * @throws TrainingException if the loss is no longer a finite number
   */
  public TrainingResult train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    requireFor(recipe);
    return training.train(recipe, settings, images, progress);
  }

  /**
   * Refuses a recipe that this engine cannot train.
   *
   * @throws SettingsException naming the option
   */
  public void requireFor(Recipe recipe) {
    if (!of(recipe).contains(this)) {
      throw new SettingsException(
          "--engine",
          this,
          "dl4j, since no gradient of %s is derived by hand".formatted(recipe.name()));
    }
  }

  /** The name of a recipe trained by this engine, in reports. */
  String label(Recipe recipe) {
    return recipe.name() + suffix;
  }

  /** The engine's name on the command line and in {@code metrics.json}. */
  @Override
  public String toString() {
    return optionValue;
  }
}
