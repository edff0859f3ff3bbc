package mnist4j.training;

import java.util.List;
import java.util.Optional;
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
        Recipe recipe,
        Settings settings,
        ImageData images,
        TrainingProgress progress,
        Optional<Checkpoints> checkpoints);
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
   * Trains from fresh weights or a checkpoint, and evaluates the network on the test set. Continued
   * from a checkpoint, the result is the same to the last bit with the same number of threads.
   *
   * @param checkpoints written after the epochs; the caller deletes them when it has saved the
   *     result. Without them a recipe that holds no images out keeps the parameters of every logged
   *     epoch in memory, outside the Java heap, until they are evaluated after the last one: 4
   *     bytes each, which is 0.2 MB an epoch for {@code mlp-64} and 1.6 MB for {@code mlp-512}
   * @throws SettingsException if this engine cannot train the recipe, a setting is out of range,
   *     the engine has no such setting, or the checkpoint was made under other conditions
   * @throws TrainingException if the loss or a parameter is no longer a finite number, or a
   *     checkpoint cannot be written or read
   */
  public TrainingResult train(
      Recipe recipe,
      Settings settings,
      ImageData images,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints) {
    requireFor(recipe);
    return training.train(recipe, settings, images, progress, checkpoints);
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
