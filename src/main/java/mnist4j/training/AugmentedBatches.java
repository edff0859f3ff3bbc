package mnist4j.training;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mnist4j.data.AffineWarp;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.Settings;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.common.util.MathUtils;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Batches whose images are drawn anew each epoch, in one thread beside training.
 *
 * <p>That thread is not DL4J's {@code AsyncDataSetIterator}, which {@code fit} leaves running when
 * a step fails.
 */
final class AugmentedBatches implements Batches {

  static final String THREAD = "augmentation";

  private final LabelledImages images;
  private final Augmentation augmentation;
  private final long seed;
  private final int batch;
  private final boolean shuffled;
  private final int outputs;
  private final ExecutorService beside =
      Executors.newSingleThreadExecutor(work -> new Thread(work, THREAD));

  /**
   * Starts no thread yet.
   *
   * @param settings with augmentation
   * @param batch images per batch, at most all
   * @param shuffled whether they come in a new order each epoch
   * @param outputs columns of the targets
   */
  AugmentedBatches(
      LabelledImages images, Settings settings, int batch, boolean shuffled, int outputs) {
    this.images = images;
    this.augmentation = settings.augmentation().orElseThrow();
    this.seed = settings.seed();
    this.batch = batch;
    this.shuffled = shuffled;
    this.outputs = outputs;
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    int[] order = IntStream.range(0, images.size()).toArray();
    if (shuffled) {
      MathUtils.shuffleArray(order, seed + epoch);
    }
    int count = (order.length - 1) / batch + 1;
    return new ExistingDataSetIterator(
        new Prefetch<>(count, number -> make(order, number, epoch), beside));
  }

  private DataSet make(int[] order, int number, int epoch) {
    int from = number * batch;
    int[] chosen = Arrays.copyOfRange(order, from, Math.min(from + batch, order.length));
    List<AffineWarp> warps =
        Arrays.stream(chosen).mapToObj(image -> augmentation.warp(seed, epoch, image)).toList();
    LabelledImages drawn = images.select(chosen).warped(warps);
    return new DataSet(drawn.features(), Labels.of(drawn, outputs));
  }

  /** Ends the thread, and waits for the batch that it may be at. */
  @Override
  public void close() {
    beside.shutdownNow();
    try {
      beside.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
