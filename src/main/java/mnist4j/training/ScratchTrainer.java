package mnist4j.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.ScratchTwin;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.scratch.FitResult;
import mnist4j.training.TrainingHistory.HeldOut;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains a recipe's network from scratch and puts its weights into the recipe's DL4J network. */
final class ScratchTrainer {

  private final Recipe recipe;
  private final Settings settings;
  private final TrainingProgress progress;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> secondsPerEpoch = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private double secondsLogged;

  private ScratchTrainer(Recipe recipe, Settings settings, TrainingProgress progress) {
    this.recipe = recipe;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Trains a recipe that has a scratch twin.
   *
   * @throws SettingsException if a setting is out of range or the document's code does not have it
   * @throws TrainingException if the loss is no longer a finite number
   */
  static TrainingResult train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    ScratchTwin twin = recipe.scratchTwin().orElseThrow();
    requireSettings(recipe, settings, twin.largestSeed());
    RecipeData data = twin.ordered(recipe.prepare(images, settings), images, settings);
    int classes = data.classNames().size();
    MultiLayerNetwork network =
        new MultiLayerNetwork(recipe.network(settings, data.train().imageSize(), classes));
    network.init();
    progress.started(Engine.SCRATCH.label(recipe), settings.epochs(), 1);
    ScratchTrainer trainer = new ScratchTrainer(recipe, settings, progress);
    try {
      twin.train(data, settings, trainer::log).forEach(network::setParam);
    } finally {
      progress.ended();
    }
    return new TrainingResult(
        recipe,
        Engine.SCRATCH,
        settings,
        images.name(),
        data,
        network,
        new TrainingHistory(HeldOut.TEST, trainer.epochs),
        Evaluator.evaluate(network, data.test(), classes),
        trainer.secondsPerEpoch);
  }

  private static void requireSettings(Recipe recipe, Settings settings, long largestSeed) {
    Settings own = recipe.defaults();
    requireEqual("--batch", own.batchSize(), settings.batchSize());
    requireEqual("--l2", own.l2(), settings.l2());
    requireEqual("--dropout", own.dropout(), settings.dropout());
    requireEqual("--augment", own.augmentation().isPresent(), settings.augmentation().isPresent());
    if (settings.seed() < 0 || settings.seed() > largestSeed) {
      throw new SettingsException(
          "--seed", settings.seed(), "0 to %d, as NumPy takes".formatted(largestSeed));
    }
  }

  private static void requireEqual(String option, Object own, Object found) {
    if (!own.equals(found)) {
      throw new SettingsException(
          option, found, "none, since the document's code has no such setting; use --engine dl4j");
    }
  }

  /** The epochs since the last logged one are taken to have lasted equally long. */
  private void log(FitResult.Epoch epoch) {
    int finished = epoch.epoch() - recipe.firstEpoch() + 1;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    int since = finished - secondsPerEpoch.size();
    secondsPerEpoch.addAll(Collections.nCopies(since, (seconds - secondsLogged) / since));
    secondsLogged = seconds;
    TrainingException.requireFinite(epoch.trainLoss(), epoch.epoch(), settings.learningRate());
    epochs.add(
        new EpochRecord(
            epoch.epoch(),
            epoch.trainLoss(),
            epoch.trainAccuracy(),
            epoch.testLoss(),
            epoch.testAccuracy()));
    progress.epochLogged(
        finished, seconds, epoch.trainLoss(), epoch.trainAccuracy(), Optional.empty());
  }
}
