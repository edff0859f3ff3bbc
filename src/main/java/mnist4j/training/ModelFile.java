package mnist4j.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import mnist4j.data.AtomicFile;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A saved network: a DL4J zip that any DL4J 1.0.0-M2.1 program can load. */
public final class ModelFile {

  private static final int PIXELS = ImageData.SIDE * ImageData.SIDE;

  private ModelFile() {}

  /**
   * Saves configuration, parameters and updater state.
   *
   * @throws IOException if the file cannot be written; what was there before is then untouched
   */
  public static Path save(MultiLayerNetwork network, Path to) throws IOException {
    return AtomicFile.write(
        to, partial -> ModelSerializer.writeModel(network, partial.toFile(), true));
  }

  /**
   * Loads a network that classifies images of 28 x 28 pixels.
   *
   * @throws TrainingException if the file is missing, no DL4J model, or for other inputs
   */
  public static MultiLayerNetwork load(Path from) {
    if (!Files.isRegularFile(from)) {
      throw new TrainingException(
          "%s does not exist; train a recipe first or name a model zip".formatted(from));
    }
    try (ModelZip zip = new ModelZip(from)) {
      return network(zip, from);
    } catch (TrainingException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new TrainingException(
          "%s is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"
              .formatted(from),
          e);
    }
  }

  /**
   * Restores a network entry by entry. DL4J's own method unpacks every entry, deserialises Java
   * objects, and allocates what the arrays say of themselves.
   */
  private static MultiLayerNetwork network(ModelZip zip, Path from) throws IOException {
    zip.requireNoJavaObjects();
    zip.requireNoLargeEntry();
    ConfigurationReader reader = new ConfigurationReader(from);
    MultiLayerConfiguration configuration = reader.read(zip.configuration());
    long count = reader.parameters(configuration);
    expectImages(reader, configuration, from);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    if (count == 0) {
      network.init();
    } else {
      INDArray parameters = zip.parameters(count);
      configuration.setDataType(parameters.dataType());
      network.init(parameters, false);
    }
    if (zip.hasUpdaterState()) {
      INDArray state = network.getUpdater().getStateViewArray();
      network
          .getUpdater()
          .setStateViewArray(network, zip.updaterState(state == null ? 0 : state.length()), false);
    }
    expectClasses(network, from);
    return network;
  }

  /** Whether a trained network of the recipe ships with the program. */
  public static boolean hasPretrained(String recipe) {
    return ModelFile.class.getResource(resource(recipe)) != null;
  }

  private static String resource(String recipe) {
    return "/mnist4j/pretrained/%s.zip".formatted(recipe);
  }

  /**
   * The pretrained network of a recipe that ships with the program, from {@code models/pretrained},
   * without updater state.
   *
   * @return empty if none ships
   */
  public static Optional<MultiLayerNetwork> pretrained(String recipe) {
    try (InputStream zip = ModelFile.class.getResourceAsStream(resource(recipe))) {
      return zip == null
          ? Optional.empty()
          : Optional.of(ModelSerializer.restoreMultiLayerNetwork(zip, false));
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own networks cannot be read", e);
    }
  }

  private static void expectImages(
      ConfigurationReader reader, MultiLayerConfiguration configuration, Path from) {
    long inputs = inputs(configuration);
    if (inputs != PIXELS) {
      throw new TrainingException(
          "%s takes %d inputs, expected %d (28 x 28 pixels)".formatted(from, inputs, PIXELS));
    }
    try {
      reader.requireSmallPass(configuration, PIXELS);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unfit(from, e);
    }
  }

  /** The inputs of the first layer that says how many it takes. */
  private static long inputs(MultiLayerConfiguration configuration) {
    if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor image) {
      return image.getInputHeight() * image.getInputWidth() * image.getNumChannels();
    }
    return configuration.getConfs().stream()
        .map(NeuralNetConfiguration::getLayer)
        .filter(FeedForwardLayer.class::isInstance)
        .mapToLong(layer -> ((FeedForwardLayer) layer).getNIn())
        .findFirst()
        .orElse(PIXELS);
  }

  private static void expectClasses(MultiLayerNetwork network, Path from) {
    INDArray outputs;
    try {
      outputs = network.output(Nd4j.zeros(DataType.FLOAT, 1, PIXELS));
    } catch (RuntimeException e) {
      throw unfit(from, e);
    }
    if (outputs.rank() != 2) {
      throw new TrainingException(
          "%s gives outputs of shape %s for an image, expected one value per class"
              .formatted(from, Arrays.toString(outputs.shape())));
    }
  }

  private static TrainingException unfit(Path from, RuntimeException cause) {
    return new TrainingException(
        "%s has layers that do not fit each other or images of 28 x 28 pixels".formatted(from),
        cause);
  }
}
