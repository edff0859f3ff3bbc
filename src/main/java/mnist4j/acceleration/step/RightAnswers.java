package mnist4j.acceleration.step;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts the right answers of each training batch as the network gave them before the step. A fused
 * step counts them on its way. For any other, the output layer is computed here once more, since
 * DL4J keeps its input but not its output.
 */
public final class RightAnswers extends BaseTrainingListener {

  private int count;

  /**
   * Right answers among the last batch: the largest output is the wanted class, or with a single
   * output, it lies on the wanted side of one half.
   */
  public int count() {
    return count;
  }

  @Override
  public void onBackwardPass(Model model) {
    count =
        model instanceof AcceleratedNetwork accelerated && accelerated.usedLanes()
            ? accelerated.lastScore().right()
            : count((MultiLayerNetwork) model);
  }

  /** From the output layer's input as the step saw it, with what dropout left of it. */
  private static int count(MultiLayerNetwork network) {
    BaseOutputLayer<?> layer = (BaseOutputLayer<?>) network.getOutputLayer();
    INDArray outputs = layer.getInput().mmul(layer.getParam("W"));
    if (layer.hasBias()) {
      outputs.addiRowVector(layer.getParam("b"));
    }
    INDArray activated = layer.layerConf().getActivationFn().getActivation(outputs, false);
    return Loss.rightAnswers(
        activated.dup('c').data().asFloat(),
        network.getLabels().dup('c').data().asFloat(),
        (int) activated.size(1));
  }
}
