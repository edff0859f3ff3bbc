package mnist4j.training;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mnist4j.data.AtomicFile;
import mnist4j.data.DataException;
import mnist4j.recipe.SettingsException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The checkpoints of one training, in a directory of their own. A checkpoint is a model zip by
 * DL4J's {@code ModelSerializer} and, written after it, a JSON file: with the second the checkpoint
 * exists. Both are written whole or not at all. The newest two are kept.
 *
 * <p>DL4J's {@code CheckpointListener} writes in place, and knows neither the history nor the state
 * of the random generator.
 */
public final class Checkpoints {

  /** The name of the directory within a run's. */
  public static final String DIRECTORY = "checkpoints";

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int KEPT = 2;

  private static final Pattern STATE = Pattern.compile("epoch-(\\d{6,9})\\.json");
  private static final Pattern OWN =
      Pattern.compile("epoch-\\d{6,9}\\.(json|zip)|parameters-\\d{6,9}\\.zip");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path directory;
  private final Map<String, String> conditions;
  private final boolean resumes;
  private final Duration interval;
  private final Set<Integer> copied = new HashSet<>();
  private long written = System.nanoTime();
  private final List<Integer> damaged = new ArrayList<>();
  private boolean continues;
  private volatile int newest;

  /**
   * The checkpoints of a training under way, at most one every 5 seconds.
   *
   * @param directory created with the first checkpoint
   * @param conditions everything that determines the training, by name: under equal ones a
   *     checkpoint can be continued
   * @param resumes whether to continue the newest checkpoint; otherwise what is there is left alone
   *     until the first checkpoint of this training replaces it
   */
  public Checkpoints(Path directory, Map<String, String> conditions, boolean resumes) {
    this(directory, conditions, resumes, INTERVAL);
  }

  /**
   * @param interval shortest time between two checkpoints
   */
  Checkpoints(Path directory, Map<String, String> conditions, boolean resumes, Duration interval) {
    this.directory = directory;
    this.conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    this.resumes = resumes;
    this.interval = interval;
  }

  /**
   * A checkpoint as its JSON file has it.
   *
   * @param crc32 of the same with 0 for it, as JSON: a changed digit would still be a number
   */
  private record State(
      Map<String, String> conditions,
      int iteration,
      long randomRoot,
      long randomNode,
      Checkpoint checkpoint,
      long crc32) {

    State withCrc32() throws JsonProcessingException {
      State counted = new State(conditions, iteration, randomRoot, randomNode, checkpoint, 0);
      CRC32 crc = new CRC32();
      crc.update(MAPPER.writeValueAsBytes(counted));
      return new State(conditions, iteration, randomRoot, randomNode, checkpoint, crc.getValue());
    }

    /** Whether nothing is missing, and it is of the epoch that its file is named after. */
    boolean isOf(int epoch) {
      return conditions != null
          && !conditions.containsValue(null)
          && checkpoint != null
          && checkpoint.epoch() == epoch
          && checkpoint.secondsPerEpoch().size() == epoch;
    }
  }

  /**
   * The finished epochs of the newest checkpoint in a directory; 0 if there is none.
   *
   * @throws IOException if the directory cannot be read
   */
  public static int latestEpoch(Path directory) throws IOException {
    return epochs(directory).stream().findFirst().orElse(0);
  }

  /**
   * A condition of the training whose newest checkpoint is in a directory; empty if it has none of
   * this name, or no checkpoint can be read.
   *
   * @throws IOException if the directory cannot be read
   */
  public static Optional<String> latestCondition(Path directory, String name) throws IOException {
    for (int epoch : epochs(directory)) {
      try {
        return Optional.ofNullable(state(json(directory, epoch), epoch).conditions.get(name));
      } catch (IOException | TrainingException e) {
        // It is damaged; the one before may be sound.
      }
    }
    return Optional.empty();
  }

  /**
   * The finished epochs of the newest sound checkpoint, 0 if there is none or if it is of a
   * training under other conditions.
   *
   * @throws IOException if the directory cannot be read
   */
  public int continuableEpoch() throws IOException {
    for (int epoch : epochs(directory)) {
      try (ModelZip zip = new ModelZip(zip(epoch))) {
        state(epoch);
        zip.requireArrays();
        return epoch;
      } catch (SettingsException e) {
        return 0;
      } catch (IOException | TrainingException e) {
        // It is damaged; the one before may be sound.
      }
    }
    return 0;
  }

  /**
   * The first condition in which the newest sound checkpoint differs, as {@link #difference} gives
   * it; empty if there is none or if it can be continued.
   *
   * @throws IOException if the directory cannot be read
   */
  public Optional<String> difference() throws IOException {
    for (int epoch : epochs(directory)) {
      try {
        return difference(state(json(epoch), epoch).conditions, conditions);
      } catch (IOException | TrainingException e) {
        // It is damaged; the one before may be sound.
      }
    }
    return Optional.empty();
  }

