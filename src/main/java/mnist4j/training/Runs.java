package mnist4j.training;

import java.util.List;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;

/** Training runs by either engine. */
public final class Runs {

  private Runs() {}

  /** The engines that a recipe can be trained with, DL4J first. */
  public static List<Engine> engines(Recipe recipe) {
    return HandMade.of(recipe).isPresent()
        ? List.of(Engine.DL4J, Engine.SCRATCH)
        : List.of(Engine.DL4J);
  }

  /**
   * Trains from fresh weights and judges the result on the test set.
   *
   * @throws SettingsException if the recipe has no such engine, a setting is out of range, or the
   *     engine has no such setting
   * @throws mnist4j.training.TrainingException if the loss stops being a number
   */
  public static TrainingRun train(
      Recipe recipe,
      Engine engine,
      Settings settings,
      ImageData images,
      TrainingProgress progress) {
    expectEngine(recipe, engine);
    return engine == Engine.DL4J
        ? Trainer.train(recipe, settings, images, progress)
        : HandMade.of(recipe).orElseThrow().train(recipe, settings, images, progress);
  }

  /**
   * Refuses an engine that the recipe does not have.
   *
   * @throws SettingsException if it has not
   */
  public static void expectEngine(Recipe recipe, Engine engine) {
    if (!engines(recipe).contains(engine)) {
      throw new SettingsException(
          "--engine",
          engine,
          "dl4j, since no gradient of %s is derived by hand".formatted(recipe.name()));
    }
  }
}
