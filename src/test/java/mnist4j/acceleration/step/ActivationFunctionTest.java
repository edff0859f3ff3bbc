package mnist4j.acceleration.step;

import static mnist4j.acceleration.step.TestNetworks.difference;
import static mnist4j.acceleration.step.TestNetworks.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import mnist4j.acceleration.Acceleration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ActivationFunctionTest {

  private static final float[] INPUTS = {-100, -20, -3, -0.5f, -1e-6f, 0, 1e-6f, 0.25f, 2, 30, 100};

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"IDENTITY", "RELU", "SIGMOID", "TANH"})
  void computesDl4jsOutputAndDerivative(Activation activation) {
    IActivation dl4j = activation.getActivationFunction();
    ActivationFunction ours = ActivationFunction.of(dl4j).orElseThrow();
    INDArray inputs = Nd4j.createFromArray(new float[][] {INPUTS});
    INDArray gradients = Nd4j.onesLike(inputs).muli(3);
    float[] output = INPUTS.clone();
    float[] gradient = gradients.data().asFloat();

    ours.apply(output, output.length);
    ours.backpropagate(output, gradient, output.length);

    float[] expected = dl4j.getActivation(inputs.dup(), true).data().asFloat();
    float[] derivative = dl4j.backprop(inputs.dup(), gradients).getFirst().data().asFloat();
    for (int i = 0; i < INPUTS.length; i++) {
      assertThat(output[i]).as("of %s", INPUTS[i]).isCloseTo(expected[i], within(1e-6f));
      assertThat(gradient[i]).as("at %s", INPUTS[i]).isCloseTo(derivative[i], within(1e-6f));
    }
  }

  @Test
  void theHyperbolicTangentIsExactNearZeroToo() {
    float[] values = {-1e-6f, 1e-7f, 0.01f, 1};
    ActivationFunction.TANH.apply(values, values.length);
    assertThat(values)
        .containsExactly(-1e-6f, 1e-7f, (float) Math.tanh(0.01f), (float) Math.tanh(1));
  }

  @Test
  void aNetworkOfHyperbolicTangentsHasStockDl4jsGradientAndOutputs() {
    assertThat(NetworkSpec.of(withTanh())).isPresent();
    DataSet batch = TestNetworks.CNN.batch(20, 7);
    MultiLayerNetwork stock = new MultiLayerNetwork(withTanh());
    MultiLayerNetwork fast = Acceleration.network(withTanh(), 2);
    stock.init();
    fast.init();

    assertThat(difference(fast.output(batch.getFeatures()), stock.output(batch.getFeatures())))
        .isLessThan(1e-5);
    assertThat(difference(gradient(fast, batch), gradient(stock, batch))).isLessThan(1e-5);
    assertThat(fast.score()).isCloseTo(stock.score(), within(1e-5));
  }

  private static MultiLayerConfiguration withTanh() {
    MultiLayerConfiguration configuration = TestNetworks.CNN.configuration();
    configuration.getConfs().stream()
        .map(conf -> conf.getLayer())
        .filter(layer -> layer instanceof ConvolutionLayer || layer instanceof DenseLayer)
        .forEach(
            layer ->
                ((FeedForwardLayer) layer)
                    .setActivationFn(Activation.TANH.getActivationFunction()));
    return configuration;
  }
}
