package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.experiment.ToyTrainer.ToyRun;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingProgress;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Trains one network on points of the plane.
 *
 * @param label the name in the progress display, in the cache and above its chart
 * @param recipe the network and its schedule
 * @param train training points
 * @param test new points of the same distribution
 * @param setup that all trials of the experiment share
 */
record ToyTrial(
    String label, ToyRecipe recipe, ToyPoints train, ToyPoints test, ExperimentSetup setup)
    implements Trial<ToyRun> {

  private static final int QUICK_SHARE = 20;

  /** A twentieth of the steps for a quick experiment, else all of them. */
  static int steps(int steps, ExperimentSetup setup) {
    return setup.quick() ? steps / QUICK_SHARE : steps;
  }

  @Override
  public List<String> key() {
    List<String> lines = new ArrayList<>(setup.environmentKey());
    lines.add(recipe.toString());
    lines.add("network, SHA-256 " + DigestUtils.sha256Hex(recipe.network().toJson()));
    lines.add("points, SHA-256 " + DigestUtils.sha256Hex(train + " " + test));
    return lines;
  }

  @Override
  public double cost() {
    return CostEstimate.of(
        recipe.network(), InputType.feedForward(2), train.points().size(), recipe.steps());
  }

  @Override
  public Class<ToyRun> resultType() {
    return ToyRun.class;
  }

  @Override
  public ToyRun run(TrainingProgress progress, Optional<Checkpoints> checkpoints) {
    return ToyTrainer.train(recipe, train, test, progress);
  }
}
