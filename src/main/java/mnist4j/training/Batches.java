package mnist4j.training;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
 * The training images in batches. Batches that differ from epoch to epoch are made when they are
 * asked for, by the threads of the training step, which no thread beside them then keeps from their
 * work; images in their own order and form make the same batches each epoch, made once.
 *
 * <p>The order and the augmentation of an epoch follow from the seed and the number of the epoch
 * alone.
 */
final class Batches implements EpochTrainer {

  /** All training images of MNIST. */
  private static final int MNIST = 60_000;

  /** Pixels of a batch that are worth another thread. */
  private static final int PIXELS_PER_THREAD = 10_000;

  private final LabelledImages images;
  private final Settings settings;
  private final int batchSize;
  private final int outputs;
  private final boolean shuffled;
  private List<DataSet> fixed = List.of();
  private int[] lastOrder;
  private Random random;
  private int shuffles;

  /**
   * Makes no batch yet.
   *
   * @param settings batch size, seed and augmentation
   * @param shuffled whether the images come in a new order each epoch
   * @param outputs columns of the targets
   */
  Batches(LabelledImages images, Settings settings, boolean shuffled, int outputs) {
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
   * Batches {@code from} to {@code to} (exclusive) of one epoch, all counted from 0. A batch is
   * valid until the next one is asked for.
   */
  DataSetIterator epoch(int epoch, int from, int to) {
    if (shuffled || settings.augmentation().isPresent()) {
      return new ExistingDataSetIterator(new Epoch(epoch, from, to));
    }
    if (fixed.isEmpty()) {
      int[] order = identity();
      fixed =
          IntStream.range(0, steps())
              .mapToObj(i -> batch(select(positions(order, i), epoch)))
              .toList();
    }
    return new ExistingDataSetIterator(fixed.subList(from, to));
  }

  private int[] positions(int[] order, int batch) {
    int from = batch * batchSize;
    return Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
  }

  private DataSet batch(LabelledImages chosen) {
    return new DataSet(chosen.features(), chosen.targets(outputs));
  }

  /** The images at some positions, as they are in an epoch. */
  private LabelledImages select(int[] chosen, int epoch) {
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

  private int[] order(int epoch) {
    if (!shuffled) {
      return identity();
    }
    if (settings.augmentation().isPresent()) {
      int[] order = identity();
      MathUtils.shuffleArray(order, settings.seed() + epoch);
      return order;
    }
    return shuffledOrder(epoch);
  }

  private int[] identity() {
    return IntStream.range(0, images.size()).toArray();
  }

  /**
   * The order of DL4J's {@code MnistDataSetIterator} or, of other images, of {@code
   * DataSet.shuffle}. Both shuffle the order of the epoch before. It is kept for the same epoch and
   * the next one, since ND4J takes a sixth of a second to shuffle 48,000 positions.
   */
  private int[] shuffledOrder(int epoch) {
    if (shuffles == 0 || shuffles > epoch + 1) {
      lastOrder = identity();
      random = new Random(settings.seed());
      shuffles = 0;
    }
    for (; shuffles <= epoch; shuffles++) {
      if (images.size() == MNIST) {
        MathUtils.shuffleArray(lastOrder, random);
      } else {
        INDArray positions = Nd4j.createFromArray(lastOrder).castTo(DataType.FLOAT).reshape(-1, 1);
        Nd4j.shuffle(positions, new Random(settings.seed() + shuffles), 1);
        lastOrder = positions.toIntVector();
      }
    }
    return lastOrder.clone();
  }

  /** Makes the batches of an epoch, each in the memory of the one before. */
  private final class Epoch implements Iterator<DataSet> {

    private final int epoch;
    private final int[] order;
    private final int end;
    private final int pixels = images.pixelsPerImage();
    private final int parts;
    private final Optional<DataSet> memory;
    private final FloatBuffer features;
    private final FloatBuffer targets;
    private int next;

    Epoch(int epoch, int from, int to) {
      this.epoch = epoch;
      order = order(epoch);
      next = from;
      end = to;
      long worthwhile = Math.max(1, (long) batchSize * pixels / PIXELS_PER_THREAD);
      parts = (int) Math.min(Math.min(batchSize, Networks.threads()), worthwhile);
      if (Nd4j.getEnvironment().isCPU()) {
        DataSet reused = new DataSet(uninitialized(pixels), uninitialized(outputs));
        memory = Optional.of(reused);
        features = reused.getFeatures().data().asNioFloat();
        targets = reused.getLabels().data().asNioFloat();
      } else {
        // A GPU's array has a second memory, to which ND4J copies what the array is made from.
        memory = Optional.empty();
        features = FloatBuffer.allocate(batchSize * pixels);
        targets = FloatBuffer.allocate(batchSize * outputs);
      }
    }

    private INDArray uninitialized(int columns) {
      return Nd4j.createUninitialized(DataType.FLOAT, batchSize, columns);
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public DataSet next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int[] chosen = positions(order, next++);
      if (chosen.length < batchSize) {
        return batch(select(chosen, epoch));
      }
      Networks.inParallel(
          parts,
          part -> {
            int first = (int) ((long) batchSize * part / parts);
            int last = (int) ((long) batchSize * (part + 1) / parts);
            LabelledImages own = select(Arrays.copyOfRange(chosen, first, last), epoch);
            own.copyFeatures(features, first * pixels);
            own.copyTargets(targets, first * outputs, outputs);
          });
      return memory.orElseGet(() -> new DataSet(array(features, pixels), array(targets, outputs)));
    }

    private INDArray array(FloatBuffer values, int columns) {
      return Nd4j.create(values.array(), new int[] {batchSize, columns}, 'c');
    }
  }
}
