package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mnist4j.ChildJvm;
import mnist4j.DigitClassifier;
import mnist4j.IdxFiles;
import mnist4j.Prediction;
import mnist4j.RealMnist;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.training.Checkpoints;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program on a standalone cluster of a master and two workers on this machine, one of
 * which is killed in the middle of every command. {@code SPARK_HOME} names the distribution.
 */
@Tag("slow")
@Timeout(900)
class StandaloneClusterIT {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Path LAUNCHER = Path.of("target/spark/bin/mnist4j-spark").toAbsolutePath();

  @TempDir private static Path shared;
  @TempDir private Path directory;

  private final List<Process> commands = new ArrayList<>();

  private static String home;
  private static int port;
  private static int web;
  private static Process master;
  private static final List<Process> WORKERS = new ArrayList<>();

  @BeforeAll
  static void startMaster() throws Exception {
    home = System.getenv("SPARK_HOME");
    assumeTrue(
        home != null && Files.isExecutable(LAUNCHER),
        "SKIPPED: needs SPARK_HOME, as PyPI's pyspark 4.2.0 has it, and mvn -Pspark package");
    RealMnist.images();
    port = freePort();
    web = freePort();
    master =
        daemon(
            "org.apache.spark.deploy.master.Master",
            List.of("--host", LOOPBACK, "--port", "" + port, "--webui-port", "" + web));
    await("the master", () -> !state().isEmpty());
  }

  @AfterAll
  static void stopAll() {
    WORKERS.forEach(StandaloneClusterIT::kill);
    if (master != null) {
      kill(master);
    }
  }

  @BeforeEach
  void startWorkers() throws Exception {
    WORKERS.removeIf(worker -> !worker.isAlive());
    while (WORKERS.size() < 2) {
      List<String> options =
          List.of("--host", LOOPBACK, "--cores", "1", "--memory", "2g", "--webui-port", "0");
      List<String> arguments = new ArrayList<>(options);
      arguments.addAll(List.of("--work-dir", shared.resolve("work").toString(), url()));
      WORKERS.add(daemon("org.apache.spark.deploy.worker.Worker", arguments));
    }
    await("two workers", () -> state().contains("\"aliveworkers\" : 2"));
  }

  /** A command that a failed test leaves behind would keep the workers. */
  @AfterEach
  void stopCommands() {
    commands.forEach(StandaloneClusterIT::kill);
  }

  private static String url() {
    return "spark://%s:%d".formatted(LOOPBACK, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ProcessBuilder process(List<String> command, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(log.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of("SPARK_HOME", home, "SPARK_LOCAL_IP", LOOPBACK, "SPARK_DAEMON_MEMORY", "256m"));
    return builder;
  }

  private static Process daemon(String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home + "/bin/spark-class", main));
    command.addAll(arguments);
    return process(command, Files.createTempFile(shared, "daemon", ".log")).start();
  }

  /** With its executors, as a machine that fails. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** The master's page, empty while it does not answer. */
  private static String state() {
    try {
      URI page = URI.create("http://%s:%d/json/".formatted(LOOPBACK, web));
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      assertThat(tries).as("waiting for " + what).isLessThan(3_000);
      Thread.sleep(100);
    }
  }

  /** A command under way, whose output is a file. */
  private final class Run {

    private final Path log;
    private final Process process;

    Run(Object... arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      command.addAll(List.of("--master", url()));
      log = Files.createTempFile(directory, "run", ".log");
      process = process(command, log).start();
      commands.add(process);
    }

