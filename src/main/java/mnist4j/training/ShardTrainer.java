package mnist4j.training;

import java.io.Serializable;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a recipe's network on one part of the images, between two averages over all parts
 * (parameter averaging, McDonald and others, 2010). What it returns depends on its arguments alone,
 * so that a lost round can be repeated anywhere.
 */
public final class ShardTrainer {

  private final Recipe recipe;
  private final Settings settings;
  private final LabelledImages images;
  private final int classes;
  private final int number;
  private final double weight;
  private MultiLayerNetwork network;
  private EpochMetrics metrics;
  private Batches batches;

  /**
   * Allocates nothing yet.
   *
   * @param images of the shard
   * @param classes of the data set
   * @param number of the shard, for its random numbers
   * @param weight share of all training images that are in the shard, 0 to 1
   */
  public ShardTrainer(
      Recipe recipe,
      Settings settings,
      LabelledImages images,
      int classes,
      int number,
      double weight) {
    this.recipe = recipe;
    this.settings = settings;
    this.images = images;
    this.classes = classes;
    this.number = number;
    this.weight = weight;
  }

  /**
   * A network between two steps.
   *
   * @param parameters {@code [parameters]}
   * @param updater the updater's state, of the updater's own length
   * @param iteration steps taken so far
   */
  public record State(float[] parameters, float[] updater, int iteration) implements Serializable {

    /** Copies the arrays of a network. */
    public static State of(MultiLayerNetwork network) {
      INDArray updater = network.getUpdater().getStateViewArray();
      return new State(
          network.params().toFloatVector(),
          updater == null ? new float[0] : updater.toFloatVector(),
          network.getIterationCount());
    }

    /** Brings a network of the same configuration to this state. */
    public void applyTo(MultiLayerNetwork network) {
      network.setParams(Nd4j.create(parameters, new int[] {1, parameters.length}));
      if (updater.length > 0) {
        network.getUpdater().getStateViewArray().assign(Nd4j.createFromArray(updater));
      }
      network.setIterationCount(iteration);
    }
  }

  /**
   * The weighted result of one shard, or the sum of several: of all shards, the average.
   *
   * @param state each value multiplied by the weight
   * @param sums loss and correct answers over the images
   */
  public record Round(State state, EpochMetrics.Sums sums) implements Serializable {

    /** Adds the values of another one. */
    public Round plus(Round other) {
      return new Round(
          new State(
              sum(state.parameters, other.state.parameters),
              sum(state.updater, other.state.updater),
              Math.max(state.iteration, other.state.iteration)),
          sums.plus(other.sums));
    }

    private static float[] sum(float[] one, float[] other) {
      float[] sum = new float[one.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = one[i] + other[i];
      }
      return sum;
    }
  }

  /**
   * Takes steps of an epoch.
   *
   * @param start of all shards alike
   * @param epoch counted from 0
   * @param from the first step of the epoch, counted from 0
   * @param to after the last step; a shard without so many takes those that it has
   * @throws TrainingException if the loss or a parameter is no longer a finite number
   */
  public synchronized Round train(State start, int epoch, int from, int to) {
    if (network == null) {
      network = Networks.fresh(recipe.network(settings, images.imageSize(), classes));
      metrics = Networks.measure(network, new TrainingProgress() {}, settings.learningRate());
      batches =
          new Batches(
              images,
              ownSettings(),
              recipe.shuffles(),
              network.layerSize(network.getnLayers() - 1));
    }
    start.applyTo(network);
    network.setEpochCount(epoch);
    // Dropout draws from this generator.
    Nd4j.getRandom().setSeed(seed(epoch, from));
    metrics.resetTo(from);
    int last = Math.min(to, batches.steps());
    if (from < last) {
      network.fit(batches.epoch(epoch, from, last));
    }
    return new Round(weighted(State.of(network), start.iteration + to - from), metrics.sums());
  }

  /** With augmentation each shard has movements of its own; the first has those of one machine. */
  private Settings ownSettings() {
    return settings.augmentation().isPresent()
        ? settings.withSeed(settings.seed() + 1_000_003L * number)
        : settings;
  }

  private State weighted(State state, int iteration) {
    scale(state.parameters);
    scale(state.updater);
    return new State(state.parameters, state.updater, iteration);
  }

  private void scale(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * weight);
    }
  }

  private long seed(int epoch, int from) {
    return ((settings.generatorSeed() * 31 + number) * 31 + epoch) * 1_000_003 + from + 1;
  }
}
