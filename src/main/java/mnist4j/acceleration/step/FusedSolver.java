package mnist4j.acceleration.step;

import java.util.Collection;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.ConvexOptimizer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.solvers.StochasticGradientDescent;
import org.deeplearning4j.optimize.stepfunctions.NegativeGradientStepFunction;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's stochastic gradient descent without what is no use after a fused step. */
final class FusedSolver extends Solver {

  private final ConvexOptimizer optimizer;

  FusedSolver(MultiLayerNetwork network) {
    optimizer = new Descent(network);
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

  private static final class Descent extends StochasticGradientDescent {

    private final transient MultiLayerNetwork network;

    Descent(MultiLayerNetwork network) {
      super(network.conf(), new NegativeGradientStepFunction(), network.getListeners(), network);
      this.network = network;
    }

    /**
     * Subtracts an update that no {@link FusedUpdater} has subtracted yet. DL4J's own method makes
     * views of the gradient in any case, which takes a fifth of a small network's step.
     */
    @Override
    @SuppressWarnings("try") // The workspace only has to be open.
    public boolean optimize(LayerWorkspaceMgr workspaces) {
      INDArray update = gradientAndScore(workspaces).getFirst().gradient();
      if (!(network.getUpdater() instanceof FusedUpdater fused && fused.hasSubtracted())) {
        INDArray parameters = network.params();
        stepFunction.step(parameters, update.reshape(parameters.shape()));
      }
      int iteration = network.getIterationCount();
      int epoch = network.getEpochCount();
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        trainingListeners.forEach(listener -> listener.iterationDone(network, iteration, epoch));
      }
      incrementIterationCount(network, 1);
      applyConstraints(network);
      return true;
    }
  }
}
