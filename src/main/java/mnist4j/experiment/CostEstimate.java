package mnist4j.experiment;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Estimates the relative training time of networks, from which the time left is derived. */
final class CostEstimate {

  /** The fixed cost of an example, in multiplications. */
  private static final double OVERHEAD = 50_000;

  private CostEstimate() {}

  /**
   * Cost of a training, in multiplications of the forward pass.
   *
   * @param input type of the network's input
   * @param examples per epoch
   */
  static double of(
      MultiLayerConfiguration configuration, InputType input, int examples, int epochs) {
    return (multiplications(configuration, input) + OVERHEAD) * examples * epochs;
  }

  /** Multiplications of the forward pass for one example. */
  static long multiplications(MultiLayerConfiguration configuration, InputType input) {
    List<InputType> outputs = configuration.getLayerActivationTypes(input);
    long sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      sum += multiplications(configuration.getConf(i).getLayer(), outputs.get(i));
    }
    return sum;
  }

  private static long multiplications(Layer layer, InputType output) {
    if (layer instanceof ConvolutionLayer convolution) {
      var kernel = convolution.getKernelSize();
      return output.arrayElementsPerExample() * convolution.getNIn() * kernel[0] * kernel[1];
    }
    return layer instanceof FeedForwardLayer dense ? dense.getNIn() * dense.getNOut() : 0;
  }
}
