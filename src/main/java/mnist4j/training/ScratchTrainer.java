package mnist4j.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.ScratchTwin;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.scratch.FitListener;
import mnist4j.scratch.FitResult;
import mnist4j.scratch.FitState;
import mnist4j.training.TrainingHistory.HeldOut;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a recipe's network from scratch and puts its weights into the recipe's DL4J network. */
final class ScratchTrainer implements FitListener<Map<String, INDArray>> {

  private final Recipe recipe;
  private final Settings settings;
  private final TrainingProgress progress;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> secondsPerEpoch = new ArrayList<>();
  private final Optional<Checkpoints> checkpoints;

  /** In double precision, as the weights by hand are. */
  private final MultiLayerNetwork exact;

  private final int steps;
  private long epochStart;

  private ScratchTrainer(
      Recipe recipe,
      Settings settings,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints,
      MultiLayerConfiguration configuration,
      int steps) {
    this.recipe = recipe;
    this.settings = settings;
    this.progress = progress;
    this.checkpoints = checkpoints;
    this.steps = steps;
    configuration.setDataType(DataType.DOUBLE);
    exact = new MultiLayerNetwork(configuration);
    exact.init();
  }

  /**
   * Trains a recipe that has a scratch twin.
   *
   * @see Engine#train(Recipe, Settings, ImageData, TrainingProgress, Optional)
   */
  static TrainingResult train(
      Recipe recipe,
      Settings settings,
      ImageData images,
      TrainingProgress progress,
      Optional<Checkpoints> checkpoints) {
    ScratchTwin twin = recipe.scratchTwin().orElseThrow();
    requireSettings(recipe, settings, twin.maxSeed());
    RecipeData data = twin.ordered(Trainer.prepared(recipe, settings, images, progress), settings);
    int classes = data.classNames().size();
    if (!twin.takes(classes)) {
      throw new SettingsException(
          "--engine",
          Engine.SCRATCH,
          "dl4j, since the document's code has %d classes and the data set %d"
              .formatted(twin.classes().getAsInt(), classes));
    }
    MultiLayerConfiguration configuration =
        recipe.network(settings, data.train().imageSize(), classes);
    ModelFile.requireLoadable(configuration, settings, data.train().imageSize());
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    int steps = twin.steps(data);
    ScratchTrainer trainer =
        new ScratchTrainer(recipe, settings, progress, checkpoints, configuration.clone(), steps);
    progress.started(Engine.SCRATCH.label(recipe), settings.epochs(), steps);
    try {
      twin.train(data, settings, trainer.resume(), trainer).forEach(network::setParam);
    } finally {
      progress.ended();
    }
    return new TrainingResult(
        recipe,
        Engine.SCRATCH,
        settings,
        images.name(),
        images.preparedAsMnist(),
        data,
        network,
        new TrainingHistory(HeldOut.TEST, trainer.epochs),
        Evaluator.evaluate(network, data.test(), classes),
        trainer.secondsPerEpoch);
  }

  private static void requireSettings(Recipe recipe, Settings settings, long maxSeed) {
    Settings own = recipe.defaults();
    require(own.batchSize() == settings.batchSize(), "--batch", settings.batchSize());
    require(own.l2() == settings.l2(), "--l2", settings.l2());
    require(own.dropout() == settings.dropout(), "--dropout", settings.dropout());
    require(settings.augmentation().isEmpty(), "--augment", true);
    if (settings.balance()) {
      throw ClassWeights.noneSuch();
    }
    if (settings.seed() < 0 || settings.seed() > maxSeed) {
      throw new SettingsException(
          "--seed", settings.seed(), "0 to %d, as NumPy takes".formatted(maxSeed));
    }
  }

  private static void require(boolean documents, String option, Object found) {
    if (!documents) {
      throw new SettingsException(
          option, found, "none, since the document's code has no such setting; use --engine dl4j");
    }
  }

  private Optional<FitState<Map<String, INDArray>>> resume() {
    Optional<Checkpoint> checkpoint = checkpoints.flatMap(saved -> saved.restore(exact));
    checkpoint.ifPresent(
        state -> {
          epochs.addAll(state.history());
          secondsPerEpoch.addAll(state.secondsPerEpoch());
          progress.resumed(state.epoch());
        });
    epochStart = System.nanoTime();
    return checkpoint.map(state -> new FitState<>(state.epoch(), exact.paramTable()));
  }

  @Override
  public void stepDone(int step, double loss, double accuracy) {
    requireFinite("the loss", loss, step);
    progress.stepDone(step, loss, accuracy);
  }

  @Override
  public void epochDone(FitState<Map<String, INDArray>> state, Optional<FitResult.Epoch> logged) {
    for (INDArray parameters : state.parameters().values()) {
      // As a float, since the network that is saved has those.
      requireFinite("the parameters' L1 norm", (float) EpochMetrics.l1Norm(parameters), steps);
    }
    secondsPerEpoch.add((System.nanoTime() - epochStart) / 1e9);
    logged.ifPresent(this::log);
    boolean last = state.epochs() == settings.epochs();
    checkpoints.filter(to -> last || to.isDue()).ifPresent(to -> save(state, to));
    epochStart = System.nanoTime();
  }

  private void log(FitResult.Epoch epoch) {
    epochs.add(
        new EpochRecord(
            epoch.epoch(),
            epoch.trainLoss(),
            epoch.trainAccuracy(),
            epoch.testLoss(),
            epoch.testAccuracy()));
    double seconds = secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
    progress.epochLogged(
        secondsPerEpoch.size(),
        seconds,
        epoch.trainLoss(),
        epoch.trainAccuracy(),
        Optional.empty());
  }

  private void save(FitState<Map<String, INDArray>> state, Checkpoints to) {
    state.parameters().forEach(exact::setParam);
    to.save(new Checkpoint(state.epochs(), epochs, secondsPerEpoch), exact, Map.of());
  }

  private void requireFinite(String what, double value, int step) {
    int epoch = secondsPerEpoch.size() + 1;
    TrainingException.requireFinite(what, value, step, epoch, settings.learningRate());
  }
}
