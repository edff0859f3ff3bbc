package mnist4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import mnist4j.RealMnist;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.ScratchNumpyMlp.Backpropagation;
import mnist4j.scratch.ScratchNumpyMlp.Parameters;
import mnist4j.scratch.ScratchNumpyMlp.Settings;
import mnist4j.scratch.numpy.NumpyGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class ScratchNumpyMlpTest {

  private static final int PIXELS = 784;
  private static final int HIDDEN = 100;

  private static Settings asPrinted(Backpropagation backpropagation) {
    return new Settings(884_736_743, HIDDEN, 0.005, 20, backpropagation);
  }

  private static void assertPrints(
      String golden, int decimals, LabelledImages train, Settings settings) {
    List<FitResult.Epoch> told = new ArrayList<>();
    FitResult<Parameters> run =
        ScratchNumpyMlp.fit(
            train,
            ImageData.bundled().test(),
            settings,
            Optional.empty(),
            (state, logged) -> logged.ifPresent(told::add));
    assertThat(told).isEqualTo(run.history());
    Golden.assertPrints(
        golden,
        decimals,
        told,
        epoch ->
            DoubleStream.of(
                epoch.trainLoss(), epoch.trainAccuracy(), epoch.testLoss(), epoch.testAccuracy()));
  }

  @Nested
  class Training {

    @Test
    void printsTheDocumentsTable() {
      assertPrints(
          "numpy-mlp.csv", 3, ImageData.bundled().train(), asPrinted(Backpropagation.AS_PRINTED));
    }

    @Test
    void keepsTheGeneratorInStepWithAnOddNumberOfHiddenUnitsAndFewerImages() {
      assertPrints(
          "numpy-mlp-seed7-hidden33-lr0.01-limit250.csv",
          6,
          ImageData.bundled().train().first(250),
          new Settings(7, 33, 0.01, 5, Backpropagation.AS_PRINTED));
    }

    @Test
    void takesASeedOfMoreThan32Bits() {
      assertPrints(
          "numpy-mlp-seed1099511627781-hidden17-lr0.003.csv",
          6,
          ImageData.bundled().train(),
          new Settings((1L << 40) + 5, 17, 0.003, 4, Backpropagation.AS_PRINTED));
    }

    @Test
    void takesMoreImagesThanTheDocumentDoes() {
      assertPrints(
          "numpy-mlp-seed1-hidden64-limit3000.csv",
          6,
          RealMnist.train().first(3000),
          new Settings(1, 64, 0.005, 3, Backpropagation.AS_PRINTED));
    }

    @Test
    void learnsBetterWithTheCorrectDerivative() {
      assertPrints(
          "numpy-mlp-correct-derivative.csv",
          6,
          ImageData.bundled().train(),
          asPrinted(Backpropagation.CORRECT));
    }
  }

  @Nested
  class Gradient {

    private static final int IMAGE = 3;

    private final LabelledImages images = ImageData.bundled().train();
    private final Parameters weights = Parameters.initial(new NumpyGenerator(11), PIXELS, HIDDEN);
    private final Parameters gradient =
        ScratchNumpyMlp.gradient(
            weights, images, IMAGE, ScratchNumpyMlp.noDropout(HIDDEN), Backpropagation.CORRECT);

    @Test
    void isWhatNumericalDifferentiationFinds() {
      for (int unit = 0; unit < HIDDEN; unit += 7) {
        for (int pixel = 100; pixel < PIXELS; pixel += 97) {
          assertThat(gradient.hidden()[pixel][unit])
              .isCloseTo(
                  (halfErrorWithHidden(pixel, unit, 1e-5) - halfErrorWithHidden(pixel, unit, -1e-5))
                      / 2e-5,
                  within(1e-9));
        }
        for (int c = 0; c < 10; c++) {
          assertThat(gradient.output()[unit][c])
              .isCloseTo(
                  (halfErrorWithOutput(unit, c, 1e-5) - halfErrorWithOutput(unit, c, -1e-5)) / 2e-5,
                  within(1e-9));
        }
      }
    }

    private double halfErrorWithHidden(int pixel, int unit, double change) {
      double[][] changed = weights.hidden();
      changed[pixel][unit] += change;
      return halfError(new Parameters(changed, weights.output()));
    }

    private double halfErrorWithOutput(int unit, int c, double change) {
      double[][] changed = weights.output();
      changed[unit][c] += change;
      return halfError(new Parameters(weights.hidden(), changed));
    }

    private double halfError(Parameters changed) {
      return ScratchNumpyMlp.evaluate(changed, images.range(IMAGE, IMAGE + 1)).error() / 2;
    }

    @Test
    void stepsWhereTheDl4jTwinWithL2LossStepsAtHalfTheLearningRate() {
      assertStepsAsTwin(new LossL2(), 0.5);
    }

    @Test
    void stepsWhereATwinWithMeanSquaredErrorStepsAtFiveTimesTheLearningRate() {
      assertStepsAsTwin(new LossMSE(), 5);
    }

    private void assertStepsAsTwin(ILossFunction loss, double rateFactor) {
      double learningRate = 0.005;
      MultiLayerNetwork twin = twin(loss, learningRate * rateFactor);
      twin.setParam("0_W", Nd4j.createFromArray(weights.hidden()));
      twin.setParam("1_W", Nd4j.createFromArray(weights.output()));
      twin.fit(new DataSet(pixels(), label()));
      assertMoved(weights.hidden(), gradient.hidden(), learningRate, twin.getParam("0_W"));
      assertMoved(weights.output(), gradient.output(), learningRate, twin.getParam("1_W"));
    }

    private static void assertMoved(
        double[][] from, double[][] gradient, double learningRate, INDArray to) {
      for (int row = 0; row < from.length; row++) {
        for (int column = 0; column < from[row].length; column++) {
          double moved = -learningRate * gradient[row][column];
          assertThat(to.getDouble(row, column) - from[row][column])
              .isCloseTo(moved, within(1e-6 * Math.abs(moved) + 1e-15));
        }
      }
    }

    private static MultiLayerNetwork twin(ILossFunction loss, double learningRate) {
      MultiLayerNetwork twin =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .dataType(DataType.DOUBLE)
                  .updater(new Sgd(learningRate))
                  .list()
                  .layer(
                      new DenseLayer.Builder()
                          .nIn(PIXELS)
                          .nOut(HIDDEN)
                          .hasBias(false)
                          .activation(Activation.RELU)
                          .build())
                  .layer(
                      new OutputLayer.Builder(loss)
                          .nIn(HIDDEN)
                          .nOut(10)
                          .hasBias(false)
                          .activation(Activation.IDENTITY)
                          .build())
                  .build());
      twin.init();
      return twin;
    }

    private INDArray pixels() {
      double[][] pixels = new double[1][PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        pixels[0][i] = images.pixel(IMAGE, i) / 255.0;
      }
      return Nd4j.createFromArray(pixels);
    }

    private INDArray label() {
      double[][] label = new double[1][10];
      label[0][images.label(IMAGE)] = 1;
      return Nd4j.createFromArray(label);
    }

    @Test
    void asPrintedIsOneForUnitsThatAreOffAndLosesDropoutsFactor() {
      double[] dropout = ScratchNumpyMlp.noDropout(HIDDEN);
      for (int unit = 0; unit < HIDDEN; unit++) {
        dropout[unit] = unit % 2 * 2;
      }
      double[][] printed = hiddenGradient(dropout, Backpropagation.AS_PRINTED);
      double[][] correct = hiddenGradient(dropout, Backpropagation.CORRECT);
      int inked = firstInkedPixel();
      int off = 0;
      for (int unit = 0; unit < HIDDEN; unit++) {
        if (unit % 2 == 0) {
          assertThat(printed[inked][unit]).isZero();
          assertThat(correct[inked][unit]).isZero();
        } else if (correct[inked][unit] == 0) {
          off++;
          assertThat(printed[inked][unit]).isNotZero();
        } else {
          assertThat(correct[inked][unit]).isEqualTo(2 * printed[inked][unit]);
        }
      }
      assertThat(off).isBetween(1, HIDDEN / 2 - 1);
    }

    private double[][] hiddenGradient(double[] dropout, Backpropagation rule) {
      return ScratchNumpyMlp.gradient(weights, images, IMAGE, dropout, rule).hidden();
    }

    private int firstInkedPixel() {
      int pixel = 0;
      while (images.pixel(IMAGE, pixel) == 0) {
        pixel++;
      }
      return pixel;
    }
  }
}
