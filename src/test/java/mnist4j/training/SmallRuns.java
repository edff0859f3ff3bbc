package mnist4j.training;

import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Runs of two steps per epoch, for the tests that need a trained network of any recipe. */
public final class SmallRuns {

  private static final int STEPS = 2;

  public static final TrainingProgress SILENT = new TrainingProgress() {};

  private SmallRuns() {}

  public static Recipe recipe(String name) {
    return Recipes.named(name).orElseThrow();
  }

  /** The document's settings, but so few images that an epoch is two steps (perceptron: one). */
  public static Settings settings(Recipe recipe, int epochs, long seed) {
    Settings defaults = recipe.defaults();
    return defaults.withEpochs(epochs).withSeed(seed).withLimit(images(recipe));
  }

  private static int images(Recipe recipe) {
    return switch (recipe.name()) {
      case "perceptron" -> 50;
      // A fifth is held out.
      case "cnn" -> STEPS * recipe.defaults().batchSize() * 5 / 4;
      // A tenth is held out.
      case "cnn-best" -> STEPS * recipe.defaults().batchSize() * 10 / 9;
      default -> STEPS * recipe.defaults().batchSize();
    };
  }

  public static TrainingResult train(Recipe recipe, int epochs, long seed) {
    return train(recipe, settings(recipe, epochs, seed));
  }

  public static TrainingResult train(Recipe recipe, Settings settings) {
    ImageData images = ImageData.bundled();
    // Few test images keep the convolutions of scoring short.
    ImageData fewTests =
        new ImageData(
            images.name(),
            images.train(),
            images.test().first(100),
            images.classNames(),
            images.preparedAsMnist());
    return Engine.DL4J.train(recipe, settings, fewTests, SILENT, Optional.empty());
  }

  /** The network as it is before the first step. */
  public static MultiLayerNetwork untrained(Recipe recipe, Settings settings) {
    int classes = settings.digits().isPresent() ? 2 : 10;
    MultiLayerNetwork network =
        new MultiLayerNetwork(recipe.network(settings, ImageSize.MNIST, classes));
    network.init();
    return network;
  }
}
