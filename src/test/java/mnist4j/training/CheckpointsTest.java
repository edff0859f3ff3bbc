package mnist4j.training;

import static mnist4j.FileNames.namesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import org.apache.commons.io.FileUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointsTest {

  private static final Map<String, String> CONDITIONS = Map.of("--lr", "0.1");
  private static final int EPOCHS = 3;

  private static final ImageData IMAGES =
      new ImageData(
          "MNIST",
          ImageData.bundled().train(),
          ImageData.bundled().test().first(100),
          ImageData.digits(),
          true);

  private static Backend before;

  @TempDir private Path directory;

  /** Two divide a batch and add up in the same order every time. */
  @BeforeAll
  static void useTwoThreads() {
    before = Backend.start(OptionalInt.empty());
    Backend.start(OptionalInt.of(2));
  }

  @AfterAll
  static void useAsManyThreadsAsBefore() {
    Backend.start(OptionalInt.of(before.threads()));
  }

  private static Settings settings(Recipe recipe) {
    return SmallRuns.settings(recipe, EPOCHS, 4);
  }

  /**
   * The settings of every recipe and engine, and of dropout beside the order of a part of MNIST.
   */
  static Stream<Arguments> trainings() {
    Stream<Arguments> all =
        Recipes.all().stream()
            .flatMap(
                recipe ->
                    Engine.of(recipe).stream()
                        .map(
                            engine ->
                                Arguments.of(
                                    recipe.name(),
                                    engine,
                                    engine == Engine.DL4J
                                        ? settings(recipe)
                                        : recipe.defaults().withEpochs(EPOCHS))));
    Settings dropout = settings(SmallRuns.recipe("mlp-512")).withDropout(0.5);
    Settings patience = settings(SmallRuns.recipe("cnn")).withPatience(EPOCHS);
    return Stream.concat(
        all,
        Stream.of(
            Arguments.of("mlp-512", Engine.DL4J, dropout),
            Arguments.of("cnn", Engine.DL4J, patience)));
  }

  private Checkpoints checkpoints(boolean resumes) {
    return checkpoints(resumes, CONDITIONS);
  }

  private Checkpoints checkpoints(boolean resumes, Map<String, String> conditions) {
    return new Checkpoints(directory, conditions, resumes, Duration.ZERO);
  }

  private static TrainingResult train(Checkpoints checkpoints) {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    return Engine.DL4J.train(
        recipe, settings(recipe), IMAGES, SmallRuns.SILENT, Optional.of(checkpoints));
  }

  /** Stops at the first step after some epochs. */
  private static final class StopAfter implements TrainingProgress {
    private final int epochs;
    private int started;
    private int resumedAt;

    StopAfter(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void resumed(int epochs) {
      resumedAt = epochs;
    }

    @Override
    public void stepDone(int step, double loss, double accuracy) {
      started += step == 1 ? 1 : 0;
      if (started > epochs) {
        throw new TrainingInterruptedException();
      }
    }
  }

  private static void stop(
      Recipe recipe, Engine engine, Settings settings, Checkpoints checkpoints, int epochs) {
    assertThatExceptionOfType(TrainingInterruptedException.class)
        .isThrownBy(
            () ->
                engine.train(
                    recipe, settings, IMAGES, new StopAfter(epochs), Optional.of(checkpoints)));
  }

  private static void stop(Checkpoints checkpoints, int epochs) {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    stop(recipe, Engine.DL4J, settings(recipe).withEpochs(EPOCHS + 1), checkpoints, epochs);
  }

  private void stop(int epochs) {
    stop(checkpoints(true), epochs);
  }

  private List<String> files() throws IOException {
    return namesIn(directory);
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aTrainingStoppedTwiceEndsAsOneThatWasNot(String name, Engine engine, Settings settings) {
    Recipe recipe = SmallRuns.recipe(name);
    TrainingResult whole =
        engine.train(recipe, settings, IMAGES, SmallRuns.SILENT, Optional.empty());

    stop(recipe, engine, settings, checkpoints(true), 1);
    Nd4j.getRandom().nextInt();
    stop(recipe, engine, settings, checkpoints(true), 1);
    Nd4j.getRandom().nextInt();
    Checkpoints checkpoints = checkpoints(true);
    List<Double> seconds =
        checkpoints
            .restore(network(engine, recipe, settings))
            .map(Checkpoint::secondsPerEpoch)
            .orElseThrow();
    StopAfter never = new StopAfter(EPOCHS);
    TrainingResult resumed =
        engine.train(recipe, settings, IMAGES, never, Optional.of(checkpoints));

    assertThat(never.resumedAt).isEqualTo(2);
    assertThat(never.started).isEqualTo(1);
    assertThat(resumed.network().params().toFloatVector())
        .isEqualTo(whole.network().params().toFloatVector());
    assertThat(resumed.history()).isEqualTo(whole.history());
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(resumed.secondsPerEpoch())
        .hasSize(EPOCHS)
        .startsWith(seconds.toArray(Double[]::new));
    if (engine == Engine.DL4J && whole.network().getUpdater().getStateViewArray() != null) {
      assertThat(resumed.network().getUpdater().getStateViewArray().toFloatVector())
          .isEqualTo(whole.network().getUpdater().getStateViewArray().toFloatVector());
    }
  }

  private static MultiLayerNetwork network(Engine engine, Recipe recipe, Settings settings) {
    MultiLayerNetwork network = SmallRuns.untrained(recipe, settings);
    return engine == Engine.DL4J ? network : network.convertDataType(DataType.DOUBLE);
  }

  @Test
  void theNewestTwoAreKeptWithTheParametersThatTheHistoryNeeds() throws IOException {
    stop(3);
    assertThat(files())
        .containsExactly(
            "epoch-000002.json",
            "epoch-000002.zip",
            "epoch-000003.json",
            "epoch-000003.zip",
            "parameters-000001.zip",
            "parameters-000002.zip",
            "parameters-000003.zip");
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aTrainingStoppedAfterItsLastEpochTakesNoFurtherStep(
      String name, Engine engine, Settings settings) {
    Recipe recipe = SmallRuns.recipe(name);
    Checkpoints late = new Checkpoints(directory, CONDITIONS, false);
    TrainingResult whole =
        engine.train(recipe, settings, IMAGES, SmallRuns.SILENT, Optional.of(late));
    assertThat(late.newestEpoch()).isEqualTo(EPOCHS);
    TrainingResult resumed =
        engine.train(recipe, settings, IMAGES, new StopAfter(0), Optional.of(checkpoints(true)));
    assertThat(resumed.history()).isEqualTo(whole.history());
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(resumed.network().params().toFloatVector())
        .isEqualTo(whole.network().params().toFloatVector());
  }

  @Test
  void aTrainingStoppedWhileItIsTestedLosesNoEpoch() {
    Settings settings = settings(SmallRuns.recipe("mlp-64"));
    Checkpoints late = new Checkpoints(directory, CONDITIONS, false);
    TrainingProgress stopped =
        new TrainingProgress() {
          @Override
          public void testing(int evaluation, int evaluations) {
            assertThat(late.newestEpoch()).isEqualTo(EPOCHS);
            if (evaluation == 2) {
              throw new TrainingInterruptedException();
            }
          }
        };
    assertThatExceptionOfType(TrainingInterruptedException.class)
        .isThrownBy(
            () ->
                Engine.DL4J.train(
                    SmallRuns.recipe("mlp-64"), settings, IMAGES, stopped, Optional.of(late)));
    assertThat(checkpoints(true).restore(network()).orElseThrow().epoch()).isEqualTo(EPOCHS);
  }

  @ParameterizedTest
  @CsvSource({"mlp-64, 000001", "numpy-mlp, 000000"})
  void theParametersThatTheHistoryNeedsAreInFilesOnly(String name, String first) {
    Recipe recipe = SmallRuns.recipe(name);
    TrainingProgress deleting =
        new TrainingProgress() {
          @Override
          public void testing(int evaluation, int evaluations) {
            assertThat(directory.resolve("parameters-%s.zip".formatted(first)).toFile().delete())
                .isTrue();
          }
        };
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                Engine.DL4J.train(
                    recipe, settings(recipe), IMAGES, deleting, Optional.of(checkpoints(false))))
        .withMessageStartingWith("the parameters of epoch 1 cannot be read (");
  }

  @Test
  void theParametersOfEpochsInMemoryHaveALimit() {
    Recipe recipe = SmallRuns.recipe("numpy-mlp");
    int most = 25_000_000 / 79_400;
    Settings settings = recipe.defaults().withLimit(1).withEpochs(most + 2);
    Checkpoints checkpoints = new Checkpoints(directory, CONDITIONS, false, Duration.ofDays(1));
    List<Integer> newest = new ArrayList<>();
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void stepDone(int step, double loss, double accuracy) {
            newest.add(checkpoints.newestEpoch());
          }
        };
    Engine.DL4J.train(recipe, settings, IMAGES.first(1), progress, Optional.of(checkpoints));
    assertThat(newest).hasSize(most + 2).endsWith(0, most + 1);
  }

  @Test
  void plainDl4jLoadsTheZip() throws IOException {
    train(checkpoints(false));
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(
            directory.resolve("epoch-000003.zip").toFile(), true);
    assertThat(network.getEpochCount()).isEqualTo(EPOCHS);
    assertThat(network.getIterationCount()).isEqualTo(2 * EPOCHS);
  }

  @Test
  void nothingIsLeftWhenTheyAreDeletedButTheFilesOfOthers() throws IOException {
    Checkpoints checkpoints = checkpoints(false);
    train(checkpoints);
    Path notes = Files.writeString(directory.resolve("notes.txt"), "mine");
    checkpoints.delete();
    assertThat(files()).containsExactly("notes.txt");
    Files.delete(notes);
    checkpoints.delete();
    assertThat(directory).doesNotExist();
  }

  @Test
  void thereIsNoneBeforeFiveSecondsButThatOfTheLastEpoch() throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory, CONDITIONS, false);
    stop(checkpoints, EPOCHS);
    assertThat(files()).isEmpty();
    train(checkpoints);
    assertThat(files()).contains("epoch-000003.json").doesNotContain("epoch-000002.json");
  }

  @Test
  void withoutResumeWhatIsThereStaysUntilTheFirstCheckpointReplacesIt() throws IOException {
    stop(3);
    List<String> left = files();
    stop(new Checkpoints(directory, CONDITIONS, false), 2);
    assertThat(files()).isEqualTo(left);
    assertThat(checkpoints(false).restore(network())).isEmpty();
    stop(checkpoints(false), 1);
    assertThat(files())
        .containsExactly("epoch-000001.json", "epoch-000001.zip", "parameters-000001.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoch-000001.zip", "epoch-000001.json"})
  void thoseOfAnEarlierTrainingSurviveOneThatCannotBeWritten(String file) throws IOException {
    save(3);
    Path inTheWay = Files.createDirectories(directory.resolve(file).resolve("below"));
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> save(1))
        .withMessageStartingWith("the checkpoint of epoch 1 could not be written: ");
    FileUtils.deleteDirectory(inTheWay.getParent().toFile());
    assertThat(checkpoints(true).restore(network()).orElseThrow().epoch()).isEqualTo(3);
    save(1);
    assertThat(files()).containsExactly("epoch-000001.json", "epoch-000001.zip");
  }

  private void save(int epochs) {
    checkpoints(false)
        .save(
            new Checkpoint(epochs, List.of(), Collections.nCopies(epochs, 1.0)),
            network(),
            Map.of());
  }

  @Test
  void oneOfTheSameEpochSurvivesAModelThatCannotBeWritten() throws IOException {
    stop(1);
    MultiLayerNetwork withoutParameters =
        new MultiLayerNetwork(network().getLayerWiseConfigurations());
    assertThatException()
        .isThrownBy(
            () ->
                checkpoints(false)
                    .save(new Checkpoint(1, List.of(), List.of(1.0)), withoutParameters, Map.of()));
    assertThat(checkpoints(true).continuableEpoch()).isEqualTo(1);
  }

  /** They belong to another training's weights. */
  @ParameterizedTest
  @CsvSource({"1, true", "2, false"})
  void thoseOfAnEarlierTrainingGoWithTheFirstOfTheirParametersThatIsReplaced(
      int unwritable, boolean survives) throws IOException {
    stop(2);
    Path inTheWay = directory.resolve("parameters-00000%d.zip".formatted(unwritable));
    Files.delete(inTheWay);
    Files.createDirectories(inTheWay.resolve("below"));
    MultiLayerNetwork network = network();
    Map<Integer, INDArray> copies = new TreeMap<>(Map.of(1, network.params(), 2, network.params()));
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                checkpoints(false)
                    .save(new Checkpoint(3, List.of(), List.of(1.0, 1.0, 1.0)), network, copies));
    assertThat(files().contains("epoch-000002.json")).isEqualTo(survives);
  }

  @Test
  void onlyItsOwnCheckpointsAndThoseThatItContinuesAreATrainings() throws IOException {
    assertThat(checkpoints(true).continuableEpoch()).isZero();
    stop(3);
    Checkpoints fresh = checkpoints(false);
    assertThat(fresh.newestEpoch()).isZero();
    assertThat(fresh.continuableEpoch()).isEqualTo(3);
    assertThat(checkpoints(false, Map.of("--lr", "0.2")).continuableEpoch()).isZero();
    fresh.save(new Checkpoint(1, List.of(), List.of(1.0)), network(), Map.of());
    assertThat(fresh.newestEpoch()).isEqualTo(1);
    Checkpoints resumed = checkpoints(true);
    resumed.restore(network());
    assertThat(resumed.newestEpoch()).isEqualTo(1);
    Files.writeString(directory.resolve("epoch-000001.json"), "{");
    assertThat(resumed.continuableEpoch()).isZero();
  }

  @Test
  void aConditionIsThatOfTheNewestSoundCheckpoint() throws IOException {
    assertThat(Checkpoints.latestCondition(directory, "--lr")).isEmpty();
    stop(3);
    String rate = CONDITIONS.get("--lr");
    assertThat(Checkpoints.latestCondition(directory, "--lr")).contains(rate);
    assertThat(Checkpoints.latestCondition(directory, "--shards")).isEmpty();
    Files.writeString(directory.resolve("epoch-000003.json"), "{");
    assertThat(Checkpoints.latestCondition(directory, "--lr")).contains(rate);
    Files.writeString(directory.resolve("epoch-000002.json"), "{");
    assertThat(Checkpoints.latestCondition(directory, "--lr")).isEmpty();
  }

  private static MultiLayerNetwork network() {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    return SmallRuns.untrained(recipe, settings(recipe));
  }

  @Test
  void aDamagedOneGivesWayToTheOneBefore() throws IOException {
    stop(3);
    Files.write(directory.resolve("epoch-000003.zip"), new byte[100]);
    assertThat(checkpoints(true).continuableEpoch()).isEqualTo(2);
    assertThat(checkpoints(true).restore(network()).orElseThrow().epoch()).isEqualTo(2);
    Files.writeString(directory.resolve("epoch-000002.json"), "{");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> checkpoints(true).restore(network()))
        .withMessageMatching(
            "no checkpoint in \\S+ can be read \\(.+\\); delete the directory to start again");
  }

  @Test
  void oneWithAnotherNumberIsDamaged() throws IOException {
    stop(2);
    Path file = directory.resolve("epoch-000002.json");
    String json = Files.readString(file);
    String changed = json.replaceFirst("(\"trainLoss\":\\d+\\.\\d)\\d", "$10");
    assertThat(changed).isNotEqualTo(json);
    Files.writeString(file, changed);
    assertThat(checkpoints(true).continuableEpoch()).isEqualTo(1);
    assertThat(checkpoints(true).restore(network()).orElseThrow().epoch()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"zip, does not exist", "json, is damaged"})
  void theFileThatIsMissingOrDamagedIsNamed(String ending, String problem) throws IOException {
    stop(1);
    Path file = directory.resolve("epoch-000001." + ending);
    Files.delete(file);
    if (ending.equals("json")) {
      Files.writeString(file, "{\"checkpoint\": {\"epoch\": 1}}");
    }
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> checkpoints(true).restore(network()))
        .withMessage(
            "no checkpoint in %s can be read (%s %s); delete the directory to start again"
                .formatted(directory, file, problem));
  }

  @Test
  void aDamagedOneIsNotAmongThoseThatAreKept() throws IOException {
    stop(2);
    Files.write(directory.resolve("epoch-000002.zip"), new byte[100]);
    Checkpoints resumed = checkpoints(true);
    MultiLayerNetwork network = network();
    assertThat(resumed.restore(network).orElseThrow().epoch()).isEqualTo(1);
    resumed.save(new Checkpoint(3, List.of(), List.of(1.0, 1.0, 1.0)), network, Map.of());
    assertThat(files())
        .contains("epoch-000001.json", "epoch-000001.zip", "epoch-000003.json", "epoch-000003.zip")
        .doesNotContain("epoch-000002.json", "epoch-000002.zip");
  }

  @Test
  void aMissingCopyOfParametersIsNamed() throws IOException {
    stop(3);
    Files.delete(directory.resolve("parameters-000002.zip"));
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> train(checkpoints(true)))
        .withMessage(
            "the parameters of epoch 2 cannot be read (%s does not exist); delete %s to start again"
                .formatted(directory.resolve("parameters-000002.zip"), directory));
  }

  @Test
  void aDamagedCopyOfParametersIsNamed() throws IOException {
    stop(3);
    Path file = directory.resolve("parameters-000002.zip");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> train(checkpoints(true)))
        .withMessage(
            "the parameters of epoch 2 cannot be read (%s is damaged: coefficients.bin has another checksum); delete %s to start again"
                .formatted(file, directory));
  }

  @Test
  void adviceThatIsPartOfAPathIsNotCut() throws IOException {
    Path odd = directory.resolve("; get it again");
    Checkpoints checkpoints = new Checkpoints(odd, CONDITIONS, true, Duration.ZERO);
    stop(checkpoints, 1);
    Path file = odd.resolve("epoch-000001.json");
    Files.writeString(file, "{}");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> checkpoints.restore(network()))
        .withMessageContaining("(%s is damaged)", file);
  }

  @Test
  void otherConditionsAreRefusedByName() {
    stop(1);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> checkpoints(true, Map.of("--lr", "0.2")).restore(network()))
        .withMessage(
            "--lr: found 0.2, expected 0.1 as in the checkpoint %s; or leave --resume out to start again"
                .formatted(directory.resolve("epoch-000001.json")));
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> checkpoints(true, Map.of()).restore(network()))
        .withMessageStartingWith("--lr: found none, expected 0.1 as in the checkpoint ");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () -> checkpoints(true, Map.of("--lr", "0.1", "--limit", "7")).restore(network()))
        .withMessageStartingWith("--limit: found 7, expected none as in the checkpoint ");
  }

  @Test
  void aCheckpointThatCannotBeWrittenEndsTheTraining() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> train(new Checkpoints(file, CONDITIONS, false, Duration.ZERO)))
        .withMessageStartingWith("the checkpoint of epoch 1 could not be written: ");
  }
}