  /** The first condition of a training that differs now, such as {@code --threads: 1, now 2}. */
  public static Optional<String> difference(Map<String, String> then, Map<String, String> now) {
    return differing(then, now)
        .map(name -> "%s: %s, now %s".formatted(name, value(then, name), value(now, name)));
  }

  /**
   * The finished epochs of the newest checkpoint that this training wrote or continues, 0 if there
   * is none.
   */
  public int newestEpoch() {
    return newest;
  }

  /** Whether it is time for another checkpoint. */
  boolean isDue() {
    return System.nanoTime() - written >= interval.toNanos();
  }

  /**
   * Writes a checkpoint, and then removes those that are too old, or of an earlier training.
   *
   * @param network after the checkpoint's last epoch
   * @param copies parameters of epochs since the checkpoint before, by epoch, that the training
   *     needs at its end, see {@link #copy}
   * @throws TrainingException if a file cannot be written; the checkpoints before are then
   *     unchanged, but those of an earlier training are gone once a file of theirs was replaced
   */
  public void save(
      Checkpoint checkpoint, MultiLayerNetwork network, Map<Integer, INDArray> copies) {
    Random random = Nd4j.getRandom();
    State state =
        new State(
            conditions,
            network.getIterationCount(),
            random.rootState(),
            random.nodeState(),
            checkpoint,
            0);
    try {
      // They would count among those that are kept.
      for (int epoch : damaged) {
        delete(epoch);
      }
      damaged.clear();
      AtomicFile.write(
          zip(checkpoint.epoch()),
          partial -> {
            // Given a file, DL4J leaves it open when the disk is full.
            try (OutputStream out = Files.newOutputStream(partial)) {
              ModelSerializer.writeModel(network, out, true);
            }
          },
          // Of an earlier training, it would say of this zip what is not so.
          () -> Files.deleteIfExists(json(checkpoint.epoch())));
      writeCopies(copies);
      AtomicFile.write(
          json(checkpoint.epoch()),
          partial -> MAPPER.writeValue(partial.toFile(), state.withCrc32()));
      newest = checkpoint.epoch();
      if (!continues) {
        deleteFiles(own(checkpoint.epoch()));
        continues = true;
      }
      for (int old : epochs(directory).stream().skip(KEPT).toList()) {
        delete(old);
      }
    } catch (IOException e) {
      throw new TrainingException(
          "the checkpoint of epoch %d could not be written: %s"
              .formatted(checkpoint.epoch(), DataException.reason(e)),
          e);
    }
    written = System.nanoTime();
  }

  private void writeCopies(Map<Integer, INDArray> copies) throws IOException {
    List<Path> earlier = continues ? List.of() : files(directory);
    for (Map.Entry<Integer, INDArray> copy : copies.entrySet()) {
      Path file = copy(copy.getKey());
      AtomicFile.write(
          file,
          partial -> write(copy.getValue(), partial),
          () -> {
            if (earlier.contains(file)) {
              deleteStates(Set.of()); // They would be continued with these parameters.
            }
          });
      copied.add(copy.getKey());
    }
  }

  private void delete(int epoch) throws IOException {
    Files.deleteIfExists(json(epoch));
    Files.deleteIfExists(zip(epoch));
  }

