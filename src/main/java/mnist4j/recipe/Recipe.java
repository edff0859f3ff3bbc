package mnist4j.recipe;

import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

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
   * @throws IllegalArgumentException if the settings ask for more images than there are
   */
  RecipeData prepare(ImageData data, Settings settings);

  /** The network for {@code [n, 784]} float32 inputs in [0, 1]. */
  MultiLayerConfiguration network(Settings settings, int classes);

  /** What the network's outputs are compared with, {@code [n, outputs]}. */
  default INDArray targets(LabelledImages images, int classes) {
    return images.oneHot(classes);
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
