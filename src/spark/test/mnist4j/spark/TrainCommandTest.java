package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mnist4j.ChildJvm;
import mnist4j.IdxFiles;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.report.MetricsJson;
import mnist4j.training.Checkpoints;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {

  @TempDir private Path directory;

  private SparkRun train(String recipe, Object... options) {
    List<Object> all = new ArrayList<>(List.of("train", recipe, "--quick"));
    all.addAll(List.of(options));
    all.addAll(List.of("--out", directory.resolve("spark")));
    return SparkRun.local(all.toArray());
  }

  private SparkRun alone(String recipe, Object... options) {
    List<Object> all = new ArrayList<>(List.of("train", recipe, "--quick", "--threads", 1));
    all.addAll(List.of(options));
    all.addAll(List.of("--out", directory.resolve("alone")));
    return SparkRun.of(all.toArray());
  }

  /** The mean of the training loss is added up in another order, its weights are the same. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "1000"})
  void oneShardIsTheTrainingOfOneMachine(String averageEvery) throws IOException {
    SparkRun spark = train("mlp-64", "--epochs", 3, "--shards", 1, "--average-every", averageEvery);
    assertThat(spark.status()).as(spark.err()).isZero();
    assertThat(alone("mlp-64", "--epochs", 3).status()).isZero();
    List<double[]> sharded = figures("spark/mlp-64/quick/history.csv");
    List<double[]> whole = figures("alone/mlp-64/quick/history.csv");
    assertThat(sharded).hasSize(3).hasSameSizeAs(whole);
    for (int epoch = 0; epoch < whole.size(); epoch++) {
      assertThat(sharded.get(epoch)).containsExactly(whole.get(epoch), Offset.offset(1e-12));
    }
    // Which has the numbers of steps and epochs, too.
    assertThat(network("spark").getLayerWiseConfigurations().toJson())
        .isEqualTo(network("alone").getLayerWiseConfigurations().toJson());
    assertThat(parameters("spark")).isEqualTo(parameters("alone"));
  }

  /** Half a step on each half of the images is a step on all of them. */
  @Test
  void gradientDescentOverAllImagesIsTheSameInTwoShards() throws IOException {
    SparkRun spark = train("perceptron", "--epochs", 400, "--shards", 2);
    assertThat(spark.status()).as(spark.err()).isZero();
    assertThat(alone("perceptron", "--epochs", 400).status()).isZero();
    List<double[]> together = figures("spark/perceptron/quick/history.csv");
    List<double[]> apart = figures("alone/perceptron/quick/history.csv");
    assertThat(together).hasSameSizeAs(apart).hasSizeGreaterThan(1);
    for (int epoch = 0; epoch < apart.size(); epoch++) {
      assertThat(together.get(epoch)).containsExactly(apart.get(epoch), Offset.offset(1e-3));
    }
  }

  @Test
  void remembersADataSetWithASchemeAsItWasGiven() throws IOException {
    LabelledImages images = ImageData.bundled().test().first(64);
    URI set = IdxFiles.write(directory.resolve("set"), images, images).toUri();
    SparkRun run = train("mlp-64", "--epochs", 1, "--shards", 1, "--data", set);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(MetricsJson.dataArguments(directory.resolve("spark/mlp-64/quick/metrics.json")))
        .containsExactly("--data", set.toString());
  }

  /** Of one image, batch normalisation leaves nothing to learn from. */
  @Test
  void refusesToDivideABatchThatIsNormalisedTooOften() {
    SparkRun refused = train("cnn-best", "--shards", 9);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith(
            "mnist4j: --shards: found 9, expected at most 8, so that each has at least 8 images of a batch of 64 for batch normalisation")
        .hasLineCount(1);
    // Of two cores, a batch of eight has images for one.
    SparkRun run = train("cnn-best", "--epochs", 1, "--limit", 30, "--batch", 8);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("--shards 1, from the images of a batch%n".formatted());
  }

  /** Spark stops with the JVM, maybe before the training gets to its next step. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void saysHowToContinueWhenItIsStopped() throws Exception {
    Process driver = start("mlp-64", List.of("--epochs", 10_000, "--average-every", 1000));
    try (BufferedReader lines = driver.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("mlp-64 epoch 2/")) {
        line = lines.readLine();
      }
      // Process.destroy would close its output, too.
      driver.toHandle().destroy();
      while (lines.readLine() != null) {
        // Further epochs.
      }
      assertThat(driver.waitFor()).isEqualTo(143);
    }
    // Spark warns of the host's name before, and may log a task that it stops.
    assertThat(Files.readAllLines(directory.resolve("err")))
        .filteredOn(line -> line.startsWith("mnist4j: "))
        .singleElement()
        .asString()
        .matches(
            "mnist4j: (stopped before the first checkpoint; start again with|stopped; to continue after epoch \\d+): "
                + "mnist4j-spark train mlp-64 --quick --master 'local\\[2]' --epochs 10000 --average-every 1000 --out \\Q%s\\E( --resume)?"
                    .formatted(directory.resolve("spark")));
  }

  /** The driver is a process of its own. */
  @Test
  void aTrainingWhoseDriverIsKilledEndsAsOneThatIsNot() throws Exception {
    // Enough to last longer than the 5 seconds to the first checkpoint.
    List<Object> options =
        List.of("--epochs", 30, "--dropout", 0.2, "--shards", 2, "--average-every", 3, "--resume");
    assertThat(train("mlp-64", options.toArray()).status()).isZero();
    Path whole = Files.move(directory.resolve("spark"), directory.resolve("whole"));

    killAfterACheckpoint("mlp-64", options);
    // The checkpoint has the number of shards, whatever executors have started now.
    List<Object> less = new ArrayList<>(options);
    less.removeAll(List.of("--shards", 2));
    SparkRun second = train("mlp-64", less.toArray());
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out())
        .contains("--shards 2, from the checkpoint", "epoch 30/30")
        .doesNotContain("mlp-64 epoch 1/30");
    assertThat(directory.resolve("spark/mlp-64/quick/history.csv"))
        .hasSameTextualContentAs(whole.resolve("mlp-64/quick/history.csv"));
    assertThat(parameters("spark")).isEqualTo(parameters("whole"));
  }

  private Process start(String recipe, List<Object> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.JAVA);
    command.add("@src/spark/launcher/conf/java17.options");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "mnist4j.cli.Main"));
    command.addAll(List.of("spark", "train", recipe, "--quick", "--master", "local[2]"));
    options.forEach(option -> command.add(option.toString()));
    command.addAll(List.of("--out", directory.resolve("spark").toString()));
    return new ProcessBuilder(command).redirectError(directory.resolve("err").toFile()).start();
  }

  /** Once an epoch has ended after the checkpoint, which is thus lost with a part of the next. */
  private void killAfterACheckpoint(String recipe, List<Object> options) throws Exception {
    Path written = directory.resolve("spark").resolve(recipe).resolve("quick");
    Process driver = start(recipe, options);
    try (BufferedReader lines = driver.inputReader()) {
      boolean saved = false;
      for (String line = lines.readLine(); !saved; line = lines.readLine()) {
        assertThat(line).as(Files.readString(directory.resolve("err"))).isNotNull();
        saved = Checkpoints.latestEpoch(written.resolve(Checkpoints.DIRECTORY)) > 0;
      }
      driver.destroyForcibly().waitFor();
    }
    assertThat(written.resolve("model.zip")).doesNotExist();
  }

  private MultiLayerNetwork network(String out) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(
        directory.resolve(out).resolve("mlp-64/quick/model.zip").toFile(), true);
  }

  private float[] parameters(String out) throws IOException {
    return network(out).params().toFloatVector();
  }

  private List<double[]> figures(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .skip(1)
        .map(line -> List.of(line.split(",")).stream().mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  @Test
  void writesWhatTrainWritesAndItsOwnSettings() throws IOException {
    SparkRun run = train("cnn", "--limit", 200, "--shards", 2, "--average-every", 1);
    assertThat(run.status()).as(run.err()).isZero();
    Path written = directory.resolve("spark/cnn/quick");
    for (String name : List.of("model.zip", "metrics.json", "history.csv", "loss.png")) {
      assertThat(written.resolve(name)).isNotEmptyFile();
    }
    assertThat(Files.readString(written.resolve("spark.json")))
        .contains("\"shards\" : 2", "\"batchPerShard\" : 32", "\"averageEvery\" : 1");
    assertThat(written.resolve("checkpoints")).doesNotExist();

    // Refused before Spark starts: there is no such master.
    SparkRun again =
        SparkRun.of(
            "spark",
            "train",
            "cnn",
            "--quick",
            "--out",
            directory.resolve("spark"),
            "--master",
            "spark://127.0.0.1:1");
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err())
        .startsWith(
            "mnist4j: --out: found %s, which exists".formatted(written.resolve("model.zip")));
  }

  @ParameterizedTest
  @CsvSource({
    "--average-every, 0, '--average-every: found 0, expected at least 1'",
    "--shards, 0, '--shards: found 0, expected at least 1'",
    "--shards, 1001, '--shards: found 1001, expected at most the 1,000 training images'",
    "--threads, 2, '--threads: found 2, but on Spark each task has one thread'",
    "--engine, scratch, '--engine: found scratch, expected dl4j on Spark'",
    "--lr, 1e38, 'the '",
    "--data, hdfs://127.0.0.1:1/mnist, 'hdfs://127.0.0.1:1/mnist cannot be reached: '"
  })
  void saysWhatIsWrongInOneLine(String option, String value, String message) {
    SparkRun run = train("mlp-64", option, value);
    assertThat(run.status()).isEqualTo(Set.of("--lr", "--data").contains(option) ? 1 : 2);
    assertThat(run.err()).startsWith("mnist4j: " + message).hasLineCount(1);
    assertThat(directory.resolve("spark/mlp-64/quick/model.zip")).doesNotExist();
  }
}
