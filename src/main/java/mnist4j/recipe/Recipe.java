package mnist4j.recipe;

import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** One document's model, data preparation and training schedule. */
public interface Recipe {

  /** A chart of a training history. */
  enum HistoryChart {
    /** Both losses and both accuracies in one chart. */
    CURVES,
    /** Two charts side by side: training set and test set. */
    PANELS
  }

  /** The name on the command line and of the output directory. */
  String name();

  /** The figures that the document prints. */
  default DocumentFigures document() {
    return DocumentFigures.NO_DOCUMENT;
  }

  /** The document's own schedule. */
  Settings defaults();

  /**
   * The images that the document trains and tests on.
   *
   * @throws SettingsException if the settings ask for more images than there are, or the network
   *     cannot take images of this size
   */
  RecipeData prepare(ImageData data, Settings settings);

  /**
   * The network for {@code [n, rows * columns]} float32 inputs in [0, 1]. Its outputs are one per
   * class, or a single one that is 0 for the first of two classes and 1 for the second.
   *
   * @param input size of the images
   */
  MultiLayerConfiguration network(Settings settings, ImageSize input, int classes);

  /** Whether the 1,000 + 1,000 images that ship with the program suffice. */
  default boolean bundledImagesSuffice(Settings settings) {
    return false;
  }

  /** Whether the training images come in a new order each epoch. */
  default boolean shuffles() {
    return true;
  }

  /** The name of the loss, for the axis of a chart. */
  default String lossName() {
    return "cross-entropy";
  }

  /** The network as the document derives it from scratch; empty if it derives none. */
  default Optional<ScratchTwin> scratchTwin() {
    return Optional.empty();
  }

  /**
   * The charts of the history that the document shows besides one of the loss and one of the
   * accuracy.
   */
  default List<HistoryChart> extraCharts() {
    return List.of();
  }

  /** The number of the document's first epoch. */
  default int firstEpoch() {
    return 1;
  }

  /** Whether the document prints figures after the given number of finished epochs. */
  default boolean logs(int finishedEpochs) {
    return true;
  }
}
