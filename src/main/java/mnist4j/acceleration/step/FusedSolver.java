package mnist4j.acceleration.step;

import java.util.Collection;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.ConvexOptimizer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.StochasticGradientDescent;
import org.deeplearning4j.optimize.stepfunctions.NegativeGradientStepFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's stochastic gradient descent, but for the subtraction of an update that a {@link
 * FusedUpdater} has subtracted already.
 */
final class FusedSolver extends Solver {

  private final ConvexOptimizer optimizer;

  FusedSolver(MultiLayerNetwork network) {
    optimizer =
        new StochasticGradientDescent(
            network.conf(), new Subtraction(network), network.getListeners(), network);
  }

  @Override
  public void optimize(LayerWorkspaceMgr workspaces) {
    optimizer.optimize(workspaces);
  }

  /** It is there from the beginning. */
  @Override
  public void initOptimizer() {}

  @Override
  public ConvexOptimizer getOptimizer() {
    return optimizer;
  }

  @Override
  public void setListeners(Collection<TrainingListener> listeners) {
    optimizer.setListeners(listeners);
  }

  private static final class Subtraction extends NegativeGradientStepFunction {

    private static final long serialVersionUID = 1L;

    private final transient MultiLayerNetwork network;

    Subtraction(MultiLayerNetwork network) {
      this.network = network;
    }

    @Override
    public void step(INDArray parameters, INDArray update) {
      if (!(network.getUpdater() instanceof FusedUpdater fused && fused.hasSubtracted())) {
        super.step(parameters, update);
      }
    }
  }
}