    String output() {
      try {
        return Files.readString(log, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void awaitOutput(String regex) throws InterruptedException {
      Pattern pattern = Pattern.compile(regex);
      await(regex, () -> !process.isAlive() || pattern.matcher(output()).find());
    }

    String end() throws InterruptedException {
      assertThat(process.waitFor()).as(output()).isZero();
      return output();
    }
  }

  @Test
  void aSweepHasTheFiguresOfTheExperimentAlthoughAWorkerDies() throws Exception {
    Run sweep =
        new Run("sweep", "overfitting", "--quick", "--seeds", 4, "--out", directory.resolve("s"));
    sweep.awaitOutput("2/12 ");
    kill(WORKERS.get(0));
    assertThat(sweep.end()).contains("12/12 ");

    experimentAlone(directory.resolve("e"));
    String csv = "experiments/overfitting/quick/overfitting.csv";
    assertThat(directory.resolve("s").resolve(csv))
        .hasSameTextualContentAs(directory.resolve("e").resolve(csv));
  }

  /** In a process whose environment gives ND4J one thread, as the executors' does. */
  private void experimentAlone(Path out) throws Exception {
    List<String> command =
        List.of(
            ChildJvm.JAVA,
            "-cp",
            LAUNCHER.resolve("../../lib").normalize() + "/*",
            "mnist4j.cli.Main",
            "experiment",
            "overfitting",
            "--quick",
            "--seeds",
            "4",
            "--threads",
            "1",
            "--out",
            out.toString());
    Path log = Files.createTempFile(directory, "alone", ".log");
    ProcessBuilder alone = process(command, log);
    alone.environment().put("OMP_NUM_THREADS", "1");
    assertThat(alone.start().waitFor()).as(Files.readString(log)).isZero();
  }

  @Test
  void predictWritesOneRowPerImageAlthoughAWorkerDies() throws Exception {
    LabelledImages images = RealMnist.test();
    Path parts = Files.createDirectory(directory.resolve("parts"));
    for (int i = 0; i < 30; i++) {
      Files.write(parts.resolve("part-%02d-idx3-ubyte".formatted(i)), IdxFiles.images(images));
    }
    Path to = directory.resolve("to");
    Run predict = new Run("predict", "mlp-64", parts, "--to", to);
    await("the first part", () -> isPartWritten(to) || !predict.process.isAlive());
    kill(WORKERS.get(0));
    assertThat(predict.end()).contains("300,000 classified, 0 not");

    try (Cluster cluster = Cluster.start("local[2]");
        DigitClassifier classifier = DigitClassifier.pretrained("mlp-64")) {
      List<Row> rows =
          cluster
              .session()
              .read()
              .parquet(to.toString())
              .select("path", "label", "probability")
              .collectAsList();
      Set<String> paths = new HashSet<>();
      rows.forEach(row -> paths.add(row.getString(0)));
      assertThat(rows).hasSize(300_000);
      assertThat(paths).hasSize(300_000);
      for (Row row : rows.subList(0, 2_000)) {
        int image = Integer.parseInt(row.getString(0).replaceFirst(".*#", ""));
        float[] pixels = new float[images.pixelsPerImage()];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = images.pixel(image, i) / 255f;
        }
        Prediction alone = classifier.classify(pixels);
        assertThat(row.getString(1)).isEqualTo(alone.label());
        assertThat(row.getDouble(2)).isCloseTo(alone.probability(), Offset.offset(1e-5));
      }
    }
  }

  /** Driver and executors write below working directories of their own, as if on own disks. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatExecutorsWroteToDisksOfTheirOwn() throws Exception {
    Path part = directory.resolve("part-idx3-ubyte");
    Files.write(part, IdxFiles.images(ImageData.bundled().test()));
    Run predict = new Run("predict", "mlp-64", part, "--to", "/proc/self/cwd/rows");
    assertThat(predict.process.waitFor()).as(predict.output()).isEqualTo(1);
    assertThat(predict.output().strip())
        .matches("(?s).*mnist4j: --to: /proc/self/cwd/rows has 0 of [\\d,]+ bytes, since .*");
  }

  /** Whether a task has ended, whose files its committer has moved below the others'. */
  private static boolean isPartWritten(Path to) {
    String[] beside =
        to.getParent().toFile().list((parent, name) -> name.matches("\\.to\\..+\\.new"));
    if (beside.length == 0) {
      return false;
    }
    String[] written = to.resolveSibling(beside[0]).resolve("_temporary/0").toFile().list();
    return written != null && String.join(" ", written).contains("task_");
  }

  /** With the learning rate that docs/cluster.md advises for two shards. */
  @Test
  void trainingHasTheAccuracyOfOneMachineAndIsTheSameAlthoughAWorkerDies() throws Exception {
    double[] cluster = new double[5];
    double[] alone = new double[5];
    for (int seed = 1; seed <= 5; seed++) {
      Path out = directory.resolve("seed-" + seed);
      cluster[seed - 1] = lastTestAccuracy(trained(out, seed, false));
      Object[] command = {"--epochs", 4, "--limit", 20_000, "--seed", seed, "--threads", 1};
      alone[seed - 1] = lastTestAccuracy(trainedAlone(directory.resolve("alone-" + seed), command));
    }
    double noise = Math.sqrt((StatUtils.variance(cluster) + StatUtils.variance(alone)) / 5);
    assertThat(StatUtils.mean(cluster))
        .as("%s against %s", Arrays.toString(cluster), Arrays.toString(alone))
        .isGreaterThan(StatUtils.mean(alone) - 3 * noise);

    String disturbed = trained(directory.resolve("disturbed"), 1, true);
    assertThat(disturbed)
        .isEqualTo(Files.readString(directory.resolve("seed-1/mlp-64/history.csv")));
  }

  private static double lastTestAccuracy(String history) {
    String last = history.strip().lines().reduce((row, next) -> next).orElseThrow();
    return Double.parseDouble(last.substring(last.lastIndexOf(',') + 1));
  }

  /** The history of a training in two shards. */
  private String trained(Path out, int seed, boolean killed) throws Exception {
    List<Object> command = new ArrayList<>(List.of("train", "mlp-64", "--seed", seed));
    command.addAll(List.of("--epochs", 4, "--limit", 20_000, "--lr", 1.4e-3));
    command.addAll(List.of("--average-every", 100, "--shards", 2, "--out", out));
    Run train = new Run(command.toArray());
    if (killed) {
      train.awaitOutput("epoch 2/4");
      kill(WORKERS.get(0));
    }
    train.end();
    return Files.readString(out.resolve("mlp-64/history.csv"));
  }

  /** The history of a training in this process. */
  private static String trainedAlone(Path out, Object... options) throws IOException {
    List<Object> command = new ArrayList<>(List.of("train", "mlp-64", "--out", out));
    command.addAll(List.of(options));
    SparkRun run = SparkRun.of(command.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    return Files.readString(out.resolve("mlp-64/history.csv"));
  }

  @Test
  void aStoppedTrainingContinuesFromItsLastAverage() throws Exception {
    Path out = directory.resolve("out");
    List<Object> options = new ArrayList<>(List.of("train", "mlp-64", "--epochs", 12));
    options.addAll(List.of("--limit", 20_000, "--shards", 2, "--resume", "--out", out));
    Run first = new Run(options.toArray());
    await("a checkpoint", () -> isCheckpointWritten(out) || !first.process.isAlive());
    kill(first.process);
    Run second = new Run(options.toArray());
    String output = second.end();
    Matcher epochs = Pattern.compile("mlp-64 epoch (\\d+)/12").matcher(output);
    assertThat(epochs.find()).isTrue();
    assertThat(Integer.parseInt(epochs.group(1))).isGreaterThan(1);
    assertThat(Files.readAllLines(out.resolve("mlp-64/history.csv"))).hasSize(13);
  }

  private static boolean isCheckpointWritten(Path out) {
    try {
      return Checkpoints.latestEpoch(out.resolve("mlp-64").resolve(Checkpoints.DIRECTORY)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysThatThereIsNoMaster() throws Exception {
    List<String> command =
        List.of(
            LAUNCHER.toString(),
            "train",
            "mlp-64",
            "--quick",
            "--out",
            directory.toString(),
            "--master",
            "spark://127.0.0.1:1");
    Path log = Files.createTempFile(directory, "run", ".log");
    Process process = process(command, log).start();
    commands.add(process);
    // 16 s, and the start of Java.
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readAllLines(log))
        .contains(
            "mnist4j: --master: no Spark master answers at spark://127.0.0.1:1; start one, or name another as spark://HOST:7077");
    assertThat(directory.resolve("mlp-64/model.zip")).doesNotExist();
  }
}
