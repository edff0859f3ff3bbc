package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mnist4j.data.AtomicFile;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingProgress;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Runs trials and caches each result in a JSON file, so that an experiment that was stopped
 * continues where it was, in the middle of a trial as well. A cached result is used only for a
 * trial with exactly the key written in the file.
 */
public final class RunCache {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KEY = "conditions";
  private static final String RESULT = "result";
  private static final int DIGITS_IN_NAME = 12;

  private final Path directory;
  private final ExperimentProgress listener;

  /**
   * @param directory of the files; created with the first of them
   * @param listener told about the trials that are run
   */
  public RunCache(Path directory, ExperimentProgress listener) {
    this.directory = directory;
    this.listener = listener;
  }

  /**
   * The cached results, after running the trials that have none.
   *
   * @return one result per trial, in the same order
   * @throws IOException if a file cannot be read or written
   */
  <R extends Trial.Result> List<R> results(List<? extends Trial<R>> trials) throws IOException {
    List<Optional<R>> results = new ArrayList<>();
    double totalCost = 0;
    for (Trial<R> trial : trials) {
      Optional<R> cached = read(trial);
      if (cached.isPresent()) {
        // A start that was killed after it wrote the result left them.
        delete(checkpoints(trial));
      }
      results.add(cached);
      totalCost += cached.isPresent() ? 0 : trial.cost();
    }
    listener.started(trials.size(), (int) results.stream().filter(Optional::isPresent).count());
    try {
      double done = 0;
      for (int i = 0; i < trials.size(); i++) {
        if (results.get(i).isEmpty()) {
          Trial<R> trial = trials.get(i);
          double share = trial.cost() / totalCost;
          Checkpoints checkpoints = checkpoints(trial);
          R result =
              trial.run(new ShareOfAll(trial.label(), done, share), Optional.of(checkpoints));
          write(trial, content(trial, result));
          delete(checkpoints);
          results.set(i, Optional.of(result));
          done += share;
        }
      }
    } finally {
      listener.ended();
    }
    return results.stream().map(Optional::orElseThrow).toList();
  }

  /** Those of a trial, and the directory of all once it is empty. */
  private void delete(Checkpoints checkpoints) throws IOException {
    checkpoints.delete();
    try {
      Files.deleteIfExists(directory.resolve(Checkpoints.DIRECTORY));
    } catch (DirectoryNotEmptyException e) {
      // Another trial's checkpoints.
    }
  }

  /**
   * The cached result of a trial. A damaged file counts as missing: the trial is run again and the
   * file replaced.
   *
   * @throws IOException if the file cannot be read
   */
  public <R extends Trial.Result> Optional<R> read(Trial<R> trial) throws IOException {
    Path file = file(trial);
    if (!Files.isRegularFile(file) || Files.size(file) > TrainingHistory.MAX_JSON) {
      return Optional.empty();
    }
    try {
      JsonNode stored = MAPPER.readTree(file.toFile());
      return stored.path(KEY).equals(MAPPER.valueToTree(trial.key()))
          ? Optional.ofNullable(MAPPER.treeToValue(stored.path(RESULT), trial.resultType()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Runs a trial without a cache.
   *
   * @return the content of its file
   */
  public static <R extends Trial.Result> byte[] run(Trial<R> trial) throws IOException {
    return content(trial, trial.run(new TrainingProgress() {}, Optional.empty()));
  }

  private static <R extends Trial.Result> byte[] content(Trial<R> trial, R result)
      throws IOException {
    return MAPPER.writeValueAsBytes(Map.of(KEY, trial.key(), RESULT, result));
  }

  /**
   * Keeps the result of a trial that was run elsewhere.
   *
   * @param content as {@link #run} returns it
   * @throws IOException if the file cannot be written
   */
  public void write(Trial<?> trial, byte[] content) throws IOException {
    AtomicFile.write(file(trial), partial -> Files.write(partial, content));
  }

  private Path file(Trial<?> trial) {
    return directory.resolve(name(trial) + ".json");
  }

  /** A training that was stopped always continues: its name stands for its key. */
  private Checkpoints checkpoints(Trial<?> trial) {
    Path own = directory.resolve(Checkpoints.DIRECTORY).resolve(name(trial));
    return new Checkpoints(own, Map.of(KEY, String.join("\n", trial.key())), true);
  }

  /** The label makes the name readable, the digest of the key makes it unique. */
  private static String name(Trial<?> trial) {
    String name =
        trial.label().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-", "");
    String digest = DigestUtils.sha256Hex(String.join("\n", trial.key()));
    return "%s-%s".formatted(name, digest.substring(0, DIGITS_IN_NAME));
  }

  /** Reports the steps of one trial as a share of all the work. */
  private final class ShareOfAll implements TrainingProgress {
    private final String trial;
    private final double before;
    private final double own;
    private int epochs;
    private long steps;
    private long stepsDone;

    ShareOfAll(String trial, double before, double own) {
      this.trial = trial;
      this.before = before;
      this.own = own;
    }

    @Override
    public void started(String recipe, int epochs, int stepsPerEpoch) {
      this.epochs = epochs;
      steps = (long) epochs * stepsPerEpoch;
    }

    @Override
    public void resumed(int epochs) {
      stepsDone = epochs * steps / this.epochs;
      listener.resumed(own * epochs / this.epochs);
    }

    @Override
    public void stepDone(int step, double loss, double accuracy) {
      stepsDone++;
      listener.stepDone(trial, share());
    }

    @Override
    public void epochLogged(
        int epoch,
        double seconds,
        double loss,
        double accuracy,
        Optional<EvaluationResult> validation) {
      listener.epochDone(trial, epoch, epochs, loss, accuracy, share());
    }

    @Override
    public void testing(int evaluation, int evaluations) {
      listener.stepDone(trial, share());
    }

    private double share() {
      return before + own * stepsDone / steps;
    }
  }
}
