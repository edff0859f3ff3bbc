package mnist4j.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.scratch.FitResult;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Takes down what a hand-made run logs, with the time. */
final class HandMadeLog {

  private final Recipe recipe;
  private final Settings settings;
  private final TrainingProgress progress;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> secondsPerEpoch = new ArrayList<>();
  private final long startNanos;
  private double secondsLogged;

  HandMadeLog(Recipe recipe, Settings settings, TrainingProgress progress) {
    this.recipe = recipe;
    this.settings = settings;
    this.progress = progress;
    progress.started(recipe.name() + ", by hand", settings.epochs(), 1);
    startNanos = System.nanoTime();
  }

  /** Of the epochs since the last logged one, each is taken to have lasted equally long. */
  void logged(FitResult.Epoch epoch) {
    int finished = epoch.epoch() - recipe.firstEpoch() + 1;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    int since = finished - secondsPerEpoch.size();
    secondsPerEpoch.addAll(Collections.nCopies(since, (seconds - secondsLogged) / since));
    secondsLogged = seconds;
    if (!Double.isFinite(epoch.trainLoss())) {
      progress.ended();
      throw new TrainingException(
          "the loss became %s in epoch %d; lower --lr (it was %s)"
              .formatted(epoch.trainLoss(), epoch.epoch(), settings.learningRate()));
    }
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

  /**
   * The finished run.
   *
   * @param weights puts them into the recipe's freshly initialised network
   */
  TrainingRun finished(String dataset, RecipeData data, Consumer<MultiLayerNetwork> weights) {
    progress.ended();
    MultiLayerNetwork network =
        new MultiLayerNetwork(recipe.network(settings, data.classNames().size()));
    network.init();
    weights.accept(network);
    return new TrainingRun(
        recipe,
        Engine.SCRATCH,
        settings,
        dataset,
        data,
        network,
        new TrainingHistory(HeldOut.TEST, epochs),
        Evaluator.score(network, data.test(), data.classNames().size()),
        secondsPerEpoch);
  }
}
