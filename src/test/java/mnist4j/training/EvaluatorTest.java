package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.evaluation.EvaluationResult.Prediction;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Networks of one layer over two pixels, whose outputs can be worked out by hand. */
class EvaluatorTest {

  private static final byte INK = (byte) 255;

  private static MultiLayerNetwork network(
      Activation activation, LossFunction loss, double[][] weights) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .l2(10)
                .list()
                .layer(
                    new OutputLayer.Builder(loss)
                        .nIn(weights.length)
                        .nOut(weights[0].length)
                        .activation(activation)
                        .build())
                .build());
    network.init();
    network.setParam("0_W", Nd4j.create(weights).castTo(network.getParam("0_W").dataType()));
    return network;
  }

  private static Offset<Double> float32() {
    return within(1e-6);
  }

  @Nested
  class SoftmaxOfThreeClasses {

    // Ink in the left pixel: 1/8, 2/8, 5/8. Ink in the right one: 3/5, 1/5, 1/5.
    private final MultiLayerNetwork network =
        network(
            Activation.SOFTMAX,
            LossFunction.MCXENT,
            new double[][] {{0, Math.log(2), Math.log(5)}, {Math.log(3), 0, 0}});
    private final LabelledImages images =
        LabelledImages.of(1, 2, new byte[] {INK, 0, 0, INK, INK, 0}, new byte[] {2, 1, 0});

    @Test
    void theLossIsTheMeanNegativeLogarithmWithoutThePenaltyOnTheWeights() {
      EvaluationResult result = Evaluator.evaluate(network, images, 3);
      double expected = -(Math.log(5 / 8.) + Math.log(1 / 5.) + Math.log(1 / 8.)) / 3;
      assertThat(result.loss()).isCloseTo(expected, float32());
    }

    @Test
    void aProbabilityThatFloat32RoundsToZeroCountsAsDl4jsSmallest() {
      MultiLayerNetwork sure =
          network(
              Activation.SOFTMAX, LossFunction.MCXENT, new double[][] {{0, 0, 500}, {0, 0, 500}});
      double smallest = -Math.log(1e-10);
      assertThat(Evaluator.evaluate(sure, images, 3).loss())
          .isCloseTo((0 + smallest + smallest) / 3, within(1e-4));
    }

    @Test
    void anOutputThatIsNoNumberMakesTheLossNoNumber() {
      network.getParam("0_b").putScalar(1, Float.NaN);
      assertThat(Evaluator.evaluate(network, images, 3).loss()).isNaN();
    }

    @Test
    void thePredictionIsTheLargestOutput() {
      EvaluationResult result = Evaluator.evaluate(network, images, 3);
      assertThat(result.predictions())
          .extracting(Prediction::image, Prediction::truth, Prediction::predicted)
          .containsExactly(tuple(0, 2, 2), tuple(1, 1, 0), tuple(2, 0, 2));
      assertThat(result.accuracy()).isEqualTo(1 / 3.);
      assertThat(result.predictions().get(0).confidence()).isCloseTo(5 / 8., float32());
      assertThat(result.predictions().get(1).confidence()).isCloseTo(3 / 5., float32());
    }

    @Test
    void theOutputsAreProbabilities() {
      assertThat(Evaluator.evaluate(network, images, 3).probabilities()).isTrue();
    }

    @Test
    void manyImagesAreJudgedAsFewAre() {
      int count = 2_345;
      byte[] pixels = new byte[2 * count];
      byte[] labels = new byte[count];
      for (int i = 0; i < count; i++) {
        pixels[2 * i + i % 2] = INK;
        labels[i] = 2;
      }
      EvaluationResult result =
          Evaluator.evaluate(network, LabelledImages.of(1, 2, pixels, labels), 3);
      int left = (count + 1) / 2;
      double sum = left * -Math.log(5 / 8.) + (count - left) * -Math.log(1 / 5.);
      assertThat(result.loss()).isCloseTo(sum / count, within(1e-5));
      assertThat(result.accuracy()).isEqualTo((double) left / count);
      assertThat(result.predictions()).hasSize(count).last().extracting("image").isEqualTo(2_344);
    }
  }

  @Nested
  class OneSigmoidOutput {

    // Ink in the left pixel: 3/4. Ink in the right one: 1/4. Ink in both: 1/2.
    private final MultiLayerNetwork network =
        network(
            Activation.SIGMOID, LossFunction.MSE, new double[][] {{Math.log(3)}, {-Math.log(3)}});
    private final LabelledImages images =
        LabelledImages.of(
            1, 2, new byte[] {INK, 0, 0, INK, INK, INK, INK, 0}, new byte[] {1, 0, 1, 0});

    @Test
    void theLossIsTheMeanSquaredDistance() {
      assertThat(Evaluator.evaluate(network, images, 2).loss())
          .isCloseTo((1 / 16. + 1 / 16. + 1 / 4. + 9 / 16.) / 4, float32());
    }

    @Test
    void theOutputIsAProbability() {
      assertThat(Evaluator.evaluate(network, images, 2).probabilities()).isTrue();
    }

    @Test
    void theSecondClassIsPredictedAboveOneHalf() {
      EvaluationResult result = Evaluator.evaluate(network, images, 2);
      assertThat(result.predictions())
          .extracting(Prediction::predicted)
          .containsExactly(1, 0, 0, 1);
      assertThat(result.confusion().counts()).isDeepEqualTo(new int[][] {{1, 1}, {1, 1}});
    }

    @Test
    void theConfidenceIsThatOfThePredictedClass() {
      double[] confidences =
          Evaluator.evaluate(network, images, 2).predictions().stream()
              .mapToDouble(Prediction::confidence)
              .toArray();
      assertThat(confidences).containsExactly(new double[] {.75, .75, .5, .75}, float32());
    }
  }

  @Nested
  class LinearOutputs {

    @Test
    void theLossIsTheSumOfSquaresPerImage() {
      MultiLayerNetwork network =
          network(Activation.IDENTITY, LossFunction.L2, new double[][] {{2, -1}, {0.5, 0.25}});
      LabelledImages images =
          LabelledImages.of(1, 2, new byte[] {INK, 0, 0, INK}, new byte[] {0, 1});
      EvaluationResult result = Evaluator.evaluate(network, images, 2);
      assertThat(result.loss()).isCloseTo((1 + 1 + 0.25 + 0.5625) / 2, float32());
      assertThat(result.predictions()).extracting(Prediction::predicted).containsExactly(0, 0);
      assertThat(result.predictions().get(0).confidence()).isEqualTo(2);
    }

    @Test
    void areNoProbabilitiesEvenWithinZeroToOne() {
      MultiLayerNetwork network =
          network(Activation.IDENTITY, LossFunction.L2, new double[][] {{1, 0}, {0, 1}});
      LabelledImages images =
          LabelledImages.of(1, 2, new byte[] {INK, 0, 0, INK}, new byte[] {0, 1});
      EvaluationResult result = Evaluator.evaluate(network, images, 2);
      assertThat(result.predictions()).allMatch(prediction -> prediction.confidence() == 1);
      assertThat(result.probabilities()).isFalse();
    }
  }

  static Stream<Function<INDArray, ILossFunction>> losses() {
    return Stream.of(
        LossMCXENT::new,
        LossNegativeLogLikelihood::new,
        LossBinaryXENT::new,
        LossMSE::new,
        LossL2::new,
        LossMAE::new,
        LossL1::new);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void allClassesWeighTheSameWhateverTheyWeighedInTraining(Function<INDArray, ILossFunction> loss) {
    INDArray weights = Nd4j.createFromArray(new float[][] {{5, 7}});
    LabelledImages images =
        LabelledImages.of(1, 2, new byte[] {INK, 0, 0, INK, INK, INK}, new byte[] {0, 1, 1});
    double[] losses =
        Stream.of(loss.apply(null), loss.apply(weights))
            .mapToDouble(each -> Evaluator.evaluate(sigmoid(each), images, 2).loss())
            .toArray();
    assertThat(losses[0]).isPositive();
    assertThat(losses[1]).isEqualTo(losses[0]);
  }

  @Test
  void aCrossEntropyOfSigmoidsKeepsItsOwnSmallestProbability() {
    LabelledImages images = LabelledImages.of(1, 2, new byte[] {INK, 0}, new byte[] {1});
    MultiLayerNetwork network = sigmoid(new LossBinaryXENT(0.25));
    network.setParam("0_W", Nd4j.createFromArray(new float[][] {{100, -100}, {0, 0}}));
    assertThat(Evaluator.evaluate(network, images, 2).loss())
        .isCloseTo(-2 * Math.log(0.25), float32());
  }

  private static MultiLayerNetwork sigmoid(ILossFunction loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new OutputLayer.Builder(loss)
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build())
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    return network;
  }

  /** 784 outputs of each of 200 filters, and ten of the last layer: 156,810 values an image. */
  @Test
  @SuppressWarnings({"serial", "overrides"}) // It is not saved, and DL4J overrides so itself.
  void aPassTakesFewImagesOfALargeNetwork() {
    List<Long> passes = new ArrayList<>();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(200).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(10).build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build()) {
          @Override
          public INDArray output(INDArray features) {
            passes.add(features.size(0));
            return Nd4j.zeros(DataType.FLOAT, features.size(0), 10);
          }
        };
    network.init();
    Evaluator.evaluate(network, ImageData.bundled().test(), 10);
    assertThat(passes).containsExactly(637L, 363L);
  }

  @Test
  void aNetworkThatDivergedHasALossThatIsNoNumber() {
    MultiLayerNetwork network =
        network(
            Activation.IDENTITY,
            LossFunction.L2,
            new double[][] {{Double.NaN, 0}, {0, Double.POSITIVE_INFINITY}});
    LabelledImages images = LabelledImages.of(1, 2, new byte[] {INK, 0}, new byte[] {1});
    assertThat(Evaluator.evaluate(network, images, 2).loss()).isNaN();
    assertThat(Evaluator.evaluate(network, images, 2).predictions())
        .allMatch(prediction -> prediction.predicted() < 2);
  }
}
