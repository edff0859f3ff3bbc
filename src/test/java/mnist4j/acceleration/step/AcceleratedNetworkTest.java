package mnist4j.acceleration.step;

import static mnist4j.acceleration.step.TestNetworks.difference;
import static mnist4j.acceleration.step.TestNetworks.fit;
import static mnist4j.acceleration.step.TestNetworks.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mnist4j.acceleration.Acceleration;
import mnist4j.acceleration.CorrectCount;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class AcceleratedNetworkTest {

  private static final int BATCH = 37;

  @BeforeAll
  static void enableHelpers() {
    Acceleration.enableLayerHelpers();
  }

  private static MultiLayerNetwork stock(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static MultiLayerNetwork fast(MultiLayerConfiguration configuration, int threads) {
    MultiLayerNetwork network = Acceleration.network(configuration, threads);
    network.init();
    return network;
  }

  private static void assertTrainsAlike(MultiLayerConfiguration configuration) {
    MultiLayerNetwork stock = stock(configuration.clone());
    MultiLayerNetwork fast = fast(configuration.clone(), 2);
    for (int step = 0; step < 5; step++) {
      DataSet batch = TestNetworks.MLP_64.batch(BATCH, step);
      fit(stock, batch, step);
      fit(fast, batch, step);
      assertThat(fast.score()).isCloseTo(stock.score(), within(1e-4));
    }
    assertThat(difference(fast.params(), stock.params())).isLessThan(1e-4);
  }

  @Nested
  class ForEveryRecipe {

    @ParameterizedTest
    @EnumSource
    void isUsed(TestNetworks recipe) {
      assertThat(NetworkSpec.of(recipe.configuration())).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void computesTheGradientAndTheLossOfStockDl4j(TestNetworks recipe) {
      DataSet batch = recipe.batch(BATCH, 7);
      MultiLayerNetwork stock = stock(recipe.configuration());
      INDArray expected = gradient(stock, batch);
      for (int threads = 1; threads <= 3; threads++) {
        MultiLayerNetwork fast = fast(recipe.configuration(), threads);

        INDArray actual = gradient(fast, batch);

        assertThat(difference(actual, expected)).isLessThan(3e-5);
        assertThat(fast.score()).isCloseTo(stock.score(), within(1e-5 * stock.score()));
        stock
            .gradient()
            .gradientForVariable()
            .forEach(
                (name, part) ->
                    assertThat(difference(fast.gradient().getGradientFor(name).dup(), part.dup()))
                        .as(name)
                        .isLessThan(1e-4));
      }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheOutputsOfStockDl4j(TestNetworks recipe) {
      INDArray images = recipe.batch(700, 2).getFeatures();
      INDArray expected = stock(recipe.configuration()).output(images);
      INDArray actual = fast(recipe.configuration(), 2).output(images);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
    }

    @ParameterizedTest
    @EnumSource
    void givesTheOutputsOfStockDl4jInTraining(TestNetworks recipe) {
      INDArray images = recipe.batch(BATCH, 2).getFeatures();
      Nd4j.getRandom().setSeed(3);
      INDArray expected = stock(recipe.configuration()).output(images, true).dup();
      Nd4j.getRandom().setSeed(3);
      INDArray actual = fast(recipe.configuration(), 2).output(images, true);
      assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-5);
    }

    @ParameterizedTest
    @EnumSource
    void trainsLikeStockDl4j(TestNetworks recipe) {
      MultiLayerNetwork stock = stock(recipe.configuration());
      MultiLayerNetwork fast = fast(recipe.configuration(), 2);
      for (int step = 0; step < 8; step++) {
        DataSet batch = recipe.batch(step == 7 ? 5 : BATCH, step);
        fit(stock, batch, step);
        fit(fast, batch, step);
        assertThat(fast.score()).as("step %d", step).isCloseTo(stock.score(), within(2e-4));
      }
      assertThat(difference(fast.params(), stock.params())).isLessThan(1e-3);
      assertThat(fast.getIterationCount()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameParametersToTheLastBitWhenRunAgain(TestNetworks recipe) {
      List<float[]> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        MultiLayerNetwork network = fast(recipe.configuration(), 2);
        for (int step = 0; step < 5; step++) {
          fit(network, recipe.batch(128, step), step);
        }
        runs.add(network.params().data().asFloat());
      }
      assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void isAPlainNetworkInAStreamOfObjects(TestNetworks recipe) throws Exception {
      MultiLayerNetwork fast = fast(recipe.configuration(), 2);
      DataSet batch = recipe.batch(BATCH, 1);
      fit(fast, batch, 1);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(fast);
      }
      MultiLayerNetwork read;
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        read = (MultiLayerNetwork) in.readObject();
      }
      assertThat(read).isExactlyInstanceOf(MultiLayerNetwork.class);
      assertThat(read.params()).isEqualTo(fast.params());
      assertThat(read.getUpdater().getStateViewArray())
          .isEqualTo(fast.getUpdater().getStateViewArray());
    }

    @ParameterizedTest
    @EnumSource
    void savesWhatStockDl4jLoads(TestNetworks recipe, @TempDir Path directory) throws IOException {
      MultiLayerNetwork network = fast(recipe.configuration(), 2);
      DataSet batch = recipe.batch(BATCH, 3);
      network.fit(batch);
      Path zip = directory.resolve("model.zip");

      ModelSerializer.writeModel(network, zip.toFile(), true);
      MultiLayerNetwork loaded = MultiLayerNetwork.load(zip.toFile(), true);

      assertThat(loaded.getClass()).isEqualTo(MultiLayerNetwork.class);
      assertThat(loaded.getLayerWiseConfigurations().toJson())
          .isEqualTo(network.getLayerWiseConfigurations().toJson());
      assertThat(loaded.params()).isEqualTo(network.params());
      assertThat(loaded.getUpdater().getStateViewArray())
          .isEqualTo(network.getUpdater().getStateViewArray());
      fit(loaded, batch, 1);
      fit(network, batch, 1);
      assertThat(difference(loaded.params(), network.params())).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1, 1,1, 1,1",
    "5,3, 1,1, 2,3",
    "3,5, 2,1, 1,1",
    "4,4, 2,3, 2,2",
    "1,2, 3,2, 3,1",
    "2,2, 3,3, 1,2",
    "5,5, 2,2, 1,1",
    "3,3, 1,1, 3,3"
  })
  void computesTheGradientOfStockDl4jForConvolutionsOfAnyShape(
      int kernelHeight,
      int kernelWidth,
      int strideDown,
      int strideAcross,
      int poolHeight,
      int poolWidth) {
    MultiLayerConfiguration configuration =
        TestNetworks.builder(new Adam(1e-3))
            .list()
            .layer(TestNetworks.convolution(4))
            .layer(
                new ConvolutionLayer.Builder(kernelHeight, kernelWidth)
                    .stride(strideDown, strideAcross)
                    .nOut(5)
                    .activation(Activation.SIGMOID)
                    .build())
            .layer(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(poolHeight, poolWidth)
                    .stride(poolHeight, poolWidth)
                    .build())
            .layer(TestNetworks.softmax().build())
            .setInputType(InputType.convolutionalFlat(28, 28, 1))
            .build();
    assertThat(NetworkSpec.of(configuration)).isPresent();
    DataSet batch = TestNetworks.CNN.batch(11, 7);
    INDArray expected = gradient(stock(configuration.clone()), batch);
    MultiLayerNetwork network = fast(configuration, 1);
    // Of which nothing may be left.
    gradient(network, TestNetworks.CNN.batch(11, 8));
    assertThat(difference(gradient(network, batch), expected)).isLessThan(1e-5);
  }

  /** With 784 inputs 256 units have weights enough for all threads. */
  @Test
  void computesTheGradientOfStockDl4jWithMoreThreadsThanUnits() {
    MultiLayerConfiguration configuration =
        TestNetworks.flat(new Sgd(0.1), TestNetworks.dense(256), TestNetworks.softmax().build());
    DataSet batch = TestNetworks.MLP_64.batch(8, 0);
    INDArray expected = gradient(stock(configuration.clone()), batch);
    assertThat(difference(gradient(fast(configuration, 260), batch), expected)).isLessThan(1e-5);
  }

  static Stream<IUpdater> optimisers() {
    return Stream.of(new Adam(1e-3), new RmsProp(1e-3), new Sgd(0.1), new Nesterovs(0.01));
  }

  @ParameterizedTest
  @MethodSource("optimisers")
  void penalisesWeightsAsStockDl4j(IUpdater optimiser) {
    assertTrainsAlike(
        TestNetworks.flat(
            TestNetworks.builder(optimiser).l1(0.003).l2(0.01).l2Bias(0.02),
            TestNetworks.dense(16),
            new BatchNormalization(),
            TestNetworks.softmax().build()));
  }

  @Test
  void letsNoPenaltyFadeAWeightIntoTheSubnormalNumbers() {
    MultiLayerNetwork network =
        fast(
            TestNetworks.flat(
                TestNetworks.builder(new RmsProp(1e-2, 0.9, 1e-7)).l2(1e-5),
                TestNetworks.dense(8),
                TestNetworks.softmax().build()),
            1);
    DataSet batch = TestNetworks.MLP_64.batch(4, 1);
    for (int step = 0; step < 200; step++) {
      network.fit(batch);
    }
    float[] weights = network.getParam("0_W").dup().data().asFloat();
    int faded = 0;
    for (float weight : weights) {
      assertThat(weight == 0 || Math.abs(weight) >= 1e-20f).as("%s", weight).isTrue();
      faded += weight == 0 ? 1 : 0;
    }
    assertThat(faded).isPositive();
  }

  @Nested
  class StepsAside {

    static Stream<MultiLayerConfiguration> unknown() {
      return Stream.of(
          TestNetworks.flat(
              new Adam(1e-3),
              TestNetworks.dense(16),
              new BatchNormalization.Builder().lockGammaBeta(true).build(),
              TestNetworks.softmax().build()),
          TestNetworks.flat(
              new Adam(1e-3),
              TestNetworks.dense(16),
              new BatchNormalization.Builder().useLogStd(false).build(),
              TestNetworks.softmax().build()),
          TestNetworks.flat(
              new Adam(1e-3),
              TestNetworks.dense(16),
              new BatchNormalization(),
              new BatchNormalization(),
              TestNetworks.softmax().build()),
          TestNetworks.flat(
              new Adam(1e-3),
              TestNetworks.dense(16),
              TestNetworks.softmax().dropOut(new GaussianDropout(0.5)).build()),
          TestNetworks.flat(
              new Adam(1e-3),
              new DenseLayer.Builder().nOut(16).activation(Activation.ELU).build(),
              TestNetworks.softmax().build()));
    }

    @ParameterizedTest
    @MethodSource
    void unknown(MultiLayerConfiguration configuration) {
      assertThat(NetworkSpec.of(configuration)).isEmpty();
      assertTrainsAlike(configuration);
    }

    static Stream<Consumer<ConvolutionLayer>> convolutions() {
      return Stream.of(
          layer -> layer.setPadding(new int[] {1, 1}),
          layer -> layer.setDilation(new int[] {1, 2}),
          layer -> layer.setConvolutionMode(ConvolutionMode.Same),
          layer -> layer.setCnn2dDataFormat(CNN2DFormat.NHWC));
    }

    @ParameterizedTest
    @MethodSource
    void convolutions(Consumer<ConvolutionLayer> change) {
      MultiLayerConfiguration configuration = TestNetworks.CNN.configuration();
      change.accept((ConvolutionLayer) configuration.getConf(0).getLayer());
      assertThat(NetworkSpec.of(configuration)).isEmpty();
    }

    static Stream<Consumer<SubsamplingLayer>> poolings() {
      return Stream.of(
          layer -> layer.setPadding(new int[] {1, 1}),
          layer -> layer.setDilation(new int[] {1, 2}),
          layer -> layer.setConvolutionMode(ConvolutionMode.Same),
          layer -> layer.setCnn2dDataFormat(CNN2DFormat.NHWC),
          layer -> layer.setStride(new int[] {1, 1}),
          layer -> layer.setPoolingType(PoolingType.AVG));
    }

    @ParameterizedTest
    @MethodSource
    void poolings(Consumer<SubsamplingLayer> change) {
      MultiLayerConfiguration configuration = TestNetworks.CNN.configuration();
      change.accept((SubsamplingLayer) configuration.getConf(1).getLayer());
      assertThat(NetworkSpec.of(configuration)).isEmpty();
    }

    @Test
    void inTheUpdaterForAnOptimiserItDoesNotKnow() {
      assertTrainsAlike(
          TestNetworks.flat(
              new AdaMax(1e-3), TestNetworks.dense(16), TestNetworks.softmax().build()));
    }

    @Test
    void inTheUpdaterForWeightDecay() {
      assertTrainsAlike(
          TestNetworks.flat(
              TestNetworks.builder(new Adam(1e-3)).weightDecay(0.01),
              TestNetworks.dense(16),
              TestNetworks.softmax().build()));
    }

    @Test
    void inTheUpdaterForGradientClipping() {
      assertTrainsAlike(
          TestNetworks.flat(
              TestNetworks.builder(new Adam(1e-3))
                  .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                  .gradientNormalizationThreshold(0.1),
              TestNetworks.dense(16),
              TestNetworks.softmax().build()));
    }

    @Test
    void forMaskedBatches() {
      MultiLayerNetwork stock = stock(TestNetworks.MLP_64.configuration());
      MultiLayerNetwork fast = fast(TestNetworks.MLP_64.configuration(), 1);
      DataSet batch = TestNetworks.MLP_64.batch(BATCH, 1);
      INDArray mask = Nd4j.ones(BATCH, 1);
      mask.putScalar(3, 0, 0);
      batch.setLabelsMaskArray(mask);

      stock.fit(batch);
      fast.fit(batch);

      assertThat(difference(fast.params(), stock.params())).isLessThan(1e-5);
    }
  }

  @Nested
  class ThatOnlyGivesOutputs {

    @ParameterizedTest
    @EnumSource(TestNetworks.class)
    void hasNeitherGradientNorStateOfTheUpdater(TestNetworks recipe) {
      MultiLayerNetwork network = fast(recipe.configuration(), 2);
      network.output(recipe.batch(700, 2).getFeatures());
      assertThat(network.getGradientsViewArray()).isNull();
      assertThat(network.getUpdater(false)).isNull();
    }

    @ParameterizedTest
    @EnumSource(TestNetworks.class)
    void trainsLaterAsOneThatNeverGaveAny(TestNetworks recipe) {
      MultiLayerNetwork trained = fast(recipe.configuration(), 2);
      MultiLayerNetwork asked = fast(recipe.configuration(), 2);
      asked.output(recipe.batch(700, 2).getFeatures());
      for (int step = 0; step < 3; step++) {
        DataSet batch = recipe.batch(128, step);
        fit(trained, batch, step);
        fit(asked, batch, step);
      }
      assertThat(asked.params().toFloatVector()).isEqualTo(trained.params().toFloatVector());
    }
  }

  @Nested
  class TellsItsListeners {

    /** Reads the activations of every step. */
    private final class Reader extends BaseTrainingListener {

      private final List<List<INDArray>> read = new ArrayList<>();

      @Override
      public void onForwardPass(Model model, List<INDArray> activations) {
        read.add(activations.stream().map(INDArray::dup).map(INDArray::detach).toList());
      }
    }

    @ParameterizedTest
    @EnumSource(TestNetworks.class)
    void theActivationsOfTheStepItself(TestNetworks recipe) {
      Reader stock = new Reader();
      Reader fast = new Reader();
      MultiLayerNetwork stockNetwork = stock(recipe.configuration());
      MultiLayerNetwork fastNetwork = fast(recipe.configuration(), 2);
      stockNetwork.setListeners(stock);
      fastNetwork.setListeners(fast);
      fit(stockNetwork, recipe.batch(BATCH, 1), 1);
      fit(fastNetwork, recipe.batch(BATCH, 1), 1);
      List<INDArray> expected = stock.read.get(0);
      List<INDArray> actual = fast.read.get(0);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(difference(actual.get(i), expected.get(i))).isLessThan(1e-6);
      }
    }

    @ParameterizedTest
    @EnumSource(TestNetworks.class)
    void andEndsWithTheParametersThatItHasWithoutThem(TestNetworks recipe) {
      List<float[]> runs = new ArrayList<>();
      for (List<TrainingListener> listeners :
          List.of(List.<TrainingListener>of(new Reader()), List.<TrainingListener>of())) {
        MultiLayerNetwork network = fast(recipe.configuration(), 2);
        network.setListeners(listeners);
        Nd4j.getRandom().setSeed(5);
        for (int step = 0; step < 3; step++) {
          network.fit(recipe.batch(128, step));
        }
        runs.add(network.params().toFloatVector());
      }
      assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void theCorrectCountOfEachBatch(TestNetworks recipe) {
      List<List<Integer>> counts = new ArrayList<>();
      for (MultiLayerNetwork network :
          List.of(stock(recipe.configuration()), fast(recipe.configuration(), 2))) {
        CorrectCount correct = new CorrectCount();
        network.setListeners(correct);
        List<Integer> counted = new ArrayList<>();
        for (int step = 0; step < 10; step++) {
          fit(network, recipe.batch(BATCH, step), step);
          counted.add(correct.count());
        }
        counts.add(counted);
      }
      assertThat(counts.get(1)).isEqualTo(counts.get(0));
      assertThat(counts.get(0)).anyMatch(count -> count > 0);
    }

    @Test
    void ofEachStep() {
      MultiLayerNetwork network = fast(TestNetworks.MLP_64.configuration(), 1);
      List<Integer> iterations = new ArrayList<>();
      network.setListeners(
          new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
              iterations.add(iteration);
            }
          });
      network.fit(TestNetworks.MLP_64.batch(8, 1));
      network.fit(TestNetworks.MLP_64.batch(8, 2));
      assertThat(iterations).containsExactly(0, 1);
    }
  }

  @Nested
  class ReadsItsBatch {

    private final DataSet whole = TestNetworks.MLP_64.batch(60, 4);

    @Test
    void outOfPartOfALargerArray() {
      INDArray features = whole.getFeatures().get(NDArrayIndex.interval(11, 31));
      INDArray labels = whole.getLabels().get(NDArrayIndex.interval(11, 31));
      assertSameGradient(new DataSet(features, labels));
    }

    @Test
    void inColumnMajorOrder() {
      assertSameGradient(new DataSet(whole.getFeatures().dup('f'), whole.getLabels().dup('f')));
    }

    private void assertSameGradient(DataSet batch) {
      INDArray expected = gradient(stock(TestNetworks.MLP_64.configuration()), batch);
      INDArray actual = gradient(fast(TestNetworks.MLP_64.configuration(), 1), batch);
      assertThat(difference(actual, expected)).isLessThan(1e-5);
    }
  }
}
