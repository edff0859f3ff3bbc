package mnist4j.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingHistory.HeldOut;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a recipe's network with DL4J. */
public final class Trainer {

  /** Parameters of logged epochs in memory, 100 MB, above which a checkpoint takes them. */
  private static final long MAX_VALUES = 25_000_000;

  private final Recipe recipe;
  private final Settings settings;
  private final RecipeData data;
  private final TrainingProgress progress;
  private final MultiLayerNetwork network;
  private final EpochMetrics metrics;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final Optional<Checkpoints> checkpoints;

  /** Those of the epochs {@link #neededAtTheEnd} that no checkpoint has taken yet, by number. */
  private final Map<Integer, INDArray> parameters = new LinkedHashMap<>();

  private Trainer(
      Recipe recipe,
      Settings settings,
      RecipeData data,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints) {
    this.recipe = recipe;
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    this.checkpoints = checkpoints;
    // Dropout draws from this generator; the weights draw from the configuration's own seed.
    Nd4j.getRandom().setSeed(settings.generatorSeed());
    int classes = data.classNames().size();
    MultiLayerConfiguration configuration =
        recipe.network(settings, data.train().imageSize(), classes);
    if (settings.balance()) {
      ClassWeights.balance(configuration, data.train(), classes);
    }
    ModelFile.requireLoadable(configuration, settings, data.train().imageSize());
    this.network = Networks.fresh(configuration);
    this.metrics = Networks.measure(network, progress, settings.learningRate());
  }

  /**
   * Trains from fresh weights or a checkpoint, and evaluates the network on the test set.
   *
   * @see Engine#train(Recipe, Settings, ImageData, TrainingProgress, Optional)
   */
  static TrainingResult train(
      Recipe recipe,
      Settings settings,
      ImageData images,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints) {
    return train(
        recipe,
        settings,
        images,
        progress,
        checkpoints,
        (data, outputs) -> new Batches(data.train(), settings, recipe.shuffles(), outputs));
  }

  /**
   * Trains from fresh weights or a checkpoint with steps that are taken elsewhere, and evaluates
   * the network on the test set.
   *
   * @param epochTrainer makes what takes the steps
   * @see Engine#train(Recipe, Settings, ImageData, TrainingProgress, Optional)
   */
  public static TrainingResult train(
      Recipe recipe,
      Settings settings,
      ImageData images,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints,
      EpochTrainer.Factory epochTrainer) {
    RecipeData data = prepared(recipe, settings, images, progress);
    Trainer trainer = new Trainer(recipe, settings, data, progress, checkpoints);
    EvaluationResult test = trainer.fit(epochTrainer);
    return new TrainingResult(
        recipe,
        Engine.DL4J,
        settings,
        images.name(),
        images.preparedAsMnist(),
        data,
        trainer.network,
        new TrainingHistory(
            data.validation().isPresent() ? HeldOut.VALIDATION : HeldOut.TEST, trainer.epochs),
        test,
        trainer.seconds);
  }

  /**
   * The recipe's images; the progress is told of the classes that no training image, or no test
   * image, shows.
   *
   * @throws SettingsException if training is to stop early by images that no recipe holds out
   */
  static RecipeData prepared(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    RecipeData data = recipe.prepare(images, settings);
    if (settings.patience().isPresent() && data.validation().isEmpty()) {
      throw new SettingsException(
          "--patience",
          settings.patience().getAsInt(),
          "none, since the recipe %s holds no images out".formatted(recipe.name()));
    }
    if (!data.untrainedClasses().isEmpty()) {
      progress.classesUntrained(data.untrainedClasses());
    }
    if (!data.untestedClasses().isEmpty()) {
      progress.classesUntested(data.untestedClasses());
    }
    return data;
  }

  private EvaluationResult fit(EpochTrainer.Factory epochTrainer) {
    try (EpochTrainer steps = epochTrainer.of(data, network.layerSize(network.getnLayers() - 1))) {
      return fit(steps);
    } finally {
      network.setListeners();
    }
  }

  private EvaluationResult fit(EpochTrainer epochTrainer) {
    progress.started(Engine.DL4J.label(recipe), settings.epochs(), epochTrainer.steps());
    try {
      checkpoints.flatMap(saved -> saved.restore(network)).ifPresent(this::resume);
      while (seconds.size() < settings.epochs() && !isPatienceOver()) {
        fitEpoch(epochTrainer, seconds.size() + 1);
        checkpoints.filter(this::isDue).ifPresent(this::save);
      }
      // The evaluations may take long, and be stopped.
      checkpoints.filter(saved -> saved.newestEpoch() < seconds.size()).ifPresent(this::save);
      if (settings.patience().isPresent()) {
        restore(TrainingHistory.best(epochs));
      }
      return test();
    } finally {
      progress.ended();
    }
  }

