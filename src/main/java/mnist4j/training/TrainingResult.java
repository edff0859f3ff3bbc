package mnist4j.training;

import java.util.List;
import java.util.OptionalInt;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network, with how it was trained and how well it does.
 *
 * @param recipe the recipe that was trained
 * @param engine that trained it
 * @param settings it was trained with
 * @param dataset the name of the data set
 * @param preparedAsMnist whether its images were scaled and centred as MNIST's
 * @param data the images
 * @param network the trained network, of standard DL4J classes, see {@link #restoredEpoch}
 * @param history the logged epochs
 * @param test the evaluation on the test set
 * @param secondsPerEpoch training time of every epoch, without evaluation; by hand with the passes
 *     over the test set that the document logs
 */
public record TrainingResult(
    Recipe recipe,
    Engine engine,
    Settings settings,
    String dataset,
    boolean preparedAsMnist,
    RecipeData data,
    MultiLayerNetwork network,
    TrainingHistory history,
    EvaluationResult test,
    List<Double> secondsPerEpoch) {

  public TrainingResult {
    secondsPerEpoch = List.copyOf(secondsPerEpoch);
  }

  /** Training time of all epochs in seconds. */
  public double trainSeconds() {
    return secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The epoch whose parameters the network has, the best one on the validation images; empty if it
   * is the last one because there was no early stopping.
   */
  public OptionalInt restoredEpoch() {
    return settings.patience().isPresent()
        ? OptionalInt.of(history.best().epoch())
        : OptionalInt.empty();
  }

  /** The name of the recipe, with the engine if it is not DL4J. */
  public String label() {
    return engine.label(recipe);
  }

  /** What the saved network says of itself. */
  public ModelMetadata metadata() {
    return new ModelMetadata(dataset, data.classNames(), preparedAsMnist, data.train().imageSize());
  }

  /** The network's outputs for the first test image, one per class or a single one. */
  public double[] firstTestOutputs() {
    return network.output(data.test().first(1).features()).ravel().toDoubleVector();
  }

  /** Images per step: the batch size, or all training images if they are fewer. */
  public int batchSize() {
    return Math.min(settings.batchSize(), data.train().size());
  }
}
