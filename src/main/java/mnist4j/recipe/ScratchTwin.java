package mnist4j.recipe;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.scratch.FitListener;
import mnist4j.scratch.FitState;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recipe's network as its document writes it from scratch, with a hand-derived gradient. */
public interface ScratchTwin {

  /** The largest seed that the document's random generator takes; the smallest is 0. */
  long maxSeed();

  /** The number of classes of a data set that the document's code takes; empty for any. */
  default OptionalInt classes() {
    return OptionalInt.empty();
  }

  /** Whether the document's code takes a data set of so many classes. */
  default boolean takes(int number) {
    return classes().orElse(number) == number;
  }

  /**
   * The recipe's images in the order in which the document trains on them.
   *
   * @param data as the recipe prepares it
   */
  default RecipeData ordered(RecipeData data, Settings settings) {
    return data;
  }

  /**
   * Steps per epoch.
   *
   * @param data as {@link #ordered} returns it
   */
  int steps(RecipeData data);

  /**
   * Trains from fresh weights, or continues. All weights are of double precision, and go by their
   * names in the recipe's DL4J network, such as {@code 0_W}.
   *
   * @param start of the same training; empty to train from the beginning
   * @return the trained weights
   */
  Map<String, INDArray> train(
      RecipeData data,
      Settings settings,
      Optional<FitState<Map<String, INDArray>>> start,
      FitListener<Map<String, INDArray>> listener);
}
