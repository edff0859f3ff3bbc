package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Model zips made to do harm, or merely damaged. */
class HostileModelTest {

  private static final String JSON = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";

  /** Positions in an array's entry, found by {@link #theLayoutIsAsTheseTestsTakeIt}. */
  private static final int SHAPE_LENGTH = 18;

  private static final int RANK = 32;
  private static final int LENGTH = 40;
  private static final int COUNT = 98;
  private static final int TYPE = 106;
  private static final int VALUES = 113;

  private static final int PARAMETERS = 784 * 4 + 4 + 4 * 10 + 10;

  @TempDir private Path directory;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private Path zip() {
    return directory.resolve("model.zip");
  }

  @BeforeEach
  void saveASoundNetwork() throws IOException {
    save(
        new DenseLayer.Builder().nIn(784).nOut(4).activation(Activation.RELU).build(),
        softmax(LossFunction.MCXENT));
  }

  private static OutputLayer softmax(LossFunction loss) {
    return new OutputLayer.Builder(loss).nIn(4).nOut(10).activation(Activation.SOFTMAX).build();
  }

  private static NeuralNetConfiguration.ListBuilder list(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
    Arrays.stream(layers).forEach(list::layer);
    return list;
  }

  private void save(Layer... layers) throws IOException {
    save(list(layers));
  }

  private void saveForImages(Layer... layers) throws IOException {
    save(list(layers).setInputType(InputType.convolutionalFlat(28, 28, 1)));
  }

