package mnist4j.acceleration;

import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's layer helpers, the oneDNN implementations of its layers. */
public final class LayerHelpers {

  private LayerHelpers() {}

  /**
   * Turns the helpers on, which DL4J leaves off unless told otherwise. A choice already made by
   * system property stands. DL4J reads the property when it builds a layer, so this comes before
   * the first network.
   */
  public static void enable() {
    if (System.getProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY) == null) {
      System.setProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY, "false");
    }
  }

  /** By name, since the layers of DL4J's next release have no helpers and no such method. */
  private static boolean hasHelper(Layer layer) {
    try {
      return Layer.class.getMethod("getHelper").invoke(layer) != null;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether a convolution built now runs through its helper. */
  public static boolean areUsed() {
    MultiLayerNetwork probe =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(1).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutional(1, 1, 1))
                .build());
    probe.init();
    return hasHelper(probe.getLayer(0));
  }
}
