package mnist4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mnist4j.data.AtomicFile;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingResult;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What the comparison with the documents needs of a finished run: {@code run.json}, the last of a
 * run's files to be written and the first to be removed.
 *
 * @param conditions of the training, as {@link RunConditions} gives them
 * @param label the recipe's name, with the engine if it is not DL4J
 * @param testAccuracy share of the test images classified correctly, 0 to 1
 * @param testLoss mean over the test images
 * @param trainSeconds of training
 * @param calibrated whether the network's outputs are probabilities
 * @param history the logged epochs
 */
public record FinishedRun(
    Map<String, String> conditions,
    String label,
    double testAccuracy,
    double testLoss,
    double trainSeconds,
    boolean calibrated,
    List<EpochRecord> history) {

  private static final String NAME = "run.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the collections. */
  public FinishedRun {
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    history = List.copyOf(history);
  }

  /** The figures of a training. */
  public static FinishedRun of(TrainingResult result, Map<String, String> conditions) {
    return new FinishedRun(
        conditions,
        result.label(),
        result.test().accuracy(),
        result.test().loss(),
        result.trainSeconds(),
        result.test().calibration().isPresent(),
        result.history().epochs());
  }

  /**
   * The finished run in a directory.
   *
   * @return empty if there is none or its file is damaged
   * @throws IOException if the file is there and cannot be read
   */
  public static Optional<FinishedRun> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file) || Files.size(file) > TrainingHistory.MAX_JSON) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.readValue(file.toFile(), FinishedRun.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Path directory) throws IOException {
    AtomicFile.write(directory.resolve(NAME), partial -> MAPPER.writeValue(partial.toFile(), this));
  }

  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(NAME));
  }
}