  private void save(NeuralNetConfiguration.ListBuilder list) throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    ModelSerializer.writeModel(network, zip().toFile(), true);
    readEntries();
  }

  private void readEntries() throws IOException {
    entries.clear();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip()))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
  }

  private void writeEntries() throws IOException {
    try (OutputStream file = Files.newOutputStream(zip());
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  private String complaint() throws IOException {
    writeEntries();
    String message =
        catchThrowableOfType(TrainingException.class, () -> ModelFile.load(zip())).getMessage();
    assertThat(message).startsWith(zip().toString()).hasLineCount(1);
    return message.substring(zip().toString().length() + 1);
  }

  private String json() {
    return new String(entries.get(JSON), StandardCharsets.UTF_8);
  }

  private void json(String changed) {
    assertThat(changed).isNotEqualTo(json());
    entries.put(JSON, changed.getBytes(StandardCharsets.UTF_8));
  }

  private void setLong(String entry, int position, long value) {
    ByteBuffer.wrap(entries.get(entry)).putLong(position, value);
  }

  @Test
  void theLayoutIsAsTheseTestsTakeIt() {
    ByteBuffer array = ByteBuffer.wrap(entries.get(COEFFICIENTS));
    assertThat(array.getLong(SHAPE_LENGTH)).isEqualTo(6);
    assertThat(array.getLong(RANK)).isEqualTo(1);
    assertThat(array.getLong(LENGTH)).isEqualTo(PARAMETERS);
    assertThat(array.getLong(COUNT)).isEqualTo(PARAMETERS);
    assertThat(array.capacity()).isEqualTo(VALUES + Float.BYTES * PARAMETERS);
  }

  /** Counts how often it is deserialised. */
  static final class Bomb implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger TIMES_READ = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      TIMES_READ.incrementAndGet();
    }
  }

  @Test
  void javaObjectsAreNeverRead() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Bomb());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      in.readObject();
    }
    assertThat(Bomb.TIMES_READ).hasValue(1);
    entries.put("preprocessor.bin", bytes.toByteArray());
    assertThat(complaint())
        .isEqualTo(
            "has Java objects in preprocessor.bin, which can run code and are never read; save the network without them");
    assertThat(Bomb.TIMES_READ).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"classNames\":7}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"b\"],\"inputHeight\":65,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"b\"],\"inputHeight\":28,\"inputWidth\":-28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"b\"],\"preparation\":\"mnist\",\"inputHeight\":10,\"inputWidth\":10}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"\\u001b[2J\"],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"\\u202eb\"],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"a\"],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"\u00e9\",\"e\u0301\"],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",\"b \"],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"s\",\"classNames\":[\"a\",null],\"inputHeight\":28,\"inputWidth\":28}",
        "{\"dataset\":\"\",\"classNames\":[\"a\",\"b\"],\"inputHeight\":28,\"inputWidth\":28}"
      })
  void metadataThatMakeNoSenseAreRefused(String json) throws IOException {
    entries.put("mnist4j.json", json.getBytes(StandardCharsets.UTF_8));
    assertThat(complaint()).isEqualTo("is damaged: mnist4j.json is not as mnist4j writes it");
  }

  @Test
  void deeplyNestedMetadataAreRefused() throws IOException {
    String deep = "{\"x\":" + "[".repeat(900_000);
    entries.put("mnist4j.json", deep.getBytes(StandardCharsets.UTF_8));
    assertThat(complaint()).isEqualTo("is damaged: mnist4j.json is not as mnist4j writes it");
  }

  @Test
  void metadataOfOtherClassesOrImagesAreRefused() throws IOException {
    ModelMetadata two = new ModelMetadata("s", List.of("a", "b"), false, ImageSize.MNIST);
    entries.put("mnist4j.json", two.toJson());
    assertThat(complaint())
        .isEqualTo("has 2 class names in mnist4j.json for 10 classes; get it again");
    entries.put(
        "mnist4j.json",
        new ModelMetadata("s", List.of("a", "b"), false, new ImageSize(9, 5)).toJson());
    assertThat(complaint())
        .isEqualTo("takes 784 inputs, expected 45 for 5 x 9 pixels (width x height)");
  }

  @Test
  void aNormalizerThatNamesAClassIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("NORMALIZER");
      out.writeInt(1);
      out.writeUTF("CUSTOM");
      out.writeUTF(Bomb.class.getName());
    }
    entries.put("normalizer.bin", bytes.toByteArray());
    assertThat(complaint())
        .isEqualTo(
            "has a normalizer of type CUSTOM, expected an ImagePreProcessingScaler (IMAGE_MIN_MAX)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 20, 30, 40})
  void aNormalizerCutShortIsRefused(int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NormalizerSerializer.getDefault().write(new ImagePreProcessingScaler(-1, 1), bytes);
    entries.put("normalizer.bin", Arrays.copyOf(bytes.toByteArray(), length));
    assertThat(complaint()).isEqualTo("is damaged: normalizer.bin is no normalizer; get it again");
  }

  @Test
  void entriesThatNoNetworkNeedsAreNotUnpacked() throws IOException {
    entries.put("x", new byte[50_000_000]);
    writeEntries();
    assertThat(ModelFile.load(zip()).network().numParams()).isEqualTo(PARAMETERS);
  }

  /** The size that the directory of the zip declares, at the end of the file. */
  @Test
  void anEntryLargerThanAnyNetworkIsRefusedByItsName() throws IOException {
    entries.put("x", new byte[1_234_567]);
    writeEntries();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip())).order(ByteOrder.LITTLE_ENDIAN);
    int position = bytes.capacity() - 4;
    while (bytes.getInt(position) != 1_234_567) {
      position--;
    }
    bytes.putInt(position, 1_073_741_824);
    Files.write(zip(), bytes.array());
    assertThat(catchThrowableOfType(TrainingException.class, () -> ModelFile.load(zip())))
        .hasMessage(zip() + " has an entry x of 1,073,741,824 bytes, expected at most 400,000,000");
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, COEFFICIENTS})
  void anEntryThatUnpacksToMoreThanItsKindNeedsIsRefused(String entry) throws IOException {
    entries.put(entry, new byte[50_000_000]);
    assertThat(complaint()).matches("has more than [0-9,]+ bytes in " + entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, COEFFICIENTS})
  void aMissingEntryIsNamed(String entry) throws IOException {
    entries.remove(entry);
    assertThat(complaint())
        .isEqualTo("is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer");
  }

  @ParameterizedTest
  @CsvSource({
    "coefficients.bin,18,length of the shape,6",
    "coefficients.bin,32,rank,1",
    "coefficients.bin,40,length,3190",
    "coefficients.bin,98,number of values,3190"
  })
  void aSizeThatAnArrayClaimsIsCheckedBeforeMemoryIsTaken(
      String entry, int position, String what, long expected) throws IOException {
    for (long claimed : new long[] {1L << 40, Long.MAX_VALUE, -1, 0}) {
      setLong(entry, position, claimed);
      assertThat(complaint())
          .isEqualTo(
              "says %,d as the %s in %s, expected %,d by its configuration and size; get it again"
                  .formatted(claimed, what, entry, expected));
    }
  }

  @Test
  void anArrayThatEndsEarlyIsRefused() throws IOException {
    byte[] whole = entries.get(COEFFICIENTS);
    entries.put(COEFFICIENTS, Arrays.copyOf(whole, whole.length - 1));
    assertThat(complaint()).startsWith("says 12,759 as the number of bytes in coefficients.bin");
    entries.put(COEFFICIENTS, Arrays.copyOf(whole, LENGTH));
    assertThat(complaint())
        .isEqualTo("is damaged: coefficients.bin does not start as an array; get it again");
  }

  @Test
  void valuesOfAnotherTypeAreRefused() throws IOException {
    System.arraycopy(
        "INT32".getBytes(StandardCharsets.US_ASCII), 0, entries.get(COEFFICIENTS), TYPE + 2, 5);
    assertThat(complaint())
        .isEqualTo("has values of type INT32 in coefficients.bin, expected FLOAT or DOUBLE");
  }

  @Test
  void aNetworkInDoublePrecisionIsLoaded() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    ModelSerializer.writeModel(network, zip().toFile(), true);
    assertThat(ModelFile.load(zip()).network().params()).isEqualTo(network.params());
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() throws IOException {
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      ByteBuffer.wrap(entries.get(COEFFICIENTS)).putFloat(VALUES + 40, value);
      assertThat(complaint())
          .isEqualTo(
              "has infinite values or NaN in coefficients.bin; the training that made it failed");
    }
  }

  @Test
  void theStateOfAnUpdaterIsNotRead() throws IOException {
    entries.put(UPDATER, new byte[50_000_000]);
    writeEntries();
    assertThat(ModelFile.load(zip()).network().numParams()).isEqualTo(PARAMETERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.ArrayList",
        "javax.script.ScriptEngineManager",
        "org.deeplearning4j.../../X",
        "[Lorg.deeplearning4j.X;",
        "Evil"
      })
  void onlyClassesOfDl4jAndNd4jMayBeNamed(String name) throws IOException {
    json(json().replace("org.deeplearning4j.nn.conf.layers.DenseLayer", name));
    assertThat(complaint())
        .isEqualTo("names the class %s, expected classes of DL4J and ND4J only".formatted(name));
  }

  /** The other form in which the JSON parser takes an object of a named class. */
  @Test
  void aClassNamedInAnArrayIsRefusedToo() throws IOException {
    json(
        json()
            .replaceFirst(
                "\"iupdater\" : \\{",
                "\"stepFunction\" : [\"java.util.Date\", {}], \"iupdater\" : {"));
    assertThat(complaint()).startsWith("names the class java.util.Date, expected");
  }

  @Test
  void aLayerMayHaveANameWithADot() throws IOException {
    json(json().replace("\"layer0\"", "\"block.0\""));
    writeEntries();
    assertThat(ModelFile.load(zip()).network().getLayerNames()).contains("block.0");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    entries.put(JSON, "[".repeat(500_000).getBytes(StandardCharsets.UTF_8));
    assertThat(complaint()).isEqualTo("has a configuration nested deeper than 50");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1099511627776;has nout of 1099511627776, expected at most 1,000,000",
        "-99999999999999999999;has nout of -99999999999999999999, expected at most 1,000,000",
        "1073741824.0;has nout of 1073741824.0, expected at most 1,000,000",
        "\" 1073741824\";has nout of  1073741824, expected at most 1,000,000",
        "1000000;needs more than 16,000,000 parameters, the most that is accepted",
        "-4;needs more than 16,000,000 parameters, the most that is accepted"
      })
  void aLayerOfAnySizeIsRefusedBeforeMemoryIsTaken(String size, String complaint)
      throws IOException {
    json(json().replace("\"nout\" : 4", "\"nout\" : " + size));
    assertThat(complaint()).isEqualTo(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernelSize", "stride", "dilation"})
  void aWindowThatNativeCodeCannotTakeIsRefused(String field) throws IOException {
    saveForImages(new ConvolutionLayer.Builder(3, 3).nOut(2).build(), softmax(LossFunction.MCXENT));
    String sound = json();
    for (String wrong : new String[] {"[ 2, 0 ]", "[ 2, null ]", "[ -1, 1 ]", "[ 1, 65 ]"}) {
      json(sound.replaceAll("(\"%s\" : )\\[[^]]*\\]".formatted(field), "$1" + wrong));
      assertThat(complaint())
          .as(wrong)
          .matches("has a kernel, stride or dilation of (0|-1|65), expected 1 to 64");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FrozenLayer", "FrozenLayerWithBackprop"})
  void aWindowThatNativeCodeCannotTakeIsRefusedInAFrozenLayerToo(String kind) throws IOException {
    ConvolutionLayer convolution = new ConvolutionLayer.Builder(3, 3).nOut(2).build();
    saveForImages(
        kind.equals("FrozenLayer")
            ? new FrozenLayer(convolution)
            : new FrozenLayerWithBackprop(convolution),
        softmax(LossFunction.MCXENT));
    String sound = json();
    for (String field : new String[] {"kernelSize", "stride", "dilation"}) {
      json(sound.replaceAll("(\"%s\" : )\\[[^]]*\\]".formatted(field), "$1[ 1, 0 ]"));
      assertThat(complaint())
          .as(field)
          .isEqualTo("has a kernel, stride or dilation of 0, expected 1 to 64");
    }
  }

  /** Of 900,000 characters: a size, a class, the name of a field. */
  @Test
  void whatIsQuotedIsCutShort() throws IOException {
    String sound = json();
    String endless = "9".repeat(900_000);
    for (String changed :
        new String[] {
          sound.replace("\"nout\" : 4", "\"nout\" : " + endless),
          sound.replace("org.deeplearning4j.nn.conf.layers.DenseLayer", "x." + endless),
          sound.replace("\"nout\" : 4", "\"" + endless + "\" : 10000000")
        }) {
      json(changed);
      assertThat(complaint()).hasSizeBetween(100, 1_000);
    }
  }

  @Test
  void layersOfSequencesAreRefused() throws IOException {
    saveForImages(
        new DenseLayer.Builder().nOut(1).build(),
        new RepeatVector.Builder<>(1_000_000).build(),
        new LSTM.Builder().nOut(1).build(),
        new GlobalPoolingLayer.Builder().build(),
        softmax(LossFunction.MCXENT));
    assertThat(complaint())
        .isEqualTo("has a layer of sequences or volumes, RepeatVector, expected images");
  }

  @Test
  void layersOfSameDiffAreRefused() throws IOException {
    saveForImages(
        new LocallyConnected2D.Builder()
            .kernelSize(2, 2)
            .stride(1, 1)
            .setInputSize(28, 28)
            .nOut(1)
            .build(),
        softmax(LossFunction.MCXENT));
    assertThat(complaint())
        .isEqualTo("has a layer of SameDiff, LocallyConnected2D, expected DL4J's own");
  }

  @Test
  void weightsThatOverflowAreRefused() throws IOException {
    ByteBuffer values = ByteBuffer.wrap(entries.get(COEFFICIENTS));
    for (int i = 0; i < PARAMETERS; i++) {
      values.putFloat(VALUES + Float.BYTES * i, 1e30f);
    }
    assertThat(complaint())
        .isEqualTo("gives outputs that are no numbers: its weights are too large; train it again");
  }

  @Test
  void anImageThatGrowsOnItsWayIsRefused() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).padding(1, 1).build())
                .layer(
                    new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
    network.init();
    ModelSerializer.writeModel(network, zip().toFile(), false);
    readEntries();
    assertThat(complaint())
        .isEqualTo(
            "gives outputs of shape [2, 2, 28, 28] for two images, expected one value per class");
    json(json().replaceAll("\"padding\" : \\[ 1, 1 \\]", "\"padding\" : [ 9000, 9000 ]"));
    assertThat(complaint())
        .isEqualTo("needs more than 16,000,000 values per image, the most that is accepted");
  }

  private static List<Layer> layersOfManyValuesForEachOutput() {
    SubsamplingLayer pooling =
        new SubsamplingLayer.Builder().kernelSize(64, 64).stride(1, 1).build();
    return List.of(
        pooling,
        new FrozenLayer(pooling),
        new LocalResponseNormalization.Builder().n(5_000).build(),
        new LocalResponseNormalization.Builder().n(-5_000).build());
  }

  /** Of a few kB, without a parameter, and a minute's work. */
  @ParameterizedTest
  @MethodSource("layersOfManyValuesForEachOutput")
  void windowsThatTakeTooLongAreRefused(Layer layer) throws IOException {
    saveForImages(
        new Upsampling2D.Builder(64).build(),
        layer,
        new GlobalPoolingLayer.Builder().build(),
        softmax(LossFunction.MCXENT));
    assertThat(complaint())
        .isEqualTo(
            "needs more than 4,000,000,000 multiplications and pooled values per image, the most that"
                + " is accepted");
  }

  @Test
  void aGraphIsNamed() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder()
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "in")
                .setOutputs("out")
                .build());
    graph.init();
    ModelSerializer.writeModel(graph, zip().toFile(), true);
    readEntries();
    assertThat(complaint()).isEqualTo("is a ComputationGraph, expected a MultiLayerNetwork");
  }

  private String refusalToEvaluate() throws IOException {
    MultiLayerNetwork network = ModelFile.load(zip()).network();
    return catchThrowableOfType(
            TrainingException.class, () -> Evaluator.requireKnownLoss(network, "it"))
        .getMessage();
  }

  @Test
  void aNetworkWithoutAnOutputLayerIsNotEvaluated() throws IOException {
    save(new DenseLayer.Builder().nIn(784).nOut(10).build());
    assertThat(refusalToEvaluate())
        .isEqualTo(
            "it ends with a DenseLayer, expected an OutputLayer, which has the loss to evaluate");
  }

  @Test
  void aVariationalAutoencoderIsNotEvaluated() throws IOException {
    save(
        new VariationalAutoencoder.Builder()
            .nIn(784)
            .nOut(4)
            .encoderLayerSizes(8)
            .decoderLayerSizes(8)
            .build());
    assertThat(refusalToEvaluate())
        .startsWith("it ends with a VariationalAutoencoder, expected an");
  }

  @Test
  void aNetworkWithAnotherLossIsNotEvaluated() throws IOException {
    save(new DenseLayer.Builder().nIn(784).nOut(4).build(), softmax(LossFunction.SPARSE_MCXENT));
    assertThat(refusalToEvaluate())
        .isEqualTo(
            "it has the loss LossSparseMCXENT, expected one of LossMCXENT, LossNegativeLogLikelihood, LossBinaryXENT, LossMSE, LossL2, LossMAE, LossL1");
  }

  private void loadsOrIsRefused(byte[] bytes) throws IOException {
    Files.write(zip(), bytes);
    try {
      assertThat(ModelFile.load(zip()).network().params().isNaN().any()).isFalse();
    } catch (TrainingException e) {
      assertThat(e.getMessage()).startsWith(zip().toString()).hasLineCount(1);
    }
  }

  /** Damages the file itself and, with right checksums, the content of an entry. */
  private void fuzz(int rounds, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] sound = Files.readAllBytes(zip());
    Map<String, byte[]> soundEntries = new LinkedHashMap<>(entries);
    for (int round = 0; round < rounds; round++) {
      loadsOrIsRefused(damaged(sound, random));
      entries.putAll(soundEntries);
      String entry = random.nextInt(3) == 0 ? COEFFICIENTS : JSON;
      entries.put(entry, damaged(soundEntries.get(entry), random));
      writeEntries();
      loadsOrIsRefused(Files.readAllBytes(zip()));
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes =
        random.nextInt(8) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200);
    for (int i = random.nextInt(4); i >= 0 && reach > 0; i--) {
      int position = random.nextInt(reach);
      byte digit = (byte) ('0' + random.nextInt(10));
      bytes[position] = random.nextBoolean() ? digit : (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void damageIsRefusedInOneLineOrDoesNoHarm() throws IOException {
    fuzz(100, 1);
  }

  @Test
  @Tag("slow")
  void muchDamageIsRefusedInOneLineOrDoesNoHarm() throws IOException {
    fuzz(20_000, 2);
  }
}