  /** An array as {@link ModelZip} reads the parameters. */
  private static void write(INDArray parameters, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // Weights hardly become smaller, and compressing them takes longer than writing them.
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry(ModelSerializer.COEFFICIENTS_BIN));
      DataOutputStream data = new DataOutputStream(new BufferedOutputStream(zip));
      Nd4j.write(parameters, data);
      data.flush();
      zip.closeEntry();
    }
  }

  /**
   * Brings a network to the newest checkpoint, or to the one before if that is damaged: parameters,
   * state of the updater, counts of iterations and epochs, and ND4J's random generator.
   *
   * @param network fresh, of the configuration that the checkpoint's was
   * @return empty if there is no checkpoint or it is not to be continued
   * @throws SettingsException if the checkpoint is of a training under other conditions
   * @throws TrainingException if no checkpoint can be read
   */
  public Optional<Checkpoint> restore(MultiLayerNetwork network) {
    if (!resumes) {
      return Optional.empty();
    }
    Optional<Exception> failure = Optional.empty();
    try {
      for (int epoch : epochs(directory)) {
        try {
          Checkpoint checkpoint = restore(epoch, network);
          continues = true;
          newest = epoch;
          return Optional.of(checkpoint);
        } catch (IOException | TrainingException e) {
          damaged.add(epoch);
          failure = failure.or(() -> Optional.of(e));
        }
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    throw new TrainingException(
        "no checkpoint in %s can be read (%s); delete the directory to start again"
            .formatted(directory, reason(failure.get())),
        failure.get());
  }

  /** Without the advice of {@link ModelZip}: nobody can get a checkpoint again. */
  private static String reason(Exception failure) {
    return DataException.reason(failure).replaceFirst("; get it again$", "");
  }

  private Checkpoint restore(int epoch, MultiLayerNetwork network) throws IOException {
    State state = state(epoch);
    try (ModelZip zip = new ModelZip(zip(epoch))) {
      INDArray parameters = zip.parameters(network.numParams());
      INDArray updaterState = network.getUpdater().getStateViewArray();
      if (updaterState != null) {
        updaterState.assign(zip.updaterState(updaterState.length()));
      }
      network.setParams(parameters);
    }
    network.setIterationCount(state.iteration);
    network.setEpochCount(epoch);
    Nd4j.getRandom().setStates(state.randomRoot, state.randomNode);
    return state.checkpoint;
  }

  private State state(int epoch) throws IOException {
    State state = state(json(epoch), epoch);
    requireConditions(state.conditions, json(epoch));
    return state;
  }

  private static State state(Path json, int epoch) throws IOException {
    if (Files.size(json) > TrainingHistory.MAX_JSON) {
      throw new TrainingException(
          "%s has more than %,d bytes".formatted(json, TrainingHistory.MAX_JSON));
    }
    try {
      State state = MAPPER.readValue(json.toFile(), State.class);
      if (state != null && state.isOf(epoch) && state.crc32 == state.withCrc32().crc32) {
        return state;
      }
    } catch (JsonProcessingException e) {
      // What it quotes says nothing to a person.
    }
    throw new TrainingException("%s is damaged".formatted(json));
  }

  private void requireConditions(Map<String, String> expected, Path json) {
    differing(expected, conditions)
        .ifPresent(
            name -> {
              throw new SettingsException(
                  name,
                  value(conditions, name),
                  "%s as in the checkpoint %s; or leave --resume out to start again"
                      .formatted(value(expected, name), json));
            });
  }

  private static Optional<String> differing(Map<String, String> then, Map<String, String> now) {
    return Stream.concat(now.keySet().stream(), then.keySet().stream())
        .filter(name -> !value(now, name).equals(value(then, name)))
        .findFirst();
  }

  private static String value(Map<String, String> conditions, String name) {
    return conditions.getOrDefault(name, "none");
  }

  /**
   * The parameters of an epoch, of which they were saved as a copy.
   *
   * @param first the number of the first epoch; messages count from 1
   * @param count of the parameters
   * @throws TrainingException if they cannot be read
   */
  INDArray copy(int epoch, int first, long count) {
    try (ModelZip zip = new ModelZip(copy(epoch))) {
      INDArray parameters = zip.parameters(count);
      copied.add(epoch);
      return parameters;
    } catch (IOException | TrainingException e) {
      throw new TrainingException(
          "the parameters of epoch %d cannot be read (%s); delete %s to start again"
              .formatted(epoch - first + 1, reason(e), directory),
          e);
    }
  }

  /**
   * Removes the checkpoints of a training that is finished and saved.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void delete() throws IOException {
    deleteFiles(Set.of());
    try {
      if (Files.isDirectory(directory)) {
        AtomicFile.deleteLeftovers(directory);
        Files.delete(directory);
      }
    } catch (DirectoryNotEmptyException e) {
      // Holds files of somebody else.
    }
  }

  /** The files of this training, whose first checkpoint is of an epoch. */
  private Set<Path> own(int epoch) {
    Set<Path> own = copied.stream().map(this::copy).collect(Collectors.toSet());
    own.addAll(List.of(json(epoch), zip(epoch)));
    return own;
  }

  private void deleteFiles(Set<Path> except) throws IOException {
    deleteStates(except);
    for (Path file : files(directory)) {
      if (OWN.matcher(file.getFileName().toString()).matches() && !except.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A checkpoint ends to exist with its JSON file. */
  private void deleteStates(Set<Path> except) throws IOException {
    for (int epoch : epochs(directory)) {
      if (!except.contains(json(epoch))) {
        Files.deleteIfExists(json(epoch));
      }
    }
  }

  /** The epochs of the checkpoints, the newest first. */
  private static List<Integer> epochs(Path directory) throws IOException {
    return files(directory).stream()
        .map(file -> STATE.matcher(file.getFileName().toString()))
        .filter(Matcher::matches)
        .map(name -> Integer.valueOf(name.group(1)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Path json(int epoch) {
    return json(directory, epoch);
  }

  private static Path json(Path directory, int epoch) {
    return directory.resolve(String.format(Locale.ROOT, "epoch-%06d.json", epoch));
  }

  private Path zip(int epoch) {
    return directory.resolve(String.format(Locale.ROOT, "epoch-%06d.zip", epoch));
  }

  private Path copy(int epoch) {
    return directory.resolve(String.format(Locale.ROOT, "parameters-%06d.zip", epoch));
  }
}
