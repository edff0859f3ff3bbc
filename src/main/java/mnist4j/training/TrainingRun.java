package mnist4j.training;

import java.util.List;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A finished training run.
 *
 * @param recipe what was trained
 * @param engine by what
 * @param settings how
 * @param dataset what the data set is called
 * @param data on which images
 * @param network the trained network, of standard DL4J classes
 * @param history the logged epochs
 * @param test how the network does on the test set
 * @param secondsPerEpoch training time of every epoch, without scoring
 */
public record TrainingRun(
    Recipe recipe,
    Engine engine,
    Settings settings,
    String dataset,
    RecipeData data,
    MultiLayerNetwork network,
    TrainingHistory history,
    EvaluationResult test,
    List<Double> secondsPerEpoch) {

  public TrainingRun {
    secondsPerEpoch = List.copyOf(secondsPerEpoch);
  }

  /** Training time of all epochs in seconds. */
  public double trainSeconds() {
    return secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Images per step, as many as there were. */
  public int batchSize() {
    return Math.min(settings.batchSize(), data.train().size());
  }
}
