package mnist4j.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mnist4j.data.AtomicFile;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
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
    MultiLayerNetwork network;
    try {
      network = MultiLayerNetwork.load(from.toFile(), true);
    } catch (IOException | RuntimeException e) {
      throw new TrainingException(
          "%s is no saved DL4J MultiLayerNetwork; expected a zip written by ModelSerializer"
              .formatted(from),
          e);
    }
    expectImages(network, from);
    return network;
  }

  /**
   * The pretrained network of a recipe that ships with the program, from {@code models/pretrained},
   * without updater state.
   *
   * @return empty if none ships
   */
  public static Optional<MultiLayerNetwork> pretrained(String recipe) {
    try (InputStream zip =
        ModelFile.class.getResourceAsStream("/mnist4j/pretrained/%s.zip".formatted(recipe))) {
      return zip == null
          ? Optional.empty()
          : Optional.of(ModelSerializer.restoreMultiLayerNetwork(zip, false));
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own networks cannot be read", e);
    }
  }

  private static void expectImages(MultiLayerNetwork network, Path from) {
    try {
      network.output(Nd4j.zeros(DataType.FLOAT, 1, PIXELS));
    } catch (RuntimeException e) {
      throw new TrainingException(
          "%s takes %d inputs, expected %d (28 x 28 pixels)"
              .formatted(from, inputs(network), PIXELS),
          e);
    }
  }

  private static long inputs(MultiLayerNetwork network) {
    return network.getLayerWiseConfigurations().getInputPreProcess(0)
            instanceof FeedForwardToCnnPreProcessor image
        ? image.getInputHeight() * image.getInputWidth() * image.getNumChannels()
        : network.layerInputSize(0);
  }
}
