package mnist4j.training;

import mnist4j.recipe.RecipeData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Takes the training steps of an epoch: in this process, or elsewhere. */
public interface EpochTrainer extends AutoCloseable {

  /** Makes one for the images of a recipe. */
  @FunctionalInterface
  interface Factory {

    /**
     * @param data as the recipe prepares it
     * @param outputs of the network
     */
    EpochTrainer of(RecipeData data, int outputs);
  }

  /** Number of steps in an epoch that the progress is told of. */
  int steps();

  /**
   * Trains a network for one epoch.
   *
   * @param epoch counted from 0
   * @param metrics of the epoch, to which every step is added; a listener of the network
   */
  void train(MultiLayerNetwork network, int epoch, EpochMetrics metrics);

  /** Frees what it holds outside of this process; nothing where it holds nothing there. */
  @Override
  default void close() {}
}
