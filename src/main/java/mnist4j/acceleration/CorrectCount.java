package mnist4j.acceleration;

import mnist4j.acceleration.step.AcceleratedNetwork;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Listener that counts the correctly classified examples of each training batch, as the network
 * classifies them before the update. The fused step counts them anyway. For any other step the
 * output layer is computed again here, because DL4J keeps its input but not its output.
 */
public final class CorrectCount extends BaseTrainingListener {

  private int count;

  /**
   * Correctly classified examples of the last batch: the largest output is that of the true class
   * or, for a network with a single output, output and label are on the same side of 0.5.
   */
  public int count() {
    return count;
  }

  @Override
  public void onBackwardPass(Model model) {
    count =
        model instanceof AcceleratedNetwork accelerated
            ? accelerated.correctInLastStep().orElseGet(() -> count(accelerated))
            : count((MultiLayerNetwork) model);
  }

  /** From the output layer's input as the step saw it, after dropout. */
  private static int count(MultiLayerNetwork network) {
    BaseOutputLayer<?> layer = (BaseOutputLayer<?>) network.getOutputLayer();
    INDArray outputs = layer.getInput().mmul(layer.getParam("W"));
    if (layer.hasBias()) {
      outputs.addiRowVector(layer.getParam("b"));
    }
    INDArray activated = layer.layerConf().getActivationFn().getActivation(outputs, false);
    return classes(activated)
        .eq(classes(network.getLabels()))
        .castTo(DataType.INT32)
        .sumNumber()
        .intValue();
  }

  private static INDArray classes(INDArray outputs) {
    return outputs.size(1) == 1 ? outputs.gt(0.5) : outputs.argMax(1);
  }
}
