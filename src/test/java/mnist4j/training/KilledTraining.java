package mnist4j.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A training to be killed. It writes a checkpoint after each epoch, and continues what it finds.
 */
final class KilledTraining {

  private KilledTraining() {}

  /** With dropout, and so with a random generator whose state matters. */
  static TrainingResult train(TrainingProgress progress, Optional<Checkpoints> checkpoints) {
    Backend.start(OptionalInt.of(1));
    Recipe recipe = SmallRuns.recipe("numpy-mlp");
    Settings settings = recipe.defaults().withLimit(200).withEpochs(60);
    return Engine.DL4J.train(recipe, settings, ImageData.bundled(), progress, checkpoints);
  }

  /** Trains with checkpoints in one directory, tells of each epoch, and saves the network. */
  public static void main(String[] arguments) throws Exception {
    Checkpoints checkpoints = new Checkpoints(Path.of(arguments[0]), Map.of(), true, Duration.ZERO);
    TrainingResult result =
        train(
            new TrainingProgress() {
              @Override
              public void stepDone(int step, double loss, double accuracy) {
                if (step == 1) {
                  System.out.println("epoch");
                }
              }
            },
            Optional.of(checkpoints));
    ModelSerializer.writeModel(result.network(), arguments[1], true);
    checkpoints.delete();
    System.exit(0);
  }
}
