package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import mnist4j.IdxFiles;
import mnist4j.data.ImageData;
import mnist4j.data.ImageWarp;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
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
    return new ImageData("Numbers", numbered(count), numbered(10), ImageData.digits(), false);
  }

  private static Settings settings(int batch, long seed) {
    return settings(batch, seed, Optional.empty());
  }

  private static Settings settings(int batch, long seed, Optional<Augmentation> augmentation) {
    Settings still =
        Settings.of(1, batch, 0.1).withSeed(seed).withHidden(4).withDigits(new DigitPair(2, 7));
    return augmentation.map(still::withAugmentation).orElse(still);
  }

  private Batches batches(String name, ImageData data, Settings settings, int outputs) {
    Recipe recipe = Recipes.named(name).orElseThrow();
    LabelledImages train = recipe.prepare(data, settings).train();
    return new Batches(train, settings, recipe.shuffles(), outputs);
  }

  private static List<DataSet> epoch(Batches batches, int epoch) {
    return all(batches.epoch(epoch));
  }

  private static List<DataSet> all(DataSetIterator iterator) {
    List<DataSet> seen = new ArrayList<>();
    // A batch is valid only until the next one.
    iterator.forEachRemaining(batch -> seen.add(batch.copy()));
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
    void useTheMemoryOfOneBatchOverAndOverButForASmallerOne() {
      List<DataSet> seen = new ArrayList<>();
      batches("mlp-64", data(35), settings(10, 5), 10).epoch(0).forEachRemaining(seen::add);
      assertThat(seen).hasSize(4);
      assertThat(seen.subList(1, 3)).allSatisfy(batch -> assertThat(batch).isSameAs(seen.get(0)));
      assertThat(seen.get(3)).isNotSameAs(seen.get(0));
    }

    @Test
    void areMadeWhenTheyAreAskedForOnly() {
      DataSetIterator iterator = batches("mlp-64", data(20), settings(10, 5), 10).epoch(0);
      DataSet first = iterator.next();
      INDArray copy = first.getFeatures().dup();
      assertThat(iterator.hasNext()).isTrue();
      assertThat(first.getFeatures()).isEqualTo(copy);
      iterator.next();
      assertThat(first.getFeatures()).isNotEqualTo(copy);
      assertThat(iterator.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
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

    @Test
    void comeInTheOrderOfDl4jsShuffleWhateverWasAskedForBefore() {
      DataSet set = new DataSet(numbered(100).features(), numbered(100).targets(10));
      for (int epoch = 0; epoch < 3; epoch++) {
        set.shuffle(5 + epoch);
      }
      List<Integer> third = positions(List.of(set));
      Batches batches = shuffled(5);
      assertThat(positions(epoch(batches, 2))).isEqualTo(third);
      assertThat(positions(epoch(batches, 2))).isEqualTo(third);
      assertThat(positions(epoch(batches, 0))).isNotEqualTo(third);
      assertThat(positions(epoch(batches, 2))).isEqualTo(third);
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
  class Augmented {

    private static final Augmentation NOTHING = new Augmentation(0, 0, 0, 0, 0);
    private static final Augmentation UP_TO_THREE_PIXELS = new Augmentation(0, 3, 0, 0, 0);

    private Batches augmented(String name, Augmentation augmentation, int batch, long seed) {
      return batches(name, data(100), settings(batch, seed, Optional.of(augmentation)), 10);
    }

    private List<float[]> pixels(Batches batches, int epoch) {
      return epoch(batches, epoch).stream()
          .map(batch -> batch.getFeatures().ravel().toFloatVector())
          .toList();
    }

    @Test
    void byNothingHoldEveryImageAsItIsOncePerEpochInANewOrder() {
      Batches batches = augmented("cnn", NOTHING, 32, 5);
      List<DataSet> first = epoch(batches, 0);
      List<DataSet> second = epoch(batches, 1);
      assertThat(first).extracting(DataSet::numExamples).containsExactly(32, 32, 16);
      assertThat(positions(first)).containsExactlyInAnyOrderElementsOf(upTo(80));
      assertThat(positions(second))
          .containsExactlyInAnyOrderElementsOf(upTo(80))
          .isNotEqualTo(positions(first));
      assertLabelled(first);
      assertLabelled(second);
    }

    @Test
    void areDrawnAnewEachEpochAndTheSameWithTheSameSeedOnly() {
      Batches batches = augmented("numpy-mlp", UP_TO_THREE_PIXELS, 32, 5);
      Batches same = augmented("numpy-mlp", UP_TO_THREE_PIXELS, 32, 5);
      Batches other = augmented("numpy-mlp", UP_TO_THREE_PIXELS, 32, 6);
      List<float[]> second = pixels(batches, 1);
      assertThat(pixels(batches, 0)).doesNotContainAnyElementsOf(second);
      // Whatever was drawn before does not matter.
      assertThat(pixels(same, 1)).usingRecursiveComparison().isEqualTo(second);
      assertThat(pixels(other, 1)).doesNotContainAnyElementsOf(second);
    }

    /** A batch of 60 images is divided among threads, one of 10 is not. */
    @Test
    void holdEachImageAsItsPositionAndEpochMoveIt() {
      ImageData data = data(70);
      Settings settings = settings(60, 5, Optional.of(UP_TO_THREE_PIXELS));
      List<DataSet> seen = epoch(batches("numpy-mlp", data, settings, 10), 4);
      List<ImageWarp> warps =
          IntStream.range(0, 70).mapToObj(i -> UP_TO_THREE_PIXELS.warp(5, 4, i)).toList();
      LabelledImages moved = data.train().warped(warps);
      assertThat(seen).hasSize(2);
      assertThat(seen.get(0).getFeatures()).isEqualTo(moved.first(60).features());
      assertThat(seen.get(0).getLabels()).isEqualTo(moved.first(60).targets(10));
      assertThat(seen.get(1).getFeatures()).isEqualTo(moved.range(60, 70).features());
      assertThat(seen.get(1).getLabels()).isEqualTo(moved.range(60, 70).targets(10));
    }
  }

  @Nested
  class OfAsManyImagesAsMnistHas {

    private static final int TRAIN = 60_000;

    private Batches batches(int batch, long seed) {
      return BatchesTest.this.batches("mlp-64", data(TRAIN), settings(batch, seed), 10);
    }

    @Test
    void holdEveryImageOncePerEpochInAnOrderThatFollowsFromTheSeed() {
      Batches batches = batches(7_000, 5);
      List<DataSet> seen = epoch(batches, 0);
      assertThat(seen).hasSize(9).last().extracting(DataSet::numExamples).isEqualTo(4_000);
      assertLabelled(seen);
      List<Integer> first = positions(seen);
      assertThat(first).doesNotHaveDuplicates().hasSize(TRAIN);
      assertThat(first.stream().mapToInt(i -> i)).allMatch(i -> i >= 0 && i < TRAIN);
      List<Integer> second = positions(epoch(batches, 1));
      assertThat(second).isNotEqualTo(first).doesNotHaveDuplicates().hasSize(TRAIN);
      assertThat(firstBatch(5)).isEqualTo(first.subList(0, 7_000));
      assertThat(firstBatch(6)).isNotEqualTo(first.subList(0, 7_000));
    }

    private List<Integer> firstBatch(long seed) {
      return positions(List.of(batches(7_000, seed).epoch(0).next()));
    }

    @Test
    void areThoseOfDl4jsMnistDataSetIteratorWhateverWasAskedForBefore(@TempDir Path directory)
        throws IOException {
      IdxFiles.write(directory, numbered(TRAIN), numbered(10_000));
      DataSetIterator dl4j =
          new MnistDataSetIterator(20_000, TRAIN, false, true, true, 5, directory.toFile());
      List<List<DataSet>> expected = new ArrayList<>();
      for (int epoch = 0; epoch < 3; epoch++) {
        expected.add(all(dl4j));
        dl4j.reset();
      }
      Batches batches = batches(20_000, 5);
      for (int epoch : new int[] {2, 0, 1}) {
        List<DataSet> found = epoch(batches, epoch);
        assertThat(positions(found)).isEqualTo(positions(expected.get(epoch)));
        assertLabelled(found);
      }
      assertThat(epoch(batches, 1).get(2).getFeatures())
          .isEqualTo(expected.get(1).get(2).getFeatures());
    }
  }
}
