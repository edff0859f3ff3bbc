package mnist4j.acceleration;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts the right answers of each training batch as the network gave them before the step. A fused
 * step counts them on its way. For any other, the output layer, which DL4J leaves out of the
 * forward pass that it reports, is computed here.
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
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (!(activations instanceof AcceleratedNetwork.ActivationsOnDemand)) {
      MultiLayerNetwork network = (MultiLayerNetwork) model;
      INDArray outputs = outputs(network, activations.get(activations.size() - 1));
      count =
          Loss.rightAnswers(
              outputs.dup('c').data().asFloat(),
              network.getLabels().dup('c').data().asFloat(),
              (int) outputs.size(1));
    }
  }

  private static INDArray outputs(MultiLayerNetwork network, INDArray lastHidden) {
    BaseOutputLayer<?> layer = (BaseOutputLayer<?>) network.getOutputLayer();
    INDArray outputs = lastHidden.mmul(layer.getParam("W"));
    if (layer.hasBias()) {
      outputs.addiRowVector(layer.getParam("b"));
    }
    return layer.layerConf().getActivationFn().getActivation(outputs, false);
  }

  @Override
  public void onBackwardPass(Model model) {
    if (model instanceof AcceleratedNetwork network && network.usedLanes()) {
      count = network.lastScore().right();
    }
  }
}
