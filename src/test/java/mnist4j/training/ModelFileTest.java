package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import org.assertj.core.util.DoubleComparator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelFileTest {

  private static final ModelMetadata METADATA =
      new ModelMetadata("MNIST", ImageData.digits(), true, ImageSize.MNIST);

  private static Backend before;

  @TempDir private Path directory;

  /** Several lanes round the outputs of a batch in another way than DL4J's layers. */
  @BeforeAll
  static void useOneThread() {
    before = Backend.start(OptionalInt.empty());
    Backend.start(OptionalInt.of(1));
  }

  @AfterAll
  static void useAsManyThreadsAsBefore() {
    Backend.start(OptionalInt.of(before.threads()));
  }

  /** The rates of a schedule stand in the configuration under the numbers of their epochs. */
  @Test
  void aScheduleOfAnyLearningRateCanBeLoaded() throws IOException {
    Recipe recipe = SmallRuns.recipe("cnn-best");
    Settings steep = recipe.defaults().withLearningRate(2e6);
    String json = recipe.network(steep, ImageSize.MNIST, 10).toJson();
    assertThat(new ConfigurationReader("it").read(json).toJson()).isEqualTo(json);
  }

  private Path zip() {
    return directory.resolve("model.zip");
  }

  private String complaint() {
    return catchThrowableOfType(TrainingException.class, () -> ModelFile.load(zip())).getMessage();
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aFileThatMayNotBeReadIsNotSaidToBeNoNetwork() throws IOException {
    Files.createFile(zip());
    Files.setPosixFilePermissions(zip(), Set.of());
    assumeThat(Files.isReadable(zip())).as("permissions that hold root back").isFalse();
    assertThat(complaint()).isEqualTo(zip() + " cannot be read; check its permissions");
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .build();
  }

  @Nested
  class ATrainedNetwork {

    private final MultiLayerNetwork network =
        SmallRuns.train(SmallRuns.recipe("mlp-64"), 1, 1).network();

    @Test
    void comesBackWithItsConfigurationAndParameters() throws IOException {
      assertThat(ModelFile.save(network, METADATA, zip())).isEqualTo(zip());
      MultiLayerNetwork loaded = ModelFile.load(zip()).network();
      assertThat(loaded.getLayerWiseConfigurations().toJson())
          .isEqualTo(network.getLayerWiseConfigurations().toJson());
      assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
      INDArray images = ImageData.bundled().test().first(10).features();
      MultiLayerNetwork plain = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
      plain.init(network.params(), true);
      assertThat(loaded.output(images).toFloatMatrix())
          .isDeepEqualTo(plain.output(images).toFloatMatrix());
      assertThat(loaded.output(images).sub(network.output(images)).amaxNumber().doubleValue())
          .isLessThan(1e-5);
    }

    @Test
    void canBeTrainedFurtherByDl4j() throws IOException {
      ModelFile.save(network, METADATA, zip());
      assertThat(
              ModelSerializer.restoreMultiLayerNetwork(zip().toFile(), true)
                  .getUpdater()
                  .getStateViewArray()
                  .toFloatVector())
          .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
    }

    @Test
    void mayHaveAnyLearningRate() throws IOException {
      network.setLearningRate(2e6);
      ModelFile.save(network, METADATA, zip());
      assertThat(ModelFile.load(zip()).network().getLearningRate(0)).isEqualTo(2e6);
    }

    @Test
    void isLoadedWithoutAnUpdaterToo() throws IOException {
      ModelSerializer.writeModel(network, zip().toFile(), false);
      assertThat(ModelFile.load(zip()).network().params()).isEqualTo(network.params());
    }

    @Test
    void bringsItsMetadata() throws IOException {
      ModelMetadata odd =
          new ModelMetadata(
              "my set",
              List.of("κ", "b", "c", "\"d\"", "e", "f", "g", "h", "i", "j"),
              false,
              new ImageSize(14, 56));
      ModelFile.save(network, odd, zip());
      assertThat(ModelFile.load(zip()).metadata()).contains(odd);
      ModelSerializer.writeModel(network, zip().toFile(), true);
      assertThat(ModelFile.load(zip()).metadata()).isEmpty();
    }

    @Test
    void bringsTheScalingOfGreyValuesAsDl4jReadsIt() throws IOException {
      ModelFile.save(network, METADATA, zip());
      ImagePreProcessingScaler scaler = ModelSerializer.restoreNormalizerFromFile(zip().toFile());
      INDArray greys = ImageData.bundled().test().first(3).greys().castTo(DataType.FLOAT);
      scaler.transform(greys);
      assertThat(greys.toFloatMatrix())
          .isDeepEqualTo(ImageData.bundled().test().first(3).features().toFloatMatrix());
    }

    @Test
    void makesTheSameBytesEachTime() throws IOException {
      ModelFile.save(network, METADATA, zip());
      Path later = ModelFile.save(network, METADATA, directory.resolve("later.zip"));
      assertThat(later).hasSameBinaryContentAs(zip());
      try (ZipFile file = new ZipFile(zip().toFile())) {
        assertThat(file.stream())
            .allMatch(entry -> entry.getTimeLocal().equals(LocalDateTime.of(1980, 2, 1, 0, 0)));
      }
    }

    /** An extra field would hold an instant, which depends on the time zone. */
    @Test
    void makesTheSameBytesInEachTimeZone() throws IOException {
      ModelFile.save(network, METADATA, zip());
      try (ZipFile file = new ZipFile(zip().toFile())) {
        assertThat(file.stream()).allMatch(entry -> entry.getExtra() == null);
      }
    }

    @Test
    void replacesAnEarlierModel() throws IOException {
      Files.writeString(zip(), "earlier");
      ModelFile.save(network, METADATA, zip());
      assertThat(ModelFile.load(zip()).network().params()).isEqualTo(network.params());
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(zip()));
    }

    @Test
    void cannotBeSavedBelowAFile() throws IOException {
      Files.writeString(zip(), "earlier");
      assertThatIOException()
          .isThrownBy(() -> ModelFile.save(network, METADATA, zip().resolve("below.zip")));
      assertThat(zip()).hasContent("earlier");
    }

    @Test
    void isRefusedWhereItsFileIsCutShort() throws IOException {
      ModelFile.save(network, METADATA, zip());
      byte[] whole = Files.readAllBytes(zip());
      Files.write(zip(), Arrays.copyOf(whole, whole.length / 2));
      assertThat(complaint()).isEqualTo(zip() + NO_MODEL);
    }
  }

  @Nested
  class ANetworkOfAnotherProgram {

    private MultiLayerNetwork convolutional(InputType input) {
      NeuralNetConfiguration.ListBuilder layers =
          new NeuralNetConfiguration.Builder()
              .seed(1)
              .list()
              .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
              .layer(softmax());
      MultiLayerNetwork network = new MultiLayerNetwork(layers.setInputType(input).build());
      network.init();
      return network;
    }

    private INDArray images() {
      return ImageData.bundled().test().first(5).features();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isGivenTheScalingThatItsZipAsksFor(boolean convolutional) throws IOException {
      MultiLayerNetwork network =
          convolutional
              ? convolutional(InputType.convolutionalFlat(28, 28, 1))
              : SmallRuns.untrained(
                  SmallRuns.recipe("mlp-64"), SmallRuns.recipe("mlp-64").defaults());
      ImagePreProcessingScaler scaler = new ImagePreProcessingScaler(-1, 1);
      ModelSerializer.writeModel(network, zip().toFile(), false);
      ModelSerializer.addNormalizerToModel(zip().toFile(), scaler);
      INDArray greys = ImageData.bundled().test().first(5).greys().castTo(DataType.FLOAT);
      scaler.transform(greys);
      SavedModel model = ModelFile.load(zip());
      MultiLayerNetwork loaded = model.network();
      assertThat(loaded.output(images()).equalsWithEps(network.output(greys), 1e-5)).isTrue();
      assertThat(loaded.output(images()).equalsWithEps(network.output(images()), 1e-3)).isFalse();
      assertThat(new Classifier(model, List.of()).classify(images().getRow(0, true)).outputs())
          .usingComparatorForType(new DoubleComparator(1e-5), Double.class)
          .isEqualTo(
              Arrays.stream(network.output(greys).getRow(0).toDoubleVector()).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(classes = {NormalizerStandardize.class, NormalizerMinMaxScaler.class})
    void isRefusedWithANormalizerOfAnotherKind(Class<? extends DataNormalization> kind)
        throws Exception {
      DataNormalization normalizer = kind.getConstructor().newInstance();
      normalizer.fit(new DataSet(images(), images()));
      ModelSerializer.writeModel(
          convolutional(InputType.convolutionalFlat(28, 28, 1)), zip().toFile(), false);
      ModelSerializer.addNormalizerToModel(zip().toFile(), normalizer);
      assertThat(complaint())
          .isEqualTo(
              "%s has a normalizer of type %s, expected an ImagePreProcessingScaler (IMAGE_MIN_MAX)"
                  .formatted(zip(), normalizer.getType()));
    }

    @Test
    void isRefusedWithAScalingOfOtherGreyValues() throws IOException {
      ModelSerializer.writeModel(
          convolutional(InputType.convolutionalFlat(28, 28, 1)), zip().toFile(), false);
      ModelSerializer.addNormalizerToModel(zip().toFile(), new ImagePreProcessingScaler(0, 1, 16));
      assertThat(complaint())
          .isEqualTo(
              zip()
                  + " scales grey values of 0 to 65535.0 to 0.0 to 1.0, expected finite numbers and grey values of 0 to 255");
    }

    @Test
    void takesRowsOfPixelsWhereItWasMadeForPlanes() throws IOException {
      MultiLayerNetwork network = convolutional(InputType.convolutional(28, 28, 1));
      ModelSerializer.writeModel(network, zip().toFile(), false);
      assertThat(ModelFile.load(zip()).network().output(images()))
          .isEqualTo(network.output(images().reshape(5, 1, 28, 28)));
    }

    static Stream<Layer> firstLayersOfRows() {
      DenseLayer dense = new DenseLayer.Builder().nIn(784).nOut(20).build();
      return Stream.of(
          new FrozenLayer(dense),
          new FrozenLayerWithBackprop(dense),
          new DropoutLayer(0.5),
          new BatchNormalization.Builder().nIn(784).nOut(784).build());
    }

    @ParameterizedTest
    @MethodSource
    void firstLayersOfRows(Layer first) throws IOException {
      boolean narrows = first instanceof FrozenLayer || first instanceof FrozenLayerWithBackprop;
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .seed(1)
                  .list()
                  .layer(first)
                  .layer(
                      new OutputLayer.Builder(LossFunction.MCXENT)
                          .nIn(narrows ? 20 : 784)
                          .nOut(10)
                          .activation(Activation.SOFTMAX)
                          .build())
                  .build());
      network.init();
      ModelSerializer.writeModel(network, zip().toFile(), true);
      assertThat(ModelFile.load(zip()).network().output(images()))
          .isEqualTo(network.output(images()));
    }

    @Test
    void isRefusedWhereItsPlanesHaveColours() throws IOException {
      ModelSerializer.writeModel(
          convolutional(InputType.convolutional(28, 28, 3)), zip().toFile(), false);
      assertThat(complaint()).isEqualTo(zip() + " takes images of 3 channels, expected 1 (grey)");
    }
  }

  private static final String NO_MODEL =
      " is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer";

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThat(complaint())
        .isEqualTo(zip() + " does not exist; train a recipe first or name a model zip");
  }

  @Test
  void aFileThatIsNoZipIsRefused() throws IOException {
    Files.writeString(zip(), "not a zip");
    assertThat(complaint()).isEqualTo(zip() + NO_MODEL);
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.createFile(zip());
    assertThat(complaint()).isEqualTo(zip() + NO_MODEL);
  }

  @Test
  void aZipThatIsNoModelIsRefused() throws IOException {
    try (OutputStream file = Files.newOutputStream(zip());
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("readme.txt"));
      out.write(65);
    }
    assertThat(complaint()).isEqualTo(zip() + NO_MODEL);
  }

  @ParameterizedTest
  @CsvSource({"100", "1", "785"})
  void aNetworkForOtherVectorsIsRefusedWithBothSizes(int inputs) throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(softmax())
                .setInputType(InputType.feedForward(inputs))
                .build());
    network.init();
    ModelFile.save(network, METADATA, zip());
    assertThat(complaint())
        .isEqualTo("%s takes %d inputs, expected 784 for 28 x 28 pixels".formatted(zip(), inputs));
  }

  @ParameterizedTest
  @CsvSource({"14,14,1,196", "28,28,3,2352"})
  void aNetworkForOtherImagesIsRefusedWithBothSizes(int height, int width, int channels, int inputs)
      throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(softmax())
                .setInputType(InputType.convolutionalFlat(height, width, channels))
                .build());
    network.init();
    ModelFile.save(network, METADATA, zip());
    assertThat(complaint())
        .isEqualTo("%s takes %d inputs, expected 784 for 28 x 28 pixels".formatted(zip(), inputs));
  }
}
