package mnist4j.recipe;

import java.util.Map;
import java.util.function.Consumer;
import mnist4j.data.ImageData;
import mnist4j.scratch.FitResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recipe's network as its document writes it from scratch, with a hand-derived gradient. */
public interface ScratchTwin {

  /** The largest seed that the document's random generator takes; the smallest is 0. */
  long largestSeed();

  /**
   * The recipe's images in the order in which the document trains on them.
   *
   * @param data as the recipe prepares it
   * @param images the set that it comes from
   */
  default RecipeData ordered(RecipeData data, ImageData images, Settings settings) {
    return data;
  }

  /**
   * Trains from fresh weights.
   *
   * @param listener told of each logged epoch as it ends
   * @return the trained weights by their names in the recipe's DL4J network, such as {@code 0_W}
   */
  Map<String, INDArray> train(
      RecipeData data, Settings settings, Consumer<FitResult.Epoch> listener);
}
