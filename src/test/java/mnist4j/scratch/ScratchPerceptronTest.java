package mnist4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import mnist4j.RealMnist;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.ScratchPerceptron.Parameters;
import mnist4j.scratch.ScratchPerceptron.Pass;
import mnist4j.scratch.ScratchPerceptron.Settings;
import mnist4j.scratch.numpy.NumpyRandomState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class ScratchPerceptronTest {

  private static final int PIXELS = 784;

  private static void assertPrints(String golden, int decimals, List<FitResult.Epoch> history) {
    Golden.assertPrints(
        golden,
        decimals,
        history,
        epoch ->
            DoubleStream.of(
                epoch.trainLoss(), epoch.testLoss(), epoch.trainAccuracy(), epoch.testAccuracy()));
  }

  @Nested
  class OnTheBundledImages {

    private final LabelledImages zerosAndOnes = ImageData.bundled().train().onlyDigits(0, 1);
    // Small weights: with the document's most sigmoids are saturated and most gradients are zero.
    private final Parameters weights = small(Parameters.initial(3, PIXELS));

    private static Parameters small(Parameters drawn) {
      return new Parameters(Arrays.stream(drawn.weights()).map(w -> w / 10).toArray(), -.2);
    }

    @Test
    void trainsAsTheDocumentsCodeDoesInNumpyOnAnotherPairOfDigits() {
      List<FitResult.Epoch> told = new ArrayList<>();
      FitResult<Parameters> run =
          ScratchPerceptron.fit(
              ScratchPerceptron.trainingSet(ImageData.bundled().train().onlyDigits(3, 8), 5),
              ImageData.bundled().test().onlyDigits(3, 8),
              new Settings(5, 0.5, 60, 25),
              Optional.empty(),
              (state, logged) -> logged.ifPresent(told::add));
      assertPrints("perceptron-digits3-8-seed5-lr0.5.csv", 8, run.history());
      assertThat(told).isEqualTo(run.history());
    }

    @Test
    void derivesTheGradientOfHalfTheLossThatNumericalDifferentiationFinds() {
      double[] gradient = ScratchPerceptron.pass(weights, zerosAndOnes).gradient().weights();
      for (int pixel : new int[] {0, 155, 300, 350, 406, 435, 500, 600, 630, 700}) {
        assertThat(gradient[pixel])
            .isCloseTo(numerically(pixel), within(1e-6 * Math.abs(gradient[pixel]) + 1e-11));
      }
      assertThat(gradient[406]).isNotZero();
    }

    private double numerically(int pixel) {
      double step = 1e-4;
      return (halfLoss(pixel, step) - halfLoss(pixel, -step)) / (2 * step);
    }

    private double halfLoss(int pixel, double change) {
      double[] changed = weights.weights();
      changed[pixel] += change;
      return ScratchPerceptron.pass(new Parameters(changed, weights.bias()), zerosAndOnes).loss()
          / 2;
    }

    @Test
    void derivesTheGradientOfTheBiasToo() {
      double step = 1e-4;
      double up = biasedLoss(weights.bias() + step);
      double down = biasedLoss(weights.bias() - step);
      double gradient = ScratchPerceptron.pass(weights, zerosAndOnes).gradient().bias();
      assertThat(gradient)
          .isCloseTo((up - down) / 2 / (2 * step), within(1e-6 * Math.abs(gradient)));
    }

    private double biasedLoss(double bias) {
      return ScratchPerceptron.pass(new Parameters(weights.weights(), bias), zerosAndOnes).loss();
    }

    @Test
    void stepsWhereItsDl4jTwinStepsAtHalfTheLearningRate() {
      double learningRate = 0.5;
      Parameters stepped =
          weights.step(learningRate, ScratchPerceptron.pass(weights, zerosAndOnes).gradient());
      MultiLayerNetwork twin = twin(learningRate / 2);
      twin.setParam("0_W", Nd4j.createFromArray(weights.weights()).reshape(PIXELS, 1));
      twin.setParam("0_b", Nd4j.createFromArray(new double[][] {{weights.bias()}}));
      twin.fit(new DataSet(pixels(), labels()));
      double[] twinWeights = twin.getParam("0_W").dup().data().asDouble();
      for (int i = 0; i < PIXELS; i++) {
        double moved = stepped.weights()[i] - weights.weights()[i];
        assertThat(twinWeights[i] - weights.weights()[i])
            .isCloseTo(moved, within(1e-6 * Math.abs(moved) + 1e-15));
      }
      assertThat(twin.getParam("0_b").getDouble(0)).isCloseTo(stepped.bias(), within(1e-12));
      assertThat(stepped).isNotEqualTo(weights);
    }

    private static MultiLayerNetwork twin(double learningRate) {
      MultiLayerNetwork twin =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .dataType(DataType.DOUBLE)
                  .updater(new Sgd(learningRate))
                  .list()
                  .layer(
                      new OutputLayer.Builder(new LossMSE())
                          .nIn(PIXELS)
                          .nOut(1)
                          .activation(Activation.SIGMOID)
                          .build())
                  .build());
      twin.init();
      return twin;
    }

    private INDArray pixels() {
      double[][] pixels = new double[zerosAndOnes.size()][PIXELS];
      for (int image = 0; image < pixels.length; image++) {
        for (int i = 0; i < PIXELS; i++) {
          pixels[image][i] = zerosAndOnes.pixel(image, i) / 255.0;
        }
      }
      return Nd4j.createFromArray(pixels);
    }

    private INDArray labels() {
      double[] labels = Arrays.stream(zerosAndOnes.labels()).asDoubleStream().toArray();
      return Nd4j.createFromArray(labels).reshape(labels.length, 1);
    }

    @Test
    void givesTheSameFiguresOnOneThreadAsOnSeveral() throws Exception {
      Pass alone = inPoolOf(1);
      assertThat(inPoolOf(3)).isEqualTo(alone);
    }

    private Pass inPoolOf(int threads) throws Exception {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        return pool.submit(() -> ScratchPerceptron.pass(weights, zerosAndOnes)).get();
      } finally {
        pool.shutdown();
      }
    }

    @Test
    void trainsToTheSameBitsWithAnyNumberOfThreads() {
      assertThat(fitWith(3)).isEqualTo(fitWith(1));
    }

    private FitResult<Parameters> fitWith(int threads) {
      return ScratchPerceptron.fit(
          zerosAndOnes,
          zerosAndOnes.first(20),
          new Settings(3, 0.5, 20, 5, threads),
          Optional.empty(),
          (state, logged) -> {});
    }

    @Test
    void logsTheFirstAndTheLastEpochWhateverTheInterval() {
      LabelledImages few = zerosAndOnes.first(20);
      FitResult<Parameters> run =
          ScratchPerceptron.fit(
              few, few, new Settings(1, 0.01, 5, 200), Optional.empty(), (state, logged) -> {});
      assertThat(run.history()).extracting(FitResult.Epoch::epoch).containsExactly(1, 5);
    }
  }

  @Nested
  class OnTheRealImages {

    @Test
    void shufflesTheSetAsTheDocumentShowsIt() {
      LabelledImages train = ScratchPerceptron.trainingSet(RealMnist.train().onlyDigits(0, 1), 0);
      assertThat(train.size()).isEqualTo(12_665);
      assertThat(RealMnist.test().onlyDigits(0, 1).size()).isEqualTo(2_115);
      assertThat(train.labels()).startsWith(1, 0, 0, 1, 0, 0, 1, 1, 0, 0);
    }

    @Test
    void predictsTheFirstImageAsTheDocumentStatesUnderTheFirstAndTheSecondDraw() {
      LabelledImages first =
          ScratchPerceptron.trainingSet(RealMnist.train().onlyDigits(0, 1), 0).first(1);
      NumpyRandomState random = new NumpyRandomState(0);
      assertThat(prediction(random.randn(PIXELS), first)).isEqualTo("0.00006124");
      assertThat(prediction(random.randn(PIXELS), first)).isEqualTo("0.99999943");
    }

    private static String prediction(double[] weights, LabelledImages one) {
      return String.format(
          Locale.ROOT, "%.8f", ScratchPerceptron.sigmoid(new SparseImages(one).dot(0, weights)));
    }

    @Test
    void printsWhatTheDocumentsCodeGivesInNumpyToFourDecimals() {
      FitResult<Parameters> run =
          ScratchPerceptron.fit(
              ScratchPerceptron.trainingSet(RealMnist.train().onlyDigits(0, 1), 0),
              RealMnist.test().onlyDigits(0, 1),
              new Settings(0, 0.01, 3000, 200),
              Optional.empty(),
              (state, logged) -> {});
      assertPrints("perceptron.csv", 4, run.history());
    }
  }
}
