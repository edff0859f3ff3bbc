package mnist4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** A network over 784 pixels whose outputs are no numbers for some pictures. */
public final class OverflowingNetwork {

  private OverflowingNetwork() {}

  /**
   * One linear unit before the softmax.
   *
   * @param pixel 1 in it alone overflows
   * @param other 1 in both does not, nor 0 in both
   */
  public static MultiLayerNetwork of(int classes, int pixel, int other) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(784)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(1)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    network.params().assign(0);
    network.getParam("0_W").putScalar(pixel, 0, 3e38).putScalar(other, 0, -3e38);
    network.getParam("1_W").putScalar(0, 0, 10);
    return network;
  }
}
