package mnist4j.recipe;

import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** One document's model, data preparation and training schedule. */
public interface Recipe {

  /** The name on the command line and of the output directory. */
  String name();

  /** What the document prints. */
  DocumentFigures document();

  /** The document's own schedule. */
  Settings defaults();

  /**
   * The images the document trains and tests on.
   *
   * @throws SettingsException if the settings ask for more images than there are
   */
  RecipeData prepare(ImageData data, Settings settings);

  /**
   * The network for {@code [n, 784]} float32 inputs in [0, 1]. Its outputs are one per class, or a
   * single one that is 0 for the first of two classes and 1 for the second.
   */
  MultiLayerConfiguration network(Settings settings, int classes);

  /** Whether the 1,000 + 1,000 images that ship with the program are all that is needed. */
  default boolean bundledImagesSuffice(Settings settings) {
    return false;
  }

  /** Whether the training images come in a new order each epoch. */
  default boolean shuffles() {
    return true;
  }

  /** What the loss measures, for the axis of a chart. */
  default String lossName() {
    return "cross-entropy";
  }

  /** How the document numbers its first epoch. */
  default int firstEpoch() {
    return 1;
  }

  /** Whether the document prints figures after the given number of finished epochs. */
  default boolean logs(int finishedEpochs) {
    return true;
  }
}
