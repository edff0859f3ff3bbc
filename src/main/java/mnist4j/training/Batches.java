package mnist4j.training;

import java.io.IOException;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Gives a network its training images, batch by batch, newly shuffled each epoch. */
interface Batches extends AutoCloseable {

  /** The batches of one epoch, counted from 0. */
  DataSetIterator epoch(int epoch);

  /** Ends whatever makes the batches. */
  @Override
  default void close() {}

  /**
   * Drawn anew each epoch where the settings ask for augmentation. Else DL4J's own iterator where
   * the recipe trains on all of a set it can read, else a view of the part in memory. ({@code
   * MnistDataSetIterator} with fewer images than the set takes a random choice of all of them each
   * epoch: a held-out part would not stay held out.)
   *
   * @param outputs columns of the targets
   * @throws IOException if DL4J cannot read the files
   */
  static Batches of(RecipeData data, Settings settings, boolean shuffled, int outputs)
      throws IOException {
    int batch = Math.min(settings.batchSize(), data.train().size());
    if (settings.augmentation().isPresent()) {
      return new AugmentedBatches(data.train(), settings, batch, shuffled, outputs);
    }
    if (shuffled && data.directory().isPresent() && outputs == data.classNames().size()) {
      DataSetIterator mnist =
          new MnistDataSetIterator(
              batch,
              data.train().size(),
              false,
              true,
              true,
              settings.seed(),
              data.directory().get().toFile());
      return epoch -> mnist;
    }
    DataSet all = new DataSet(data.train().features(), Labels.of(data.train(), outputs));
    boolean shuffle = shuffled && batch < data.train().size();
    return epoch -> {
      if (shuffle) {
        all.shuffle(settings.seed() + epoch);
      }
      return new ViewIterator(all, batch);
    };
  }
}
