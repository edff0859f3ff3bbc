package mnist4j.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.training.TrainingHistory.HeldOut;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a recipe's network with DL4J. */
public final class Trainer {

  private final Recipe recipe;
  private final Settings settings;
  private final RecipeData data;
  private final TrainingProgress progress;
  private final MultiLayerNetwork network;
  private final EpochMetrics metrics;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<INDArray> parameters = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();

  private Trainer(Recipe recipe, Settings settings, RecipeData data, TrainingProgress progress) {
    this.recipe = recipe;
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    // Dropout draws from this generator; the weights draw from the configuration's own seed.
    Nd4j.getRandom().setSeed(settings.generatorSeed());
    this.network =
        Networks.fresh(
            recipe.network(settings, data.train().imageSize(), data.classNames().size()));
    this.metrics = Networks.measure(network, progress);
  }

  /**
   * Trains from fresh weights and evaluates the network on the test set.
   *
   * @throws mnist4j.recipe.SettingsException if the settings do not fit the data
   * @throws TrainingException if the loss is no longer a finite number
   */
  public static TrainingResult train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    RecipeData data = recipe.prepare(images, settings);
    Trainer trainer = new Trainer(recipe, settings, data, progress);
    trainer.fit();
    return new TrainingResult(
        recipe,
        Engine.DL4J,
        settings,
        images.name(),
        data,
        trainer.network,
        trainer.history(),
        trainer.evaluate(data.test()),
        trainer.seconds);
  }

  private void fit() {
    int outputs = network.layerSize(network.getnLayers() - 1);
    try (Batches batches = new Batches(data.train(), settings, recipe.shuffles(), outputs)) {
      progress.started(Engine.DL4J.label(recipe), settings.epochs(), batches.count());
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        fitEpoch(batches, epoch);
      }
    } finally {
      progress.ended();
    }
    network.setListeners();
  }

  private void fitEpoch(Batches batches, int epoch) {
    metrics.reset();
    long start = System.nanoTime();
    network.fit(batches.epoch(epoch - 1));
    seconds.add((System.nanoTime() - start) / 1e9);
    TrainingException.requireFinite(metrics.loss(), epoch, settings.learningRate());
    if (recipe.logs(epoch) || epoch == settings.epochs()) {
      log(epoch);
    }
  }

  private void log(int epoch) {
    Optional<EvaluationResult> validation = data.validation().map(this::evaluate);
    if (validation.isEmpty()) {
      parameters.add(network.params().dup());
    }
    epochs.add(
        new EpochRecord(
            epoch - 1 + recipe.firstEpoch(),
            metrics.loss(),
            metrics.accuracy(),
            validation.map(EvaluationResult::loss).orElse(Double.NaN),
            validation.map(EvaluationResult::accuracy).orElse(Double.NaN)));
    double trainSeconds = seconds.stream().mapToDouble(Double::doubleValue).sum();
    progress.epochLogged(epoch, trainSeconds, metrics.loss(), metrics.accuracy(), validation);
  }

  private EvaluationResult evaluate(LabelledImages images) {
    return Evaluator.evaluate(network, images, data.classNames().size());
  }

  /**
   * The logged epochs. Without validation images they are evaluated on the test set with the
   * parameters they ended with, but only now: nothing in training can depend on it. The last logged
   * epoch is the last one, so the network is left as training left it.
   */
  private TrainingHistory history() {
    if (data.validation().isPresent()) {
      return new TrainingHistory(HeldOut.VALIDATION, epochs);
    }
    for (int i = 0; i < epochs.size(); i++) {
      network.setParams(parameters.get(i));
      EvaluationResult test = evaluate(data.test());
      epochs.set(i, epochs.get(i).withHeldOut(test.loss(), test.accuracy()));
    }
    return new TrainingHistory(HeldOut.TEST, epochs);
  }
}
