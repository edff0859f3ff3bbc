package mnist4j.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Reads a network's configuration from JSON without trust. DL4J's parser creates an instance of any
 * class that the JSON names, and its networks allocate whatever the layers ask for; both are
 * checked before.
 */
final class ConfigurationReader {

  private static final Pattern KNOWN_CLASS =
      Pattern.compile("org\\.(deeplearning4j|nd4j)(\\.[A-Za-z]\\w*)+(\\$\\w+)*");

  /** The parser is recursive. */
  private static final int MAX_DEPTH = 50;

  /** Also keeps the product of any three sizes within 64 bits. */
  private static final long MAX_SIZE = 1_000_000;

  private static final int MAX_WINDOW = ImageSize.MAX_SIDE;

  private static final long MAX_VALUES_PER_IMAGE = ModelZip.MAX_PARAMETERS;

  /** Four hundred times those of the largest recipe; a few seconds of one thread. */
  private static final long MAX_OPERATIONS = 4_000_000_000L;

  /** Numbers of any size; a schedule of learning rates has the epochs for names. */
  private static final Pattern NO_SIZE =
      Pattern.compile("seed|iterationCount|epochCount|learningRate|\\d{1,6}");

  private static final String CLASS = "@class";
  private static final String NAME = "layerName";

  private static final String TOO_LARGE = "needs more than %2$,d %1$s, the most that is accepted";

  private final String subject;

  /**
   * @param subject of messages, such as a file
   */
  ConfigurationReader(String subject) {
    this.subject = subject;
  }

  /**
   * @throws TrainingException if the JSON is of another kind of network, names a class of other
   *     libraries, or has sizes or a depth beyond all use
   * @throws IOException if it is no JSON
   */
  MultiLayerConfiguration read(String json) throws IOException {
    boolean graph = false;
    try (JsonParser tokens = new JsonFactory().createParser(json)) {
      int depth = 0;
      for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        require(depth <= MAX_DEPTH, "has a configuration nested deeper than %d", MAX_DEPTH);
        String field = String.valueOf(tokens.getCurrentName());
        graph |= depth == 1 && field.equals("vertices");
        if (token == JsonToken.VALUE_STRING) {
          requireKnownClass(field, tokens.getText());
        }
        // The mapper takes 5.0 and "5" for 5.
        if (token.isScalarValue() && !NO_SIZE.matcher(field).matches() && !field.equals(NAME)) {
          require(
              isSmall(tokens.getText()),
              "has %.100s of %.100s, expected at most %,d",
              field,
              tokens.getText(),
              MAX_SIZE);
        }
      }
    }
    require(!graph, "is a ComputationGraph, expected a MultiLayerNetwork");
    return MultiLayerConfiguration.fromJson(json);
  }

  /** False for a number beyond all sizes; NaN stands for what is not set. */
  private static boolean isSmall(String text) {
    try {
      return !(Math.abs(Double.parseDouble(text.strip())) > MAX_SIZE);
    } catch (NumberFormatException e) {
      return true;
    }
  }

  /** Any string with a dot might be taken for the name of a class, except the name of a layer. */
  private void requireKnownClass(String field, String value) {
    boolean name = field.equals(CLASS) || value.contains(".") && !field.equals(NAME);
    require(
        !name || KNOWN_CLASS.matcher(value).matches(),
        "names the class %.100s, expected classes of DL4J and ND4J only",
        value);
  }

  /**
   * The number of parameters.
   *
   * @throws TrainingException if there are too many
   */
  long parameters(MultiLayerConfiguration configuration) {
    long total = 0;
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      // These build a graph of any size only to count.
      Layer itself = unwrapped(layer.getLayer());
      require(
          !(itself instanceof AbstractSameDiffLayer),
          "has a layer of SameDiff, %s, expected DL4J's own",
          itself.getClass().getSimpleName());
      long own = parameters(layer);
      require(
          own >= 0 && own <= ModelZip.MAX_PARAMETERS - total,
          TOO_LARGE,
          "parameters",
          ModelZip.MAX_PARAMETERS);
      total += own;
    }
    return total;
  }

  /**
   * Follows one image through the layers.
   *
   * @return the number of all layers' outputs
   * @throws TrainingException if a forward pass would need too much memory or time
   * @throws RuntimeException if the layers do not fit each other or the image
   */
  long requireSmallPass(MultiLayerConfiguration configuration, long inputs) {
    InputType type = InputType.feedForward(inputs);
    long values = 0;
    double operations = 0;
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      InputPreProcessor preProcessor = configuration.getInputPreProcess(i);
      if (preProcessor != null) {
        type = preProcessor.getOutputType(type);
      }
      NeuralNetConfiguration layer = configuration.getConf(i);
      requireWindow(unwrapped(layer.getLayer()));
      type = layer.getLayer().getOutputType(i, type);
      require(
          type instanceof InputTypeConvolutional || type instanceof InputTypeFeedForward,
          "has a layer of sequences or volumes, %s, expected images",
          layer.getLayer().getClass().getSimpleName());
      long outputs = type.arrayElementsPerExample();
      values += outputs;
      require(values <= MAX_VALUES_PER_IMAGE, TOO_LARGE, "values per image", MAX_VALUES_PER_IMAGE);
      double positions =
          type instanceof InputTypeConvolutional plane
              ? (double) plane.getHeight() * plane.getWidth()
              : 1;
      operations +=
          positions * parameters(layer) + (double) outputs * window(unwrapped(layer.getLayer()));
      require(
          operations <= MAX_OPERATIONS,
          TOO_LARGE,
          "multiplications and pooled values per image",
          MAX_OPERATIONS);
    }
    return values;
  }

  /** The values that each output of a layer without parameters is made of. */
  private static double window(Layer layer) {
    if (layer instanceof SubsamplingLayer pooling) {
      return Arrays.stream(pooling.getKernelSize()).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
    return layer instanceof LocalResponseNormalization channels ? Math.abs(channels.getN()) : 0;
  }

  /** The layer within others that only freeze it or change its input or output. */
  static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getLayer());
    }
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** Native code divides by them, and takes time and memory for each. */
  private void requireWindow(Layer layer) {
    int[][] sizes = {};
    if (layer instanceof ConvolutionLayer convolution) {
      sizes =
          new int[][] {
            convolution.getKernelSize(), convolution.getStride(), convolution.getDilation()
          };
    } else if (layer instanceof SubsamplingLayer pooling) {
      sizes = new int[][] {pooling.getKernelSize(), pooling.getStride(), pooling.getDilation()};
    }
    for (int[] size : sizes) {
      for (int side : size) {
        require(
            side >= 1 && side <= MAX_WINDOW,
            "has a kernel, stride or dilation of %d, expected 1 to %d",
            side,
            MAX_WINDOW);
      }
    }
  }

  private static long parameters(NeuralNetConfiguration layer) {
    return layer.getLayer().initializer().numParams(layer);
  }

  private void require(boolean holds, String problem, Object... values) {
    if (!holds) {
      throw new TrainingException(subject + " " + problem.formatted(values));
    }
  }
}
