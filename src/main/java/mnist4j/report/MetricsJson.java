package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import mnist4j.data.AtomicFile;
import mnist4j.data.DataException;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Settings;
import mnist4j.training.ModelMetadata;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingResult;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializerProvider;
import org.nd4j.shade.jackson.databind.module.SimpleModule;
import org.nd4j.shade.jackson.databind.ser.std.StdSerializer;

/** {@code metrics.json}: the settings of a training and its figures. */
public final class MetricsJson {

  /** The field that names the network of an evaluation: its zip, or that it ships. */
  public static final String NETWORK = "network";

  /** The matrix of 256 classes takes one million of them, the seconds of a million epochs 20. */
  private static final long MAX_BYTES = 30_000_000;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY)
          .registerModule(new SimpleModule().addSerializer(new OptionalFigure()));

  private MetricsJson() {}

  /**
   * Writes the file whole.
   *
   * @param backend the name of the backend
   * @param threads the number of its threads; 0 if it has none, and then not written
   * @param dataArguments the command line's options that name the data set; none for MNIST
   * @throws IOException if it cannot be written
   */
  public static Path write(
      TrainingResult result, String backend, int threads, List<String> dataArguments, Path to)
      throws IOException {
    return write(values(result, backend, threads, dataArguments), to);
  }

  /**
   * Writes other figures, in the order of the map.
   *
   * @throws IOException if the file cannot be written
   */
  public static Path write(Map<String, Object> values, Path to) throws IOException {
    return AtomicFile.write(
        to,
        partial -> MAPPER.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), values));
  }

  /**
   * The class names of a saved network, from the file beside it.
   *
   * @return empty if there is no such file or it names none
   * @throws IOException if the file is there and cannot be read
   * @throws TrainingException if it is no JSON
   */
  public static List<String> classNames(Path file) throws IOException {
    return texts(file, "classNames").stream().map(DataException::onOneLine).toList();
  }

  /**
   * The options that name the data set of a run, from its file.
   *
   * @return empty if there is no such file or it names none
   * @throws IOException if the file is there and cannot be read
   * @throws TrainingException if it is no JSON
   */
  public static List<String> dataArguments(Path file) throws IOException {
    return texts(file, "dataArguments");
  }

  /**
   * The network that an earlier evaluation was of, from its file.
   *
   * @return empty if there is no such file, it names none, or it is damaged
   * @throws IOException if the file is there and cannot be read
   */
  public static Optional<String> network(Path file) throws IOException {
    try {
      return file.toFile().isFile()
          ? Optional.ofNullable(read(file).path(NETWORK).textValue())
          : Optional.empty();
    } catch (TrainingException e) {
      return Optional.empty();
    }
  }

  private static List<String> texts(Path file, String field) throws IOException {
    List<String> texts = new ArrayList<>();
    if (file.toFile().isFile()) {
      read(file).path(field).forEach(text -> texts.add(text.asText()));
    }
    return texts;
  }

  private static JsonNode read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new TrainingException(
          "%s has %,d bytes, expected at most %,d; train the recipe again or remove the file"
              .formatted(file, Files.size(file), MAX_BYTES));
    }
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new TrainingException(
          "%s is damaged; train the recipe again or remove the file".formatted(file), e);
    }
  }

  private static Map<String, Object> values(
      TrainingResult result, String backend, int threads, List<String> dataArguments) {
    Settings settings = result.settings();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("recipe", result.recipe().name());
    values.put("engine", result.engine().toString());
    values.put("seed", settings.seed());
    values.put("epochs", settings.epochs());
    values.put("batchSize", result.batchSize());
    values.put("learningRate", settings.learningRate());
    settings.hidden().ifPresent(hidden -> values.put("hidden", hidden));
    values.put("l2", settings.l2());
    values.put("dropout", settings.dropout());
    settings.augmentation().ifPresent(limits -> values.put("augmentation", limits));
    if (settings.balance()) {
      values.put("balance", true);
    }
    settings.patience().ifPresent(patience -> values.put("patience", patience));
    result
        .restoredEpoch()
        .ifPresent(
            restored -> {
              values.put("trainedEpochs", result.secondsPerEpoch().size());
              values.put("restoredEpoch", restored);
            });
    settings.digits().ifPresent(pair -> values.put("digits", List.of(pair.first(), pair.second())));
    values.put("parameters", result.network().numParams());
    values.put("backend", backend);
    if (threads > 0) {
      values.put("threads", threads);
    }
    values.put("dataset", result.dataset());
    values.put("dataArguments", dataArguments);
    values.put("classNames", result.data().classNames());
    values.put("preparation", ModelMetadata.preparation(result.metadata().preparedAsMnist()));
    values.put("trainImages", result.data().train().size());
    result.data().validation().ifPresent(held -> values.put("validationImages", held.size()));
    values.put("testImages", result.data().test().size());
    values.put("trainSeconds", result.trainSeconds());
    values.put("secondsPerEpoch", result.secondsPerEpoch());
    values.putAll(evaluation(result.test()));
    values.put("document", result.recipe().document());
    return values;
  }

  /**
   * Loss, accuracy, macro averages, expected calibration error and confusion matrix under their
   * names in the file. Without probabilities there is no calibration error.
   */
  public static Map<String, Object> evaluation(EvaluationResult test) {
    ConfusionMatrix confusion = test.confusion();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("testLoss", test.loss());
    values.put("testAccuracy", test.accuracy());
    values.put("precision", confusion.macroPrecision());
    values.put("recall", confusion.macroRecall());
    values.put("f1", confusion.macroF1());
    test.calibration()
        .ifPresent(bins -> values.put("expectedCalibrationError", bins.expectedError()));
    values.put("confusion", confusion.counts());
    return values;
  }

  /** Leaves out what is empty, as {@code NON_EMPTY} asks. */
  private static final class OptionalFigure extends StdSerializer<OptionalDouble> {

    OptionalFigure() {
      super(OptionalDouble.class);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, OptionalDouble figure) {
      return figure.isEmpty();
    }

    @Override
    public void serialize(OptionalDouble figure, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(figure.getAsDouble());
    }
  }
}
