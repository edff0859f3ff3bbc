package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import mnist4j.training.TrainingProgress;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Trains one network on points of the plane.
 *
 * @param label what progress, files and its picture are called
 * @param recipe the network and its schedule
 * @param train points to learn from
 * @param test new points of the same kind
 * @param shared what all runs of the experiment share
 */
record PointsRun(String label, ToyRecipe recipe, ToyPoints train, ToyPoints test, Conditions shared)
    implements Run<ToyRun> {

  @Override
  public List<String> conditions() {
    List<String> lines = new ArrayList<>(shared.machine());
    lines.add(recipe.toString());
    lines.add("network, SHA-256 " + DigestUtils.sha256Hex(recipe.network().toJson()));
    lines.add("points, SHA-256 " + DigestUtils.sha256Hex(train + " " + test));
    return lines;
  }

  @Override
  public double work() {
    return Work.of(
        recipe.network(), InputType.feedForward(2), train.points().size(), recipe.steps());
  }

  @Override
  public Class<ToyRun> resultType() {
    return ToyRun.class;
  }

  @Override
  public ToyRun carryOut(TrainingProgress progress) {
    return ToyTrainer.train(recipe, train, test, progress);
  }
}
