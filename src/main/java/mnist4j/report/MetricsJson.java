package mnist4j.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import mnist4j.data.AtomicFile;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.DocumentFigures;
import mnist4j.recipe.Settings;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingRun;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** {@code metrics.json}: how a run was made and what it came to. */
public final class MetricsJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MetricsJson() {}

  /**
   * Writes the file whole.
   *
   * @param backend what computed it, as reports name it
   * @param threads how many threads the backend had; 0 if it has none, and then not written
   * @throws IOException if it cannot be written
   */
  public static Path write(TrainingRun run, String backend, int threads, Path to)
      throws IOException {
    return write(values(run, backend, threads), to);
  }

  /**
   * Writes other figures than those of a network, in the order of the map.
   *
   * @throws IOException if the file cannot be written
   */
  public static Path write(Map<String, Object> values, Path to) throws IOException {
    return AtomicFile.write(
        to,
        partial -> MAPPER.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), values));
  }

  /**
   * The digits that a saved binary network tells apart, from the file beside it.
   *
   * @return empty where there is no such file or it names none
   * @throws IOException if the file is there and cannot be read
   * @throws TrainingException if it is no JSON
   */
  public static Optional<DigitPair> digits(Path file) throws IOException {
    if (!file.toFile().isFile()) {
      return Optional.empty();
    }
    JsonNode digits = read(file).path("digits");
    return digits.size() == 2
        ? Optional.of(new DigitPair(digits.get(0).asInt(), digits.get(1).asInt()))
        : Optional.empty();
  }

  /**
   * What the classes of a saved network are called, from the file beside it.
   *
   * @return empty where there is no such file or it names none
   * @throws IOException if the file is there and cannot be read
   * @throws TrainingException if it is no JSON
   */
  public static List<String> classNames(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    if (file.toFile().isFile()) {
      read(file).path("classNames").forEach(name -> names.add(name.asText()));
    }
    return names;
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new TrainingException(
          "%s is damaged; train the recipe again or remove the file".formatted(file), e);
    }
  }

  private static Map<String, Object> values(TrainingRun run, String backend, int threads) {
    Settings settings = run.settings();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("recipe", run.recipe().name());
    values.put("engine", run.engine().toString());
    values.put("seed", settings.seed());
    values.put("epochs", settings.epochs());
    values.put("batchSize", run.batchSize());
    values.put("learningRate", settings.learningRate());
    settings.hidden().ifPresent(hidden -> values.put("hidden", hidden));
    values.put("l2", settings.l2());
    values.put("dropout", settings.dropout());
    settings.augmentation().ifPresent(on -> values.put("augmentation", augmentation(on)));
    settings.digits().ifPresent(pair -> values.put("digits", List.of(pair.first(), pair.second())));
    values.put("parameters", run.network().numParams());
    values.put("backend", backend);
    if (threads > 0) {
      values.put("threads", threads);
    }
    values.put("dataset", run.dataset());
    values.put("classNames", run.data().classNames());
    values.put("trainImages", run.data().train().size());
    run.data().validation().ifPresent(held -> values.put("validationImages", held.size()));
    values.put("testImages", run.data().test().size());
    values.put("trainSeconds", run.trainSeconds());
    values.put("secondsPerEpoch", run.secondsPerEpoch());
    values.putAll(judgement(run.test()));
    values.put("document", document(run.recipe().document()));
    return values;
  }

  /**
   * Loss, accuracy, macro averages, expected calibration error and confusion matrix under their
   * names in the file. Outputs that are no probabilities have no calibration error.
   */
  public static Map<String, Object> judgement(EvaluationResult test) {
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

  private static Map<String, Object> augmentation(Augmentation augmentation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rotationDegrees", augmentation.rotationDegrees());
    values.put("shiftPixels", augmentation.shiftPixels());
    values.put("scaleShare", augmentation.scaleShare());
    return values;
  }

  private static Map<String, Object> document(DocumentFigures document) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", document.title());
    put(values, "testAccuracy", document.testAccuracy());
    put(values, "testLoss", document.testLoss());
    put(values, "trainAccuracy", document.trainAccuracy());
    put(values, "validationAccuracy", document.validationAccuracy());
    put(values, "trainSeconds", document.trainSeconds());
    return values;
  }

  private static void put(Map<String, Object> values, String name, OptionalDouble figure) {
    figure.ifPresent(value -> values.put(name, value));
  }

  private static void put(Map<String, Object> values, String name, List<Double> figures) {
    if (!figures.isEmpty()) {
      values.put(name, figures);
    }
  }
}
