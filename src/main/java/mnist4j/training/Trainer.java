package mnist4j.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a recipe's network. */
public final class Trainer {

  private final Recipe recipe;
  private final Settings settings;
  private final RecipeData data;
  private final TrainingProgress progress;
  private final MultiLayerNetwork network;
  private final EpochMetrics tally;
  private final List<Logged> logged = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();

  /**
   * An epoch to be written down.
   *
   * @param parameters the network's at its end, {@code [1, parameters]}
   */
  private record Logged(
      int epoch,
      double loss,
      double accuracy,
      Optional<EvaluationResult> validation,
      INDArray parameters) {}

  private Trainer(Recipe recipe, Settings settings, RecipeData data, TrainingProgress progress) {
    this.recipe = recipe;
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    // Dropout draws from this generator; the weights draw from the configuration's own seed.
    Nd4j.getRandom().setSeed(settings.generatorSeed());
    this.network = Networks.fresh(recipe.network(settings, classes()));
    this.tally = Networks.tally(network, progress);
  }

  /**
   * Trains from fresh weights and judges the result on the test set.
   *
   * @throws mnist4j.recipe.SettingsException if the settings do not fit the data
   * @throws TrainingException if the loss stops being a number
   */
  public static TrainingRun train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    RecipeData data = recipe.prepare(images, settings);
    Trainer trainer = new Trainer(recipe, settings, data, progress);
    trainer.fit();
    return new TrainingRun(
        recipe,
        Engine.DL4J,
        settings,
        images.name(),
        data,
        trainer.network,
        trainer.history(),
        trainer.score(trainer.network, data.test()),
        trainer.seconds);
  }

  private int classes() {
    return data.classNames().size();
  }

  private void fit() {
    int batch = Math.min(settings.batchSize(), data.train().size());
    int steps = (data.train().size() - 1) / batch + 1;
    try (Batches batches = batches()) {
      progress.started(recipe.name(), settings.epochs(), steps);
      try {
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
          fitEpoch(batches, epoch);
        }
      } finally {
        progress.ended();
      }
    }
    network.setListeners();
  }

  private Batches batches() {
    int outputs = network.layerSize(network.getnLayers() - 1);
    try {
      return Batches.of(data, settings, recipe.shuffles(), outputs);
    } catch (IOException e) {
      throw new TrainingException(
          "the training images cannot be read: %s".formatted(e.getMessage()), e);
    }
  }

  private void fitEpoch(Batches batches, int epoch) {
    tally.reset();
    long start = System.nanoTime();
    network.fit(batches.epoch(epoch - 1));
    seconds.add((System.nanoTime() - start) / 1e9);
    if (!Double.isFinite(tally.loss())) {
      throw new TrainingException(
          "the loss became %s in epoch %d; lower --lr (it was %s)"
              .formatted(tally.loss(), epoch, settings.learningRate()));
    }
    if (recipe.logs(epoch) || epoch == settings.epochs()) {
      log(epoch);
    }
  }

  private void log(int epoch) {
    Optional<EvaluationResult> validation = data.validation().map(held -> score(network, held));
    logged.add(
        new Logged(epoch, tally.loss(), tally.accuracy(), validation, network.params().dup()));
    double trainSeconds = seconds.stream().mapToDouble(Double::doubleValue).sum();
    progress.epochLogged(epoch, trainSeconds, tally.loss(), tally.accuracy(), validation);
  }

  private EvaluationResult score(MultiLayerNetwork judged, LabelledImages images) {
    return Evaluator.score(judged, images, classes());
  }

  /**
   * The logged epochs. Where no validation images are held out they are scored on the test set, but
   * only now, from copies of their parameters: nothing in training can have looked at it.
   */
  private TrainingHistory history() {
    MultiLayerNetwork past = Networks.fresh(recipe.network(settings, classes()));
    List<EpochRecord> records = new ArrayList<>();
    for (Logged epoch : logged) {
      EvaluationResult heldOut =
          epoch.validation.orElseGet(
              () -> {
                past.setParams(epoch.parameters);
                return score(past, data.test());
              });
      records.add(
          new EpochRecord(
              epoch.epoch - 1 + recipe.firstEpoch(),
              epoch.loss,
              epoch.accuracy,
              heldOut.loss(),
              heldOut.accuracy()));
    }
    return new TrainingHistory(
        data.validation().isPresent() ? HeldOut.VALIDATION : HeldOut.TEST, records);
  }
}
