package mnist4j.acceleration.step;

import java.util.Collection;
import org.deeplearning4j.nn.api.Updater;
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

  /**
   * @param threads that an update may use, at least 1
   */
  FusedSolver(MultiLayerNetwork network, int threads) {
    optimizer = new Descent(network, threads);
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
    private final int threads;

    Descent(MultiLayerNetwork network, int threads) {
      super(network.conf(), new NegativeGradientStepFunction(), network.getListeners(), network);
      this.network = network;
      this.threads = threads;
    }

    /** Made when it is first needed: a network that only gives outputs has no state. */
    @Override
    public Updater getUpdater(boolean initialize) {
      if (updater == null && initialize) {
        updater = NativeMatrix.outsideWorkspaces(() -> new FusedUpdater(network, threads));
      }
      return updater;
    }

    /**
     * Subtracts an update that no {@link FusedUpdater} has subtracted yet. DL4J's own method makes
     * views of the gradient in any case, which takes a fifth of a small network's step.
     */
    @Override
    @SuppressWarnings("try") // The workspace only has to be open.
    public boolean optimize(LayerWorkspaceMgr workspaces) {
      // Before the superclass needs one, which would make DL4J's.
      Updater used = getUpdater();
      INDArray update = gradientAndScore(workspaces).getFirst().gradient();
      if (!(used instanceof FusedUpdater fused && fused.hasSubtracted())) {
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
