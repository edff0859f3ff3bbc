package mnist4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class RecipeNetworksTest {

  private static final IWeightInit GLOROT_UNIFORM = new WeightInitXavierUniform();

  private static Recipe recipe(String name) {
    return Recipes.named(name).orElseThrow();
  }

  private static MultiLayerConfiguration network(String name, int classes) {
    return recipe(name).network(recipe(name).defaults(), ImageSize.MNIST, classes);
  }

  private static Object layer(MultiLayerConfiguration network, int index) {
    return network.getConf(index).getLayer();
  }

  private static void assertUnits(FeedForwardLayer layer, int in, int out, IActivation activation) {
    assertThat(layer.getNIn()).isEqualTo(in);
    assertThat(layer.getNOut()).isEqualTo(out);
    assertThat(layer.getActivationFn()).isEqualTo(activation);
  }

  private static void assertConvolution(Object layer, int in, int out) {
    assertThat(layer).isInstanceOf(ConvolutionLayer.class);
    ConvolutionLayer convolution = (ConvolutionLayer) layer;
    assertUnits(convolution, in, out, new ActivationReLU());
    assertThat(convolution.getKernelSize()).containsExactly(3, 3);
    assertThat(convolution.getStride()).containsExactly(1, 1);
    assertThat(convolution.getPadding()).containsExactly(0, 0);
    assertThat(convolution.hasBias()).isTrue();
  }

  private static void assertPooling(Object layer) {
    assertThat(layer).isInstanceOf(SubsamplingLayer.class);
    SubsamplingLayer pooling = (SubsamplingLayer) layer;
    assertThat(pooling.getPoolingType()).isEqualTo(PoolingType.MAX);
    assertThat(pooling.getKernelSize()).containsExactly(2, 2);
    assertThat(pooling.getStride()).containsExactly(2, 2);
    assertThat(pooling.getPadding()).containsExactly(0, 0);
  }

  private static void assertDense(Object layer, int in, int out, boolean bias) {
    assertThat(layer).isInstanceOf(DenseLayer.class);
    assertUnits((DenseLayer) layer, in, out, new ActivationReLU());
    assertThat(((DenseLayer) layer).hasBias()).isEqualTo(bias);
    assertThat(((DenseLayer) layer).getIDropout()).isNull();
  }

  private static void assertOutput(
      Object layer, int in, int out, IActivation activation, ILossFunction loss, boolean bias) {
    assertThat(layer).isInstanceOf(OutputLayer.class);
    assertUnits((OutputLayer) layer, in, out, activation);
    assertThat(((OutputLayer) layer).getLossFn()).isEqualTo(loss);
    assertThat(((OutputLayer) layer).hasBias()).isEqualTo(bias);
  }

  private static void assertTrainedBy(
      MultiLayerConfiguration network, IUpdater updater, IWeightInit weights, long seed) {
    for (int index = 0; index < network.getConfs().size(); index++) {
      assertThat(network.getConf(index).getSeed()).isEqualTo(seed);
      if (layer(network, index) instanceof BaseLayer layer) {
        assertThat(layer.getIUpdater()).isEqualTo(updater);
        assertThat(layer.getWeightInitFn()).isEqualTo(weights);
        assertThat(layer.getBiasInit()).isZero();
        assertThat(layer.getRegularization()).isEmpty();
      }
    }
  }

  @Test
  void fiveAreOfDocumentsAndOneIsOursTheQuickestFirst() {
    assertThat(Recipes.documented())
        .extracting(Recipe::name)
        .containsExactly("numpy-mlp", "mlp-512", "perceptron", "mlp-64", "cnn");
    assertThat(Recipes.all())
        .startsWith(Recipes.documented().toArray(Recipe[]::new))
        .extracting(Recipe::name)
        .endsWith("cnn-best")
        .hasSize(6);
    assertThat(Recipes.named("lenet")).isEmpty();
  }

  @Nested
  class Mlp64 {

    @Test
    void has64HiddenUnitsAndTenOutputs() {
      MultiLayerConfiguration network = network("mlp-64", 10);
      assertThat(network.getConfs()).hasSize(2);
      assertDense(layer(network, 0), 784, 64, true);
      assertOutput(layer(network, 1), 64, 10, new ActivationSoftmax(), new LossMCXENT(), true);
    }

    @Test
    void isTrainedByKerasAdamFromGlorotWeights() {
      assertTrainedBy(network("mlp-64", 10), new Adam(1e-3, 0.9, 0.999, 1e-7), GLOROT_UNIFORM, 1);
    }

    @Test
    void isTrainedAsItsDocumentSays() {
      assertThat(recipe("mlp-64").defaults()).isEqualTo(Settings.of(20, 32, 1e-3).withHidden(64));
    }
  }

  @Nested
  class Mlp512 {

    @Test
    void has512HiddenUnitsAndTenOutputs() {
      MultiLayerConfiguration network = network("mlp-512", 10);
      assertThat(network.getConfs()).hasSize(2);
      assertDense(layer(network, 0), 784, 512, true);
      assertOutput(layer(network, 1), 512, 10, new ActivationSoftmax(), new LossMCXENT(), true);
    }

    @Test
    void isTrainedByKerasRmspropFromGlorotWeights() {
      assertTrainedBy(network("mlp-512", 10), new RmsProp(1e-3, 0.9, 1e-7), GLOROT_UNIFORM, 1);
    }

    @Test
    void isTrainedAsItsDocumentSays() {
      assertThat(recipe("mlp-512").defaults()).isEqualTo(Settings.of(5, 128, 1e-3).withHidden(512));
    }
  }

  @Nested
  class Cnn {

    @Test
    void hasThreeConvolutionsTwoPoolingsAndTwoDenseLayers() {
      MultiLayerConfiguration network = network("cnn", 10);
      assertThat(network.getConfs()).hasSize(7);
      assertConvolution(layer(network, 0), 1, 32);
      assertPooling(layer(network, 1));
      assertConvolution(layer(network, 2), 32, 64);
      assertPooling(layer(network, 3));
      assertConvolution(layer(network, 4), 64, 64);
      assertDense(layer(network, 5), 3 * 3 * 64, 128, true);
      assertOutput(layer(network, 6), 128, 10, new ActivationSoftmax(), new LossMCXENT(), true);
    }

    @Test
    void isTrainedByKerasAdamFromGlorotWeights() {
      assertTrainedBy(network("cnn", 10), new Adam(1e-3, 0.9, 0.999, 1e-7), GLOROT_UNIFORM, 1);
    }

    @Test
    void isTrainedAsItsDocumentSays() {
      assertThat(recipe("cnn").defaults()).isEqualTo(Settings.of(5, 64, 1e-3).withHidden(128));
    }
  }

  @Nested
  class CnnBest {

    private final MultiLayerConfiguration network = network("cnn-best", 10);

    @Test
    void hasTwoBlocksOfTwoConvolutionsAndTwoDenseLayers() {
      assertThat(network.getConfs()).hasSize(13);
      assertConvolution(layer(network, 0), 1, 32);
      assertNormalisation(layer(network, 1), 32);
      assertConvolution(layer(network, 2), 32, 32);
      assertPooling(layer(network, 3));
      assertNormalisation(layer(network, 4), 32);
      assertConvolution(layer(network, 5), 32, 64);
      assertNormalisation(layer(network, 6), 64);
      assertConvolution(layer(network, 7), 64, 64);
      assertPooling(layer(network, 8));
      assertNormalisation(layer(network, 9), 64);
      assertUnits((DenseLayer) layer(network, 10), 4 * 4 * 64, 256, new ActivationReLU());
      assertNormalisation(layer(network, 11), 256);
      assertOutput(layer(network, 12), 256, 10, new ActivationSoftmax(), new LossMCXENT(), true);
    }

    private static void assertNormalisation(Object layer, int channels) {
      assertThat(layer).isInstanceOf(BatchNormalization.class);
      assertThat(((BatchNormalization) layer).getNOut()).isEqualTo(channels);
      assertThat(((BatchNormalization) layer).getDecay()).isEqualTo(0.99);
    }

    @Test
    void dropsInputsOfBothDenseLayersEachByItsOwnMask() {
      IDropout hidden = ((DenseLayer) layer(network, 10)).getIDropout();
      IDropout output = ((OutputLayer) layer(network, 12)).getIDropout();
      assertThat(hidden).isEqualTo(new Dropout(0.6)).isEqualTo(output).isNotSameAs(output);
    }

    @Test
    void learnsByAdamEveryEpochASlowerStep() {
      Adam adam = (Adam) ((ConvolutionLayer) layer(network, 0)).getIUpdater();
      assertThat(adam.getEpsilon()).isEqualTo(1e-7);
      assertThat(adam.getLearningRate(900, 0)).isEqualTo(2e-3);
      assertThat(adam.getLearningRate(900, 5)).isCloseTo(1.6e-3, within(1e-12));
      assertThat(adam.getLearningRate(900, 24)).isCloseTo(8e-5, within(1e-12));
    }

    @Test
    void movesItsTrainingImagesAndDrawsThreeInTenWithOtherPens() {
      assertThat(recipe("cnn-best").defaults().augmentation())
          .contains(new Augmentation(10, 2, 0.1, 0, 0.3));
    }
  }

  @Nested
  class Perceptron {

    @Test
    void hasOneSigmoidOutput() {
      MultiLayerConfiguration network = network("perceptron", 2);
      assertThat(network.getConfs()).hasSize(1);
      assertOutput(layer(network, 0), 784, 1, new ActivationSigmoid(), new LossMSE(), true);
    }

    @Test
    void isTrainedByGradientDescentAtHalfTheRateFromNormalWeights() {
      assertTrainedBy(
          network("perceptron", 2),
          new Sgd(0.005),
          new WeightInitDistribution(new NormalDistribution(0, 1)),
          recipe("perceptron").defaults().generatorSeed());
    }

    @Test
    void isTrainedAsItsDocumentSays() {
      assertThat(recipe("perceptron").defaults())
          .isEqualTo(
              Settings.of(3_000, Settings.FULL_BATCH, 0.01)
                  .withSeed(0)
                  .withDigits(new DigitPair(0, 1)));
      assertThat(recipe("perceptron").shuffles()).isFalse();
    }

    @Test
    void logsItsFirstEpochAndEvery200th() {
      assertThat(List.of(1, 2, 199, 200, 201, 400, 3_000))
          .filteredOn(epoch -> recipe("perceptron").logs(epoch))
          .containsExactly(1, 200, 400, 3_000);
    }
  }

  @Nested
  class NumpyMlp {

    @Test
    void hasNoBiasesAndDropsHalfTheHiddenActivations() {
      MultiLayerConfiguration network = network("numpy-mlp", 10);
      assertThat(network.getConfs()).hasSize(2);
      assertDense(layer(network, 0), 784, 100, false);
      assertOutput(layer(network, 1), 100, 10, new ActivationIdentity(), new LossL2(), false);
      assertThat(((OutputLayer) layer(network, 1)).getIDropout()).isEqualTo(new Dropout(0.5));
    }

    @Test
    void isTrainedByGradientDescentAtHalfTheRateFromUniformWeights() {
      assertTrainedBy(
          network("numpy-mlp", 10),
          new Sgd(0.0025),
          new WeightInitDistribution(new UniformDistribution(-0.1, 0.1)),
          884_736_743);
    }

    @Test
    void isTrainedAsItsDocumentSays() {
      assertThat(recipe("numpy-mlp").defaults())
          .isEqualTo(
              Settings.of(20, 1, 0.005).withSeed(884_736_743).withHidden(100).withDropout(0.5));
      assertThat(recipe("numpy-mlp").shuffles()).isFalse();
      assertThat(recipe("numpy-mlp").firstEpoch()).isZero();
    }
  }

  @Nested
  class WithOtherSettings {

    private final Settings settings =
        Settings.of(1, 1, 0.5)
            .withSeed(77)
            .withHidden(17)
            .withL2(0.25)
            .withDropout(0.2)
            .withDigits(DigitPair.ZERO_AND_ONE);

    @ParameterizedTest
    @CsvSource({"mlp-64,0", "mlp-512,0", "cnn,5", "numpy-mlp,0"})
    void theyReachTheLayersTheySpeakOf(String name, int hiddenLayer) {
      MultiLayerConfiguration network = recipe(name).network(settings, ImageSize.MNIST, 3);
      FeedForwardLayer hidden = (FeedForwardLayer) layer(network, hiddenLayer);
      OutputLayer output = (OutputLayer) layer(network, hiddenLayer + 1);
      assertThat(hidden.getNOut()).isEqualTo(17);
      assertThat(hidden.getRegularization()).containsExactly(new L2Regularization(0.25));
      assertThat(output.getNIn()).isEqualTo(17);
      assertThat(output.getNOut()).isEqualTo(3);
      IDropout keepsFourFifths = new Dropout(0.8);
      assertThat(output.getIDropout()).isEqualTo(keepsFourFifths);
      assertThat(network.getConf(0).getSeed()).isEqualTo(77);
      double factor = name.equals("numpy-mlp") ? 0.5 : 1;
      assertThat(hidden.getIUpdater().getLearningRate(0, 0)).isEqualTo(0.5 * factor);
    }
  }

  @Nested
  class FreshlyDrawn {

    private INDArray parameter(String recipe, String name) {
      MultiLayerNetwork network = new MultiLayerNetwork(network(recipe, 10));
      network.init();
      return network.getParam(name);
    }

    @ParameterizedTest
    @CsvSource({
      "mlp-64,0_W,848",
      "mlp-64,1_W,74",
      "mlp-512,0_W,1296",
      "cnn,0_W,297",
      "cnn,2_W,864",
      "cnn,5_W,704"
    })
    void glorotWeightsFillTheirRangeAndNoMore(String recipe, String name, double fans) {
      INDArray weights = parameter(recipe, name);
      double bound = Math.sqrt(6 / fans);
      assertThat(weights.amaxNumber().doubleValue()).isBetween(0.95 * bound, bound);
      assertThat(weights.meanNumber().doubleValue()).isBetween(-0.15 * bound, 0.15 * bound);
    }

    @ParameterizedTest
    @CsvSource({"mlp-64,0_b", "mlp-512,1_b", "cnn,0_b", "cnn,6_b", "perceptron,0_b"})
    void biasesAreZero(String recipe, String name) {
      assertThat(parameter(recipe, name).amaxNumber().doubleValue()).isZero();
    }

    @Test
    void numpyWeightsAreWithinATenth() {
      assertThat(parameter("numpy-mlp", "0_W").amaxNumber().doubleValue()).isBetween(0.099, 0.1);
    }

    @Test
    void perceptronWeightsAreStandardNormal() {
      INDArray weights = parameter("perceptron", "0_W");
      assertThat(weights.stdNumber().doubleValue()).isBetween(0.9, 1.1);
      assertThat(weights.meanNumber().doubleValue()).isBetween(-0.15, 0.15);
    }
  }
}