  /** Asks DL4J's condition about the history once more, so that it needs no state of its own. */
  private boolean isPatienceOver() {
    boolean over = false;
    if (settings.patience().isPresent()) {
      EpochTerminationCondition condition =
          new ScoreImprovementEpochTerminationCondition(settings.patience().getAsInt());
      for (EpochRecord epoch : epochs) {
        over = condition.terminate(epoch.epoch(), epoch.heldOutLoss(), true);
      }
    }
    return over;
  }

  private void resume(Checkpoint checkpoint) {
    epochs.addAll(checkpoint.history());
    seconds.addAll(checkpoint.secondsPerEpoch());
    for (EpochRecord epoch : neededAtTheEnd()) {
      // Were one damaged, it would show after the last epoch.
      copy(epoch).close();
    }
    progress.resumed(checkpoint.epoch());
  }

  /** The epochs whose parameters are kept. */
  private List<EpochRecord> neededAtTheEnd() {
    if (data.validation().isEmpty()) {
      return epochs;
    }
    return settings.patience().isPresent() ? List.of(TrainingHistory.best(epochs)) : List.of();
  }

  private boolean isDue(Checkpoints to) {
    return to.isDue() || parameters.size() * network.numParams() > MAX_VALUES;
  }

  private void save(Checkpoints to) {
    to.save(new Checkpoint(seconds.size(), epochs, seconds), network, parameters);
    parameters.values().forEach(INDArray::close);
    parameters.clear();
  }

  private void fitEpoch(EpochTrainer epochTrainer, int epoch) {
    metrics.reset();
    long start = System.nanoTime();
    epochTrainer.train(network, epoch - 1, metrics);
    seconds.add((System.nanoTime() - start) / 1e9);
    if (recipe.logs(epoch) || epoch == settings.epochs()) {
      log(epoch);
    }
  }

  private void log(int epoch) {
    Optional<EvaluationResult> validation = data.validation().map(this::evaluate);
    int number = epoch - 1 + recipe.firstEpoch();
    epochs.add(
        new EpochRecord(
            number,
            metrics.loss(),
            metrics.accuracy(),
            validation.map(EvaluationResult::loss).orElse(Double.NaN),
            validation.map(EvaluationResult::accuracy).orElse(Double.NaN)));
    List<Integer> needed = neededAtTheEnd().stream().map(EpochRecord::epoch).toList();
    parameters.keySet().retainAll(needed);
    if (needed.contains(number)) {
      parameters.put(number, network.params().dup());
    }
    double trainSeconds = seconds.stream().mapToDouble(Double::doubleValue).sum();
    progress.epochLogged(epoch, trainSeconds, metrics.loss(), metrics.accuracy(), validation);
  }

  private EvaluationResult evaluate(LabelledImages images) {
    return Evaluator.evaluate(network, images, data.classNames().size());
  }

  /**
   * Evaluates the network on the test set. Without validation images that is done for every logged
   * epoch, with the parameters it ended with, but only now: nothing in training can depend on it.
   * The last logged epoch is the last one, so the network is left as training left it.
   */
  private EvaluationResult test() {
    if (data.validation().isPresent()) {
      progress.testing(1, 1);
      return evaluate(data.test());
    }
    for (int i = 0; i < epochs.size() - 1; i++) {
      test(i);
    }
    return test(epochs.size() - 1);
  }

  private EvaluationResult test(int logged) {
    progress.testing(logged + 1, epochs.size());
    EpochRecord epoch = epochs.get(logged);
    restore(epoch);
    EvaluationResult test = evaluate(data.test());
    epochs.set(logged, epoch.withHeldOut(test.loss(), test.accuracy()));
    return test;
  }

  private void restore(EpochRecord epoch) {
    try (INDArray ended =
        Optional.ofNullable(parameters.remove(epoch.epoch())).orElseGet(() -> copy(epoch))) {
      network.setParams(ended);
    }
  }

  private INDArray copy(EpochRecord epoch) {
    return checkpoints.orElseThrow().copy(epoch.epoch(), recipe.firstEpoch(), network.numParams());
  }
}
