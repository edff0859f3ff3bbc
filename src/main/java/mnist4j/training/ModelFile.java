package mnist4j.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import mnist4j.data.AtomicFile;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.ReproducibleZip;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/** A saved network: a DL4J zip that any DL4J 1.0.0-M2.1 program can load. */
public final class ModelFile {

  private ModelFile() {}

  /**
   * Checks before a training that its network can be loaded once it is saved.
   *
   * @throws SettingsException if it is larger than a saved network may be
   * @throws TrainingException if it is so without a hidden layer
   */
  static void requireLoadable(
      MultiLayerConfiguration configuration, Settings settings, ImageSize size) {
    ConfigurationReader reader = new ConfigurationReader("the network");
    try {
      reader.parameters(configuration);
      reader.requireSmallPass(configuration, size.pixels());
    } catch (TrainingException e) {
      if (settings.hidden().isEmpty()) {
        throw e;
      }
      throw new SettingsException(
          "--hidden", settings.hidden().getAsInt(), "fewer, since " + e.getMessage());
    }
  }

  /**
   * Saves configuration, parameters, updater state, metadata, and the scaling of grey values of 0
   * to 255 as DL4J's {@code ImagePreProcessingScaler}. The same network and metadata make the same
   * bytes.
   *
   * @throws IOException if the file cannot be written; what was there before is then untouched
   */
  public static Path save(MultiLayerNetwork network, ModelMetadata metadata, Path to)
      throws IOException {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, model, true);
    // Written here, since writeModel with a normalizer closes the zip too early in DL4J 1.0.0-M2.1.
    ByteArrayOutputStream normalizer = new ByteArrayOutputStream();
    NormalizerSerializer.getDefault().write(new ImagePreProcessingScaler(0, 1), normalizer);
    return AtomicFile.write(
        to,
        partial -> {
          // A ZipOutputStream that cannot write its end leaves the file open.
          try (OutputStream file = Files.newOutputStream(partial);
              ZipOutputStream out = new ZipOutputStream(file);
              ZipInputStream entries =
                  new ZipInputStream(new ByteArrayInputStream(model.toByteArray()))) {
            for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
              write(e.getName(), entries, out);
            }
            write(
                ModelSerializer.NORMALIZER_BIN,
                new ByteArrayInputStream(normalizer.toByteArray()),
                out);
            write(ModelMetadata.ENTRY, new ByteArrayInputStream(metadata.toJson()), out);
          }
        });
  }

  /** DL4J stamps each entry with the time, which would make every zip another file. */
  private static void write(String name, InputStream content, ZipOutputStream zip)
      throws IOException {
    zip.putNextEntry(ReproducibleZip.entry(name));
    content.transferTo(zip);
    zip.closeEntry();
  }

  /**
   * Loads a network that classifies images, of 28 x 28 pixels unless the zip says otherwise. It is
   * not trained further, so the updater's state is left alone.
   *
   * @throws TrainingException if the file is missing, cannot be read, is no DL4J model, or one for
   *     other inputs
   */
  public static SavedModel load(Path from) {
    if (Files.isDirectory(from)) {
      throw new TrainingException(
          "%s is a directory; name a model zip, such as %s"
              .formatted(from, from.resolve("model.zip")));
    }
    if (!Files.exists(from)) {
      throw new TrainingException(
          "%s does not exist; train a recipe first or name a model zip".formatted(from));
    }
    if (!Files.isRegularFile(from)) {
      throw new TrainingException("%s is no regular file; name a model zip".formatted(from));
    }
    if (!Files.isReadable(from)) {
      throw new TrainingException("%s cannot be read; check its permissions".formatted(from));
    }
    try (ModelZip zip = new ModelZip(from)) {
      return model(zip, from);
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
   * What a zip says of its network, without loading it.
   *
   * @return empty if it says nothing, or cannot be loaded either
   */
  public static Optional<ModelMetadata> metadata(Path from) {
    // The end of a pipe is never found.
    if (!Files.isRegularFile(from)) {
      return Optional.empty();
    }
    try (ModelZip zip = new ModelZip(from)) {
      return zip.metadata();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Restores a network entry by entry. DL4J's own method unpacks every entry, deserialises Java
   * objects, and allocates what the arrays say of themselves.
   */
  private static SavedModel model(ModelZip zip, Path from) throws IOException {
    zip.requireNoJavaObjects();
    zip.requireNoLargeEntry();
    Optional<ModelMetadata> metadata = zip.metadata();
    ImageSize size = metadata.map(ModelMetadata::imageSize).orElse(ImageSize.MNIST);
    ConfigurationReader reader = new ConfigurationReader(from.toString());
    MultiLayerConfiguration configuration = reader.read(zip.configuration());
    long count = reader.parameters(configuration);
    takeRows(configuration, size, from);
    expectImages(reader, configuration, size, from);
    zip.scaling().ifPresent(scaling -> scale(configuration, scaling));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    if (count == 0) {
      network.init();
    } else {
      INDArray parameters = zip.parameters(count);
      configuration.setDataType(parameters.dataType());
      network.init(parameters, false);
    }
    expectClasses(network, metadata, size.pixels(), from);
    return new SavedModel(network, metadata);
  }

  /** Lets a network of images {@code [n, 1, rows, columns]} take {@code [n, pixels]}. */
  private static void takeRows(MultiLayerConfiguration configuration, ImageSize size, Path from) {
    Layer first = ConfigurationReader.unwrapped(configuration.getConf(0).getLayer());
    boolean normalizesRows =
        first instanceof BatchNormalization normalization
            && normalization.getNIn() == size.pixels();
    if (configuration.getInputPreProcess(0) != null || normalizesRows) {
      return;
    }
    if (first instanceof ConvolutionLayer convolution && convolution.getNIn() != 1) {
      throw new TrainingException(
          "%s takes images of %d channels, expected 1 (grey)"
              .formatted(from, convolution.getNIn()));
    }
    InputPreProcessor reshape =
        first.getPreProcessorForInputType(
            InputType.convolutionalFlat(size.rows(), size.columns(), 1));
    if (reshape != null) {
      configuration.getInputPreProcessors().put(0, reshape);
    }
  }

  private static void scale(MultiLayerConfiguration configuration, PixelScaling scaling) {
    configuration
        .getInputPreProcessors()
        .merge(0, scaling, (reshape, first) -> new ComposableInputPreProcessor(first, reshape));
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
   * without updater state. All were trained on MNIST.
   *
   * @return empty if none ships
   */
  public static Optional<SavedModel> pretrained(String recipe) {
    try (InputStream zip = ModelFile.class.getResourceAsStream(resource(recipe))) {
      if (zip == null) {
        return Optional.empty();
      }
      MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip, false);
      int classes = Math.max(2, network.layerSize(network.getnLayers() - 1));
      List<String> names = ImageData.digits().subList(0, classes);
      return Optional.of(
          new SavedModel(
              network, Optional.of(new ModelMetadata("MNIST", names, true, ImageSize.MNIST))));
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own networks cannot be read", e);
    }
  }

  private static void expectImages(
      ConfigurationReader reader,
      MultiLayerConfiguration configuration,
      ImageSize size,
      Path from) {
    long inputs = inputs(configuration, size.pixels());
    if (inputs != size.pixels()) {
      throw new TrainingException(
          "%s takes %d inputs, expected %d for %s".formatted(from, inputs, size.pixels(), size));
    }
    try {
      reader.requireSmallPass(configuration, size.pixels());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unfit(from, e);
    }
  }

  /** The inputs of the first layer that says how many it takes. */
  private static long inputs(MultiLayerConfiguration configuration, int otherwise) {
    if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor image) {
      return image.getInputHeight() * image.getInputWidth() * image.getNumChannels();
    }
    return configuration.getConfs().stream()
        .map(layer -> ConfigurationReader.unwrapped(layer.getLayer()))
        .filter(FeedForwardLayer.class::isInstance)
        .mapToLong(layer -> ((FeedForwardLayer) layer).getNIn())
        .filter(inputs -> inputs != 0)
        .findFirst()
        .orElse(otherwise);
  }

  private static void expectClasses(
      MultiLayerNetwork network, Optional<ModelMetadata> metadata, int pixels, Path from) {
    INDArray outputs;
    try {
      INDArray none = Nd4j.zeros(DataType.FLOAT, 1, pixels);
      INDArray full = Nd4j.ones(DataType.FLOAT, 1, pixels);
      outputs = network.output(Nd4j.vstack(none, full));
    } catch (RuntimeException e) {
      throw unfit(from, e);
    }
    if (Arrays.stream(outputs.ravel().toDoubleVector())
        .anyMatch(output -> !Double.isFinite(output))) {
      throw new TrainingException(
          "%s gives outputs that are no numbers: its weights are too large; train it again"
              .formatted(from));
    }
    if (outputs.rank() != 2) {
      throw new TrainingException(
          "%s gives outputs of shape %s for two images, expected one value per class"
              .formatted(from, Arrays.toString(outputs.shape())));
    }
    long classes = Math.max(2, outputs.size(1));
    metadata.ifPresent(
        described -> {
          if (described.classNames().size() != classes) {
            throw new TrainingException(
                "%s has %d class names in %s for %d classes; get it again"
                    .formatted(from, described.classNames().size(), ModelMetadata.ENTRY, classes));
          }
        });
  }

  private static TrainingException unfit(Path from, RuntimeException cause) {
    return new TrainingException(
        "%s has layers that do not fit each other or its images".formatted(from), cause);
  }
}
