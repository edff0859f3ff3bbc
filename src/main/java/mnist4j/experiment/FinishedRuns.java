package mnist4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mnist4j.data.AtomicFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Carries out runs and keeps what they come to, a file each. A run whose file is there is not
 * carried out again, so that an experiment that was stopped goes on where it was. A file counts
 * only for a run with all the conditions that are written in it.
 */
public final class FinishedRuns {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CONDITIONS = "conditions";
  private static final String RESULT = "result";
  private static final int DIGITS_IN_NAME = 12;

  private final Path directory;
  private final ExperimentProgress progress;

  /**
   * @param directory of the files; made when the first is written
   * @param progress hears of the runs that are carried out
   */
  public FinishedRuns(Path directory, ExperimentProgress progress) {
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * The results in the order of the runs, each from its file or, without one, from carrying out the
   * run and writing the file.
   *
   * @throws IOException if a file cannot be read or written
   */
  <R> List<R> results(List<? extends Run<R>> runs) throws IOException {
    List<Optional<R>> earlier = new ArrayList<>();
    double work = 0;
    for (Run<R> run : runs) {
      Optional<R> result = read(run);
      earlier.add(result);
      work += result.isPresent() ? 0 : run.work();
    }
    progress.started(runs.size(), (int) earlier.stream().filter(Optional::isPresent).count());
    try {
      return results(runs, earlier, work);
    } finally {
      progress.ended();
    }
  }

  private <R> List<R> results(List<? extends Run<R>> runs, List<Optional<R>> earlier, double work)
      throws IOException {
    List<R> results = new ArrayList<>();
    double done = 0;
    for (int i = 0; i < runs.size(); i++) {
      Run<R> run = runs.get(i);
      if (earlier.get(i).isPresent()) {
        results.add(earlier.get(i).get());
        continue;
      }
      double share = run.work() / work;
      R result = run.carryOut(new RunProgress(progress, run.label(), done, share));
      write(run, result);
      results.add(result);
      done += share;
    }
    return results;
  }

  /** A damaged file is as good as none: the run is carried out again and the file replaced. */
  private <R> Optional<R> read(Run<R> run) throws IOException {
    Path file = file(run);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode stored = MAPPER.readTree(file.toFile());
      return stored.path(CONDITIONS).equals(MAPPER.valueToTree(run.conditions()))
          ? Optional.of(MAPPER.treeToValue(stored.path(RESULT), run.resultType()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private <R> void write(Run<R> run, R result) throws IOException {
    Map<String, Object> values = Map.of(CONDITIONS, run.conditions(), RESULT, result);
    AtomicFile.write(file(run), partial -> MAPPER.writeValue(partial.toFile(), values));
  }

  /** Named after the run for people, after its conditions for certainty. */
  private Path file(Run<?> run) {
    String name =
        run.label().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-", "");
    String digest = DigestUtils.sha256Hex(String.join("\n", run.conditions()));
    return directory.resolve("%s-%s.json".formatted(name, digest.substring(0, DIGITS_IN_NAME)));
  }
}
