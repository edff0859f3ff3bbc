package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelFileTest {

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

  private Path zip() {
    return directory.resolve("model.zip");
  }

  private String complaint() {
    return catchThrowableOfType(TrainingException.class, () -> ModelFile.load(zip())).getMessage();
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
    void comesBackWithItsConfigurationParametersAndUpdater() throws IOException {
      assertThat(ModelFile.save(network, zip())).isEqualTo(zip());
      MultiLayerNetwork loaded = ModelFile.load(zip());
      assertThat(loaded.getLayerWiseConfigurations().toJson())
          .isEqualTo(network.getLayerWiseConfigurations().toJson());
      assertThat(loaded.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
      assertThat(loaded.getUpdater().getStateViewArray().toFloatVector())
          .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
      INDArray images = ImageData.bundled().test().first(10).features();
      MultiLayerNetwork plain = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
      plain.init(network.params(), true);
      assertThat(loaded.output(images).toFloatMatrix())
          .isDeepEqualTo(plain.output(images).toFloatMatrix());
      assertThat(loaded.output(images).sub(network.output(images)).amaxNumber().doubleValue())
          .isLessThan(1e-5);
    }

    @Test
    void isLoadedWithoutAnUpdaterToo() throws IOException {
      ModelSerializer.writeModel(network, zip().toFile(), false);
      assertThat(ModelFile.load(zip()).params()).isEqualTo(network.params());
    }

    @Test
    void replacesAnEarlierModel() throws IOException {
      Files.writeString(zip(), "earlier");
      ModelFile.save(network, zip());
      assertThat(ModelFile.load(zip()).params()).isEqualTo(network.params());
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(zip()));
    }

    @Test
    void cannotBeSavedBelowAFile() throws IOException {
      Files.writeString(zip(), "earlier");
      assertThatIOException().isThrownBy(() -> ModelFile.save(network, zip().resolve("below.zip")));
      assertThat(zip()).hasContent("earlier");
    }

    @Test
    void isRefusedWhereItsFileIsCutShort() throws IOException {
      ModelFile.save(network, zip());
      byte[] whole = Files.readAllBytes(zip());
      Files.write(zip(), Arrays.copyOf(whole, whole.length / 2));
      assertThat(complaint()).isEqualTo(zip() + NO_MODEL);
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
    ModelFile.save(network, zip());
    assertThat(complaint())
        .isEqualTo("%s takes %d inputs, expected 784 (28 x 28 pixels)".formatted(zip(), inputs));
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
    ModelFile.save(network, zip());
    assertThat(complaint())
        .isEqualTo("%s takes %d inputs, expected 784 (28 x 28 pixels)".formatted(zip(), inputs));
  }
}
