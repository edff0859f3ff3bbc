package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import mnist4j.IdxFiles;
import mnist4j.data.ImageData;
import mnist4j.data.ImageDirectory;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The first two pixels of every image spell its position; its label is the position's last digit.
 */
class BatchesTest {

  private static final int SIDE = 28;

  private static LabelledImages numbered(int count) {
    int length = SIDE * SIDE;
    byte[] pixels = new byte[count * length];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i * length] = (byte) (i / 256);
      pixels[i * length + 1] = (byte) (i % 256);
      labels[i] = (byte) (i % 10);
    }
    return LabelledImages.of(SIDE, SIDE, pixels, labels);
  }

  private static ImageData data(int count) {
    return new ImageData(
        "Numbers", numbered(count), numbered(10), ImageData.digits(), Optional.empty());
  }

  private static Settings settings(int batch, long seed) {
    return new Settings(
        1,
        batch,
        0.1,
        seed,
        OptionalInt.of(4),
        0,
        0,
        OptionalInt.empty(),
        Optional.of(new DigitPair(2, 7)),
        Optional.empty());
  }

  private static Batches batches(String name, ImageData data, Settings settings, int outputs) {
    Recipe recipe = Recipes.named(name).orElseThrow();
    try {
      return Batches.of(recipe.prepare(data, settings), settings, recipe.shuffles(), outputs);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One epoch's batches, as {@code MultiLayerNetwork.fit} goes through them. */
  private static List<DataSet> epoch(Batches batches, int epoch) {
    DataSetIterator iterator = batches.epoch(epoch);
    iterator.reset();
    List<DataSet> seen = new ArrayList<>();
    while (iterator.hasNext()) {
      seen.add(iterator.next());
    }
    return seen;
  }

  private static List<Integer> positions(List<DataSet> batches) {
    List<Integer> positions = new ArrayList<>();
    for (DataSet batch : batches) {
      float[] pixels = batch.getFeatures().getColumns(0, 1).ravel().toFloatVector();
      for (int i = 0; i < pixels.length; i += 2) {
        positions.add(Math.round(pixels[i] * 255) * 256 + Math.round(pixels[i + 1] * 255));
      }
    }
    return positions;
  }

  private static void assertLabelled(List<DataSet> batches) {
    for (DataSet batch : batches) {
      int[] labels = batch.getLabels().argMax(1).toIntVector();
      List<Integer> positions = positions(List.of(batch));
      assertThat(labels).isEqualTo(positions.stream().mapToInt(i -> i % 10).toArray());
      assertThat(batch.getLabels().sumNumber().intValue()).isEqualTo(labels.length);
    }
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Nested
  class OfAPartInMemory {

    private Batches shuffled(long seed) {
      return batches("mlp-64", data(100), settings(32, seed), 10);
    }

    @Test
    void holdEveryImageOncePerEpochWithItsLabel() {
      Batches batches = shuffled(5);
      for (int epoch = 0; epoch < 3; epoch++) {
        List<DataSet> seen = epoch(batches, epoch);
        assertThat(seen).extracting(DataSet::numExamples).containsExactly(32, 32, 32, 4);
        assertThat(positions(seen)).containsExactlyInAnyOrderElementsOf(upTo(100));
        assertLabelled(seen);
      }
    }

    @Test
    void comeInANewOrderEachEpoch() {
      Batches batches = shuffled(5);
      List<Integer> first = positions(epoch(batches, 0));
      List<Integer> second = positions(epoch(batches, 1));
      assertThat(first).isNotEqualTo(upTo(100)).isNotEqualTo(second);
    }

    @Test
    void comeInTheSameOrderWithTheSameSeedOnly() {
      Batches batches = shuffled(5);
      Batches same = shuffled(5);
      Batches other = shuffled(6);
      for (int epoch = 0; epoch < 3; epoch++) {
        List<Integer> order = positions(epoch(batches, epoch));
        assertThat(positions(epoch(same, epoch))).isEqualTo(order);
        assertThat(positions(epoch(other, epoch))).isNotEqualTo(order);
      }
    }
  }

  @Nested
  class OfTheCnn {

    @Test
    void holdNothingOfTheLastFifth() {
      Batches batches = batches("cnn", data(100), settings(32, 5), 10);
      for (int epoch = 0; epoch < 3; epoch++) {
        assertThat(positions(epoch(batches, epoch))).containsExactlyInAnyOrderElementsOf(upTo(80));
      }
    }
  }

  @Nested
  class OfTheFromScratchRecipes {

    @Test
    void areSingleImagesInTheFilesOrder() {
      Batches batches = batches("numpy-mlp", data(50), settings(1, 5), 10);
      for (int epoch = 0; epoch < 2; epoch++) {
        List<DataSet> seen = epoch(batches, epoch);
        assertThat(seen).hasSize(50);
        assertThat(positions(seen)).isEqualTo(upTo(50));
      }
    }

    @Test
    void areAllImagesOfThePairAtOnceWithOneTargetEach() {
      Batches batches = batches("perceptron", data(50), settings(Settings.FULL_BATCH, 5), 1);
      List<DataSet> seen = epoch(batches, 0);
      assertThat(seen).hasSize(1);
      assertThat(positions(seen)).containsExactly(2, 7, 12, 17, 22, 27, 32, 37, 42, 47);
      INDArray targets = seen.get(0).getLabels();
      assertThat(targets.shape()).containsExactly(10, 1);
      assertThat(targets.toFloatVector()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    }
  }

  @Nested
  class OfAWholeSetReadByDl4j {

    private static final int TRAIN = 60_000;

    @Test
    void holdEveryImageOncePerEpochInAnOrderThatFollowsFromTheSeed(@TempDir Path directory) {
      IdxFiles.write(directory, numbered(TRAIN), numbered(10_000));
      ImageData data = new ImageDirectory(directory).read();
      assertThat(data.directory()).isPresent();
      Batches batches = batches("mlp-64", data, settings(7_000, 5), 10);
      List<DataSet> seen = epoch(batches, 0);
      assertThat(seen).hasSize(9).last().extracting(DataSet::numExamples).isEqualTo(4_000);
      assertLabelled(seen);
      List<Integer> first = positions(seen);
      assertThat(first).doesNotHaveDuplicates().hasSize(TRAIN);
      assertThat(first.stream().mapToInt(i -> i)).allMatch(i -> i >= 0 && i < TRAIN);
      List<Integer> second = positions(epoch(batches, 1));
      assertThat(second).isNotEqualTo(first).doesNotHaveDuplicates().hasSize(TRAIN);
      assertThat(firstBatch(data, 5)).isEqualTo(first.subList(0, 7_000));
      assertThat(firstBatch(data, 6)).isNotEqualTo(first.subList(0, 7_000));
    }

    private List<Integer> firstBatch(ImageData data, long seed) {
      DataSetIterator iterator = batches("mlp-64", data, settings(7_000, seed), 10).epoch(0);
      iterator.reset();
      return positions(List.of(iterator.next()));
    }
  }
}
