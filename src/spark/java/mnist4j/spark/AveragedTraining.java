package mnist4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.training.EpochMetrics;
import mnist4j.training.EpochTrainer;
import mnist4j.training.ShardTrainer;
import mnist4j.training.ShardTrainer.Round;
import mnist4j.training.ShardTrainer.State;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Synchronous training by parameter averaging: each executor trains on its shards of the images for
 * some steps, then all continue with the mean of their parameters and of their updaters' states.
 *
 * <p>The shards divide a batch among them, so an epoch has as many steps as on one machine. Whole
 * batches would make it so many times fewer, and the averaged step is no longer for that.
 */
final class AveragedTraining implements EpochTrainer {

  /**
   * Images of a step of each shard, at least, where they are normalised together: the mean and
   * deviation of few are noise, and of a single one nothing is left to learn from.
   */
  private static final int MIN_NORMALISED = 8;

  private final Cluster cluster;
  private final JavaRDD<ShardTrainer> shards;
  private final int stepsPerEpoch;
  private final int averageEvery;

  /**
   * Sends each shard to the executors once. Image {@code i} is in shard {@code i % shards}.
   *
   * @param averageEvery steps between two averages; more than an epoch's count as those
   * @throws SettingsException if there are more shards than {@link #maxShards}
   */
  AveragedTraining(
      Cluster cluster,
      Recipe recipe,
      Settings settings,
      LabelledImages images,
      int classes,
      int shards,
      int averageEvery) {
    int most = maxShards(recipe, settings, images, classes);
    if (shards > most) {
      throw new SettingsException(
          "--shards",
          shards,
          most == images.size()
              ? "at most the %,d training images".formatted(most)
              : "at most %d, so that each has at least %d images of a batch of %d for batch normalisation"
                  .formatted(most, MIN_NORMALISED, Math.min(settings.batchSize(), images.size())));
    }
    this.cluster = cluster;
    List<Part> parts = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      int first = shard;
      int[] own = IntStream.range(0, images.size()).filter(i -> i % shards == first).toArray();
      parts.add(
          new Part(
              shard, (double) own.length / images.size(), cluster.broadcast(images.select(own))));
    }
    int batchPerShard = batchPerShard(settings, images.size(), shards);
    stepsPerEpoch = share(share(images.size(), shards), batchPerShard);
    this.averageEvery = Math.min(averageEvery, stepsPerEpoch);
    SharedSettings shared = SharedSettings.of(settings.withBatchSize(batchPerShard));
    this.shards = trainers(cluster, parts, recipe.name(), shared, classes);
  }

  /** At least 1, at most one per image, and of a network with batch normalisation fewer. */
  static int maxShards(Recipe recipe, Settings settings, LabelledImages images, int classes) {
    boolean normalised =
        recipe.network(settings, images.imageSize(), classes).getConfs().stream()
            .anyMatch(layer -> layer.getLayer() instanceof BatchNormalization);
    return normalised
        ? Math.max(1, Math.min(settings.batchSize(), images.size()) / MIN_NORMALISED)
        : images.size();
  }

  /** Images of a step that each shard takes, at least 1. */
  static int batchPerShard(Settings settings, int images, int shards) {
    return share(Math.min(settings.batchSize(), images), shards);
  }

  /** The largest of equal parts. */
  private static int share(int whole, int parts) {
    return (whole - 1) / parts + 1;
  }

  /** A shard on its way to an executor. */
  private record Part(int number, double weight, Broadcast<LabelledImages> images)
      implements Serializable {}

  private static JavaRDD<ShardTrainer> trainers(
      Cluster cluster, List<Part> parts, String recipe, SharedSettings settings, int classes) {
    return cluster
        .context()
        .parallelize(parts, parts.size())
        .map(
            part ->
                new ShardTrainer(
                    Recipes.named(recipe).orElseThrow(),
                    settings.toSettings(),
                    part.images.value(),
                    classes,
                    part.number,
                    part.weight))
        // As objects, so that each keeps its network from round to round.
        .persist(StorageLevel.MEMORY_ONLY());
  }

  /** Number of averages in an epoch. */
  @Override
  public int steps() {
    return (stepsPerEpoch - 1) / averageEvery + 1;
  }

  @Override
  public void train(MultiLayerNetwork network, int epoch, EpochMetrics metrics) {
    for (int from = 0; from < stepsPerEpoch; from += averageEvery) {
      int to = Math.min(from + averageEvery, stepsPerEpoch);
      Broadcast<State> start = cluster.broadcast(State.of(network));
      Round average = average(start, epoch, from, to);
      start.destroy();
      average.state().applyTo(network);
      metrics.add(average.sums());
    }
    // As fit leaves it.
    network.setEpochCount(epoch + 1);
  }

  private Round average(Broadcast<State> start, int epoch, int from, int to) {
    try {
      return shards
          .map(
              shard -> {
                Cluster.startBackend();
                return shard.train(start.value(), epoch, from, to);
              })
          // Spark's treeAggregate without a zero.
          .treeReduce(Round::plus);
    } catch (Exception e) {
      throw Cluster.failure("a shard was lost too often", e);
    }
  }

  @Override
  public void close() {
    shards.unpersist(false);
  }
}
