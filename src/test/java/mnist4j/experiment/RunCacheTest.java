package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mnist4j.experiment.RunMetrics.Score;
import mnist4j.recipe.Recipe;
import mnist4j.training.Checkpoint;
import mnist4j.training.Checkpoints;
import mnist4j.training.EpochRecord;
import mnist4j.training.SmallRuns;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingHistory;
import mnist4j.training.TrainingHistory.HeldOut;
import mnist4j.training.TrainingProgress;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCacheTest {

  private static final MultiLayerNetwork NETWORK = network();

  @TempDir private Path directory;

  /** What was trained, in order. */
  private final List<String> trained = new ArrayList<>();

  private final List<String> heard = new ArrayList<>();

  /**
   * Two steps of one epoch and a checkpoint; the result holds every kind of value that results
   * have.
   */
  private final class Counted implements Trial<RunMetrics> {
    private final String label;
    private final String setting;
    private final double cost;

    Counted(String label, String setting, double cost) {
      this.label = label;
      this.setting = setting;
      this.cost = cost;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public List<String> key() {
      return List.of("program 1", setting);
    }

    @Override
    public double cost() {
      return cost;
    }

    @Override
    public Class<RunMetrics> resultType() {
      return RunMetrics.class;
    }

    @Override
    public RunMetrics run(TrainingProgress progress, Optional<Checkpoints> checkpoints) {
      checkpoints.orElseThrow().save(new Checkpoint(1, List.of(), List.of(0.1)), NETWORK, Map.of());
      if (setting.equals("fails")) {
        throw new TrainingException("the loss became NaN");
      }
      trained.add(label);
      progress.started("recipe", 1, 2);
      if (setting.equals("continues")) {
        progress.resumed(1);
      }
      progress.stepDone(1, 0.5, 0.5);
      progress.stepDone(2, 0.5, 0.5);
      progress.epochLogged(1, 0.1, 0.25, 0.75, Optional.empty());
      progress.ended();
      return result(label);
    }
  }

  private static MultiLayerNetwork network() {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    return SmallRuns.untrained(recipe, recipe.defaults());
  }

  private static RunMetrics result(String label) {
    return new RunMetrics(
        label.length(),
        1 / 3.0,
        new Score(1e-12, 0.1 + 0.2),
        new Score(Double.NaN, 1),
        new TrainingHistory(HeldOut.VALIDATION, List.of(new EpochRecord(1, .1, .2, .3, .4))));
  }

  private RunCache cache() {
    return new RunCache(
        directory.resolve("runs"),
        new ExperimentProgress() {
          @Override
          public void started(int runs, int finished) {
            heard.add("%d runs, %d finished".formatted(runs, finished));
          }

          @Override
          public void resumed(double share) {
            heard.add("earlier: " + share);
          }

          @Override
          public void stepDone(String run, double share) {
            heard.add("%s: %s".formatted(run, share));
          }

          @Override
          public void epochDone(
              String run, int epoch, int epochs, double loss, double accuracy, double share) {
            heard.add("%s: %d/%d, %s, %s, %s".formatted(run, epoch, epochs, loss, accuracy, share));
          }

          @Override
          public void ended() {
            heard.add("ended");
          }
        });
  }

  private List<RunMetrics> results(Counted... planned) throws IOException {
    return cache().results(List.of(planned));
  }

  private final Counted one = new Counted("rate 1", "a", 1);
  private final Counted two = new Counted("rate 2", "b", 3);

  @Nested
  class StartedASecondTime {

    @Test
    void trainsNothingAndHasTheSameResults() throws IOException {
      List<RunMetrics> first = results(one, two);
      List<RunMetrics> second = results(one, two);
      assertThat(trained).containsExactly("rate 1", "rate 2");
      assertThat(second).isEqualTo(first).containsExactly(result("rate 1"), result("rate 2"));
    }

    @Test
    void trainsOnlyWhatIsNew() throws IOException {
      results(two);
      List<RunMetrics> both = results(one, two);
      assertThat(trained).containsExactly("rate 2", "rate 1");
      assertThat(both).containsExactly(result("rate 1"), result("rate 2"));
    }

    @Test
    void trainsWhatHasAnotherKeyThoughItsLabelIsTheSame() throws IOException {
      results(one);
      results(new Counted("rate 1", "another", 1));
      assertThat(trained).containsExactly("rate 1", "rate 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"conditions\":[\"program 1\",\"a\"]"})
    void trainsAgainWhatHasADamagedFile(String content) throws IOException {
      results(one);
      Files.writeString(files().get(0), content);
      assertThat(results(one)).containsExactly(result("rate 1"));
      assertThat(trained).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"train\":{}}", "[]", "7"})
    void trainsAgainWhatHasADamagedResult(String result) throws IOException {
      results(one);
      Files.writeString(
          files().get(0), "{\"conditions\":[\"program 1\",\"a\"],\"result\":%s}".formatted(result));
      assertThat(results(one)).containsExactly(result("rate 1"));
      assertThat(trained).hasSize(2);
    }

    @Test
    void doesNotTakeAFileForAnothersWhoseNameItHas() throws IOException {
      results(one, two);
      List<Path> files = files();
      Files.copy(files.get(1), files.get(0), StandardCopyOption.REPLACE_EXISTING);
      assertThat(results(one, two)).containsExactly(result("rate 1"), result("rate 2"));
      assertThat(trained).hasSize(3);
    }
  }

  @Test
  void keepsWhatWasFinishedBeforeAFailureAndTheCheckpointToContinue() throws IOException {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> results(one, new Counted("rate 9", "fails", 1), two));
    assertThat(heard).last().isEqualTo("ended");
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .contains("epoch-000001.json", "epoch-000001.zip");
    results(one, two);
    assertThat(trained).containsExactly("rate 1", "rate 2");
  }

  @Test
  void deletesTheCheckpointsThatAKilledStartLeftOfAFinishedTrial() throws IOException {
    results(one);
    String name = files().get(0).getFileName().toString().replace(".json", "");
    Path left = directory.resolve("runs/checkpoints").resolve(name);
    new Checkpoints(left, Map.of(), false)
        .save(new Checkpoint(1, List.of(), List.of(0.1)), NETWORK, Map.of());
    results(one);
    assertThat(left.getParent()).doesNotExist();
    assertThat(trained).containsExactly("rate 1");
  }

  @Test
  void writesAReadableFilePerRunNamedAfterItAndNothingElse() throws IOException {
    results(one, new Counted("λ = 0.001, 5 Neurons", "b", 1));
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .satisfiesExactly(
            name -> assertThat(name).matches("0\\.001-5-neurons-[0-9a-f]{12}\\.json"),
            name -> assertThat(name).matches("rate-1-[0-9a-f]{12}\\.json"));
    assertThat(files().get(1)).content().contains("\"conditions\":[\"program 1\",\"a\"]");
    assertThat(directory.resolve("runs/checkpoints")).doesNotExist();
  }

  @Test
  void tellsTheShareOfTheWorkThatIsStillToDo() throws IOException {
    results(one);
    heard.clear();
    results(one, two, new Counted("rate 3", "c", 1));
    assertThat(heard)
        .containsExactly(
            "3 runs, 1 finished",
            "rate 2: 0.375",
            "rate 2: 0.75",
            "rate 2: 1/1, 0.25, 0.75, 0.75",
            "rate 3: 0.875",
            "rate 3: 1.0",
            "rate 3: 1/1, 0.25, 0.75, 1.0",
            "ended");
  }

  @Test
  void tellsTheShareOfTheWorkThatAnEarlierStartHasDone() throws IOException {
    results(two, new Counted("rate 4", "continues", 1));
    assertThat(heard).contains("earlier: 0.25");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("runs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
