package mnist4j.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Settings;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.util.MathUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training images in batches. Batches that differ from epoch to epoch are made in one thread
 * beside training; images in their own order and form make the same batches each epoch, made once.
 *
 * <p>The order and the augmentation of an epoch follow from the seed and the number of the epoch
 * alone.
 *
 * <p>DL4J's {@code AsyncDataSetIterator} has a thread too, which {@code fit} leaves running when a
 * step fails.
 */
final class Batches implements EpochTrainer {

  static final String THREAD = "batches";

  /** All training images of MNIST. */
  private static final int MNIST = 60_000;

  private final LabelledImages images;
  private final Settings settings;
  private final int batchSize;
  private final int outputs;
  private final boolean shuffled;
  private final Optional<ExecutorService> thread;
  private List<DataSet> fixed = List.of();
  private INDArray partOrder;
  private int partShuffles;

  /**
   * Starts no thread yet.
   *
   * @param settings batch size, seed and augmentation
   * @param shuffled whether the images come in a new order each epoch
   * @param outputs columns of the targets
   */
  Batches(LabelledImages images, Settings settings, boolean shuffled, int outputs) {
    this(
        images,
        settings,
        shuffled,
        outputs,
        Optional.of(Executors.newSingleThreadExecutor(task -> new Thread(task, THREAD))));
  }

  /** Batches made without a thread of their own, so that there is nothing to close. */
  static Batches inCallingThread(
      LabelledImages images, Settings settings, boolean shuffled, int outputs) {
    return new Batches(images, settings, shuffled, outputs, Optional.empty());
  }

  private Batches(
      LabelledImages images,
      Settings settings,
      boolean shuffled,
      int outputs,
      Optional<ExecutorService> thread) {
    this.thread = thread;
    this.images = images;
    this.settings = settings;
    this.batchSize = Math.min(settings.batchSize(), images.size());
    this.outputs = outputs;
    this.shuffled = shuffled && (batchSize < images.size() || settings.augmentation().isPresent());
  }

  /** Number of batches in an epoch. */
  @Override
  public int steps() {
    return (images.size() - 1) / batchSize + 1;
  }

  @Override
  public void train(MultiLayerNetwork network, int epoch, EpochMetrics metrics) {
    network.fit(epoch(epoch));
  }

  /** The batches of one epoch, counted from 0; see {@link #epoch(int, int, int)}. */
  DataSetIterator epoch(int epoch) {
    return epoch(epoch, 0, steps());
  }

  /**
   * Batches {@code from} to {@code to} (exclusive) of one epoch, all counted from 0. The features
   * of a batch are valid until the next one is asked for.
   */
  DataSetIterator epoch(int epoch, int from, int to) {
    if (!shuffled && settings.augmentation().isEmpty()) {
      if (fixed.isEmpty()) {
        int[] order = identity();
        fixed =
            IntStream.range(0, steps())
                .mapToObj(i -> select(order, i, epoch))
                .map(chosen -> batch(chosen, chosen.features()))
                .toList();
      }
      return new ExistingDataSetIterator(fixed.subList(from, to));
    }
    int[] order = order(epoch);
    List<INDArray> memory = memory(Math.min(Prefetch.ALIVE, to - from));
    Executor executor = thread.map(Executor.class::cast).orElse(Runnable::run);
    return new ExistingDataSetIterator(
        new Prefetch<>(
            to - from,
            i -> {
              LabelledImages chosen = select(order, from + i, epoch);
              return batch(chosen, features(chosen, memory, i));
            },
            executor));
  }

  /**
   * Arrays for the features of the batches that exist at a time: fresh memory for each batch takes
   * longer than to fill it. None on a GPU, whose arrays have a second memory.
   */
  private List<INDArray> memory(int alive) {
    if (!Nd4j.getEnvironment().isCPU()) {
      return List.of();
    }
    long pixels = images.pixelsPerImage();
    return Stream.generate(() -> Nd4j.createUninitialized(DataType.FLOAT, batchSize, pixels))
        .limit(alive)
        .toList();
  }

  /** Takes the arrays in turn; the last batch may be too small for them. */
  private INDArray features(LabelledImages chosen, List<INDArray> memory, int item) {
    if (memory.isEmpty() || chosen.size() < batchSize) {
      return chosen.features();
    }
    INDArray features = memory.get(item % memory.size());
    chosen.copyFeatures(features);
    return features;
  }

  private LabelledImages select(int[] order, int batch, int epoch) {
    int from = batch * batchSize;
    int[] chosen = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
    LabelledImages selected = images.select(chosen);
    return settings
        .augmentationIn(epoch)
        .map(
            augmentation ->
                selected.warped(
                    Arrays.stream(chosen)
                        .mapToObj(image -> augmentation.warp(settings.seed(), epoch, image))
                        .toList()))
        .orElse(selected);
  }

  private DataSet batch(LabelledImages chosen, INDArray features) {
    return new DataSet(features, targets(chosen, outputs));
  }

  private int[] order(int epoch) {
    if (!shuffled) {
      return identity();
    }
    if (settings.augmentation().isPresent()) {
      int[] order = identity();
      MathUtils.shuffleArray(order, settings.seed() + epoch);
      return order;
    }
    return images.size() == MNIST ? orderOfMnist(epoch) : orderOfPart(epoch);
  }

  private int[] identity() {
    return IntStream.range(0, images.size()).toArray();
  }

  /** The order of DL4J's {@code MnistDataSetIterator}. */
  private int[] orderOfMnist(int epoch) {
    int[] order = identity();
    Random random = new Random(settings.seed());
    for (int i = 0; i <= epoch; i++) {
      MathUtils.shuffleArray(order, random);
    }
    return order;
  }

  /**
   * The order of {@code DataSet.shuffle}, which shuffles the order of the epoch before. It is kept
   * for the next epoch, since ND4J takes a sixth of a second to shuffle 48,000 positions.
   */
  private int[] orderOfPart(int epoch) {
    if (partShuffles == 0 || partShuffles > epoch) {
      partOrder = Nd4j.createFromArray(identity()).castTo(DataType.FLOAT).reshape(-1, 1);
      partShuffles = 0;
    }
    for (; partShuffles <= epoch; partShuffles++) {
      Nd4j.shuffle(partOrder, new Random(settings.seed() + partShuffles), 1);
    }
    return partOrder.toIntVector();
  }

  /**
   * The outputs that the labels ask for: one-hot {@code [n, outputs]}; for a single output, {@code
   * [n, 1]} with 0 for the first class and 1 for the second.
   */
  static INDArray targets(LabelledImages images, int outputs) {
    return outputs == 1
        ? Nd4j.createFromArray(images.labels()).castTo(DataType.FLOAT).reshape(images.size(), 1)
        : images.oneHot(outputs);
  }

  /** Ends the thread and waits for the batch that it is making. */
  @Override
  public void close() {
    if (thread.isEmpty()) {
      return;
    }
    thread.get().shutdownNow();
    try {
      thread.get().awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
