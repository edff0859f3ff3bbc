package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import mnist4j.ChildJvm;
import mnist4j.DigitClassifier;
import mnist4j.IdxFiles;
import mnist4j.Prediction;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.training.TrainingException;
import org.apache.commons.io.IOUtils;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

  private static final Path DRAWN = Path.of("src/test/resources/mnist4j/drawn");
  private static final String MODEL = "mlp-64";

  @TempDir private static Path shared;
  @TempDir private Path directory;

  private static DigitClassifier classifier;
  private Path to;

  @BeforeAll
  static void load() {
    classifier = DigitClassifier.pretrained(MODEL);
  }

  @BeforeEach
  void nameTheOutput() {
    to = directory.resolve("out");
  }

  private SparkRun predict(Object source, Object... options) {
    Object[] all = new Object[options.length + 7];
    System.arraycopy(
        new Object[] {"predict", MODEL, source, "--to", to, "--out", shared}, 0, all, 0, 7);
    System.arraycopy(options, 0, all, 7, options.length);
    return SparkRun.local(all);
  }

  private static Map<String, Row> parquet(Path written) {
    Map<String, Row> rows = new HashMap<>();
    try (Cluster cluster = Cluster.start("local[2]")) {
      for (Row row : cluster.session().read().parquet(written.toString()).collectAsList()) {
        assertThat(rows.put(row.getAs("path"), row)).as("a second row of a picture").isNull();
      }
    }
    return rows;
  }

  @Test
  void classifiesATreeOfPicturesAsPredictDoes() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/below")).getParent();
    List<Path> drawn;
    try (Stream<Path> files = Files.list(DRAWN)) {
      drawn = files.filter(file -> file.toString().matches(".*(png|jpg)")).sorted().toList();
    }
    for (Path file : drawn) {
      Files.copy(file, tree.resolve("below").resolve(file.getFileName()));
    }
    Files.writeString(tree.resolve("notes.txt"), "no picture");

    SparkRun run = predict(tree);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "mnist4j: 1 of %d are no usable pictures; the column reason says why%n"
                .formatted(drawn.size() + 1));
    Map<String, Row> rows = parquet(to);
    assertThat(rows).hasSize(drawn.size() + 1);
    for (Path file : drawn) {
      Row row = rows.get("file:" + tree.resolve("below").resolve(file.getFileName()));
      Prediction expected = classifier.classify(file);
      assertThat(row.<String>getAs("label")).isEqualTo(expected.label());
      assertThat(row.<Double>getAs("probability")).isEqualTo(expected.probability());
      assertThat(row.getList(3)).isEqualTo(expected.probabilities());
      assertThat(row.isNullAt(4)).isTrue();
    }
    Row unreadable = rows.get("file:" + tree.resolve("notes.txt"));
    assertThat(unreadable.isNullAt(1)).isTrue();
    assertThat(unreadable.<String>getAs("reason")).startsWith("the picture is ");
  }

  /** Spark stops with the JVM, and its failure would be taken for one of the pictures. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
  void saysHowToStartAgainWhenItIsStopped() throws Exception {
    Path parts = Files.createDirectory(directory.resolve("parts"));
    Path part =
        Files.write(parts.resolve("0-idx3-ubyte"), IdxFiles.images(ImageData.bundled().test()));
    for (int i = 1; i < 300; i++) {
      Files.createLink(parts.resolve(i + "-idx3-ubyte"), part);
    }
    Path err = directory.resolve("err");
    Path rows = Files.createDirectory(directory.resolve("rows"));
    List<String> arguments =
        List.of("predict", "cnn", "" + parts, "--to", rows + "/to", "--master", "local[2]");
    List<String> command =
        new ArrayList<>(List.of(ChildJvm.JAVA, "@src/spark/launcher/conf/java17.options"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "mnist4j.cli.Main", "spark"));
    command.addAll(arguments);
    try (WatchService watched = rows.getFileSystem().newWatchService()) {
      rows.register(watched, StandardWatchEventKinds.ENTRY_CREATE);
      Process driver =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(err.toFile())
              .start();
      driver.onExit().thenRun(() -> IOUtils.closeQuietly(watched));
      // The rows are being written.
      watched.take();
      driver.destroy();
      assertThat(driver.waitFor()).isEqualTo(143);
    }
    assertThat(Files.readAllLines(err))
        .filteredOn(line -> line.startsWith("mnist4j: "))
        .containsExactly(
            "mnist4j: stopped; start again with: mnist4j-spark "
                + String.join(" ", arguments).replace("local[2]", "'local[2]'"));
    assertThat(rows).isEmptyDirectory();
  }

  @Test
  void classifiesIdxPartsPlainAndCompressed() throws IOException {
    LabelledImages images = ImageData.bundled().test();
    Path parts = Files.createDirectory(directory.resolve("parts"));
    Files.write(parts.resolve("a-idx3-ubyte"), IdxFiles.images(images.range(0, 300)));
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(parts.resolve("b-idx3-ubyte.gz")))) {
      gzip.write(IdxFiles.images(images.range(300, 1_000)));
    }

    SparkRun run = predict(parts);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("1,000 classified, 0 not");
    Map<String, Row> rows = parquet(to);
    assertThat(rows).hasSize(1_000);
    for (int i = 0; i < 1_000; i += 7) {
      String name = i < 300 ? "a-idx3-ubyte#" + i : "b-idx3-ubyte.gz#" + (i - 300);
      Row row = rows.get("file:" + parts.resolve(name));
      float[] pixels = new float[784];
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        pixels[pixel] = images.pixel(i, pixel) / 255f;
      }
      Prediction expected = classifier.classify(pixels);
      assertThat(row.<String>getAs("label")).isEqualTo(expected.label());
      assertThat(row.<Double>getAs("probability"))
          .isCloseTo(expected.probability(), Offset.offset(1e-5));
    }
  }

  @Test
  void classifiesParquetAndWritesCsv() throws IOException {
    Path parquet = directory.resolve("pictures.parquet");
    try (Cluster cluster = Cluster.start("local[2]")) {
      cluster
          .session()
          .read()
          .format("binaryFile")
          .load(DRAWN.resolve("0-0*.png").toString())
          .selectExpr("named_struct('bytes', content) as image")
          .coalesce(1)
          .write()
          .parquet(parquet.toString());
    }

    // Any case of the letters is Parquet, and other files are none.
    try (Stream<Path> files = Files.list(parquet)) {
      Path part =
          files.filter(file -> file.toString().endsWith(".parquet")).findAny().orElseThrow();
      Files.move(part, parquet.resolve("PART.PARQUET"));
    }
    Path notes = Files.writeString(parquet.resolve("README.md"), "about them");

    SparkRun run = predict(parquet, "--format", "csv");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "left out 1 of 2 files, whose names are not those of Parquet files; the first: file:%s%n"
                .formatted(notes));
    List<String> lines;
    try (Stream<Path> files = Files.list(to)) {
      Path part = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      lines = Files.readAllLines(part);
    }
    assertThat(lines.get(0)).isEqualTo("path,label,probability,outputs,reason");
    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(lines.get(1)).matches("file:.*\\.PARQUET#0,\\d,[0-9.E-]+,[0-9.E -]+,\"?\"?");
  }

  @Test
  void saysInOneLineThatParquetIsBroken() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.parquet"), "no Parquet at all");
    SparkRun run = predict(broken);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("mnist4j: %s cannot be read: ".formatted(broken))
        .contains("is not a Parquet file")
        .hasLineCount(1);
  }

  @Test
  void replacesOnlyWhatItWrote() throws IOException {
    Path picture = DRAWN.resolve("0-01.png");
    assertThat(predict(picture).status()).isZero();

    SparkRun second = predict(picture);
    assertThat(second.status()).isEqualTo(2);
    assertThat(second.err()).startsWith("mnist4j: --to: found %s, which exists;".formatted(to));
    assertThat(predict(picture, "--overwrite").status()).isZero();

    Path mine = Files.writeString(to.resolve("letter.txt"), "mine");
    SparkRun third = predict(picture, "--overwrite");
    assertThat(third.status()).isEqualTo(2);
    assertThat(third.err()).contains("letter.txt, which no earlier run wrote");
    assertThat(mine).hasContent("mine");
  }

  /** Its files have the same names. */
  @Test
  void doesNotReplaceWhatAnotherJobWrote() throws IOException {
    Path rows = Files.createFile(Files.createDirectory(to).resolve("part-00000.parquet"));
    Files.createFile(to.resolve("_SUCCESS"));
    SparkRun run = predict(DRAWN.resolve("0-01.png"), "--overwrite");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("found %s, which no earlier run wrote".formatted(to));
    assertThat(rows).exists();
  }

  /** The one on which the command would run does not exist. */
  @Test
  void refusesAnExistingDirectoryBeforeSparkStarts() throws IOException {
    Files.createDirectory(to);
    SparkRun run =
        SparkRun.of(
            "spark", "predict", MODEL, DRAWN, "--to", to, "--master", "spark://127.0.0.1:1");
    assertThat(run)
        .isEqualTo(
            new SparkRun(
                2,
                "",
                "mnist4j: --to: found %s, which exists; name another directory, or add --overwrite (see \"mnist4j spark predict --help\")%n"
                    .formatted(to)));
  }

  /** As where executors write to disks of their own: the driver sees other files than they. */
  @Test
  void saysThatRowsAreLost() throws IOException {
    assertThat(predict(DRAWN.resolve("0-01.png")).status()).isZero();
    long bytes;
    try (Stream<Path> files = Files.list(to)) {
      bytes =
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .mapToLong(file -> file.toFile().length())
              .sum();
    }
    org.apache.hadoop.fs.Path written = new org.apache.hadoop.fs.Path(to.toString());
    PredictCommand.requireBytes("out", written, bytes);
    assertThatThrownBy(() -> PredictCommand.requireBytes("out", written, bytes + 1))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            "--to: %s has %,d of %,d bytes, since executors do not share it; name a directory"
                .formatted("out", bytes, bytes + 1));
  }

  @Test
  void doesNotReplaceWhatItReads() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("out/below"));
    Files.copy(DRAWN.resolve("0-01.png"), tree.resolve("0.png"));
    SparkRun run = predict(tree, "--overwrite");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("which holds the pictures");
    assertThat(tree.resolve("0.png")).exists();
  }

  /** Nothing answers there, so this is found without asking. */
  @Test
  void knowsTheDirectoryThatItReadsWithTheDefaultPortToo() {
    SparkRun run =
        SparkRun.local(
            "predict", MODEL, "hdfs://localhost/tree", "--to", "hdfs://localhost:8020/tree/rows");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("which is among the pictures");
  }

  /** The next run would read its rows. */
  @Test
  void doesNotWriteIntoWhatItReads() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.copy(DRAWN.resolve("0-01.png"), tree.resolve("0.png"));
    to = directory.resolve("tree/../tree/rows");
    SparkRun run = predict(tree);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "mnist4j: --to: found %s, which is among the pictures; name another directory"
                .formatted(to))
        .hasLineCount(1);
    assertThat(files(tree)).containsExactly(tree.resolve("0.png"));
    to = directory.resolve("tree rows");
    assertThat(predict(tree).status()).isZero();
  }

  @Test
  void takesThePathOfItsSourceAsItIs() throws IOException {
    Path named = Files.createDirectory(directory.resolve("scans[1]"));
    Path other = Files.createDirectory(directory.resolve("scans1"));
    Files.copy(DRAWN.resolve("7-02.png"), named.resolve("named.png"));
    Files.copy(DRAWN.resolve("2-04.png"), other.resolve("other.png"));
    assertThat(predict(named).status()).isZero();
    assertThat(parquet(to)).containsOnlyKeys("file:" + named.resolve("named.png"));
  }

  @Test
  void refusesSourcesOfTwoKinds() throws IOException {
    Path both = Files.createDirectory(directory.resolve("both"));
    Files.copy(DRAWN.resolve("7-02.png"), both.resolve("7.png"));
    IdxFiles.write(both.resolve("_hidden"), 2, 2);
    assertThat(predict(both).status()).isZero();
    IdxFiles.write(both.resolve("below"), 2, 2);
    SparkRun refused = predict(both, "--overwrite");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith(
            "mnist4j: SOURCE: found IDX files, Parquet or pictures together in %s, expected one kind"
                .formatted(both));
  }

  @Test
  void saysWhatItCannotRead() {
    SparkRun nowhere = predict(directory.resolve("nowhere"));
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err())
        .isEqualTo(
            "mnist4j: SOURCE: %s does not exist; name pictures, IDX files or Parquet%n"
                .formatted(directory.resolve("nowhere")));
    for (String source : List.of("s3a://bucket/pictures", "hdfs://127.0.0.1:1/pictures")) {
      SparkRun unreachable = predict(source);
      assertThat(unreachable.status()).isEqualTo(1);
      assertThat(unreachable.err())
          .startsWith("mnist4j: %s cannot be reached: ".formatted(source))
          .hasLineCount(1);
    }
    SparkRun elsewhere =
        SparkRun.of(
            "spark", "predict", MODEL, DRAWN, "--to", to, "--master", "spark://127.0.0.1:1");
    assertThat(elsewhere.status()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("run target/spark/bin/mnist4j-spark").hasLineCount(1);
    assertThat(to).doesNotExist();
  }

  /** A URI cannot have a colon in its first segment, which would be a scheme. */
  @Test
  void saysWhichPathIsNone() {
    assertThat(predict("12:30.png").err())
        .startsWith("mnist4j: SOURCE: found '12:30.png', expected a path of Hadoop's; ")
        .hasLineCount(1);
    assertThat(SparkRun.local("predict", MODEL, DRAWN, "--to", "12:30").err())
        .startsWith("mnist4j: --to: found '12:30', expected a path of Hadoop's; ")
        .hasLineCount(1);
  }

  /** Hadoop's local file system finds no name for its checksums. */
  @Test
  void refusesFilesWithColonsInTheirNames() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("12:30"));
    Path picture = Files.copy(DRAWN.resolve("7-02.png"), tree.resolve("12:31.png"));
    SparkRun run = predict(tree);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "mnist4j: SOURCE: found file:%s, expected a name without a colon, which Hadoop cannot read; rename it"
                .formatted(picture))
        .hasLineCount(1);
  }

  @Test
  void saysWhatATaskCannotRead() throws IOException {
    Path part = cutShort();
    SparkRun run = predict(part);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("mnist4j: file:%s cannot be read: it ends within image 15%n".formatted(part));
    assertThat(directory).isDirectoryNotContaining("glob:**out*");
  }

  @Test
  void keepsWhatItWouldReplaceIfItFails() throws IOException {
    assertThat(predict(DRAWN.resolve("0-01.png")).status()).isZero();
    List<Path> before = files(to);
    Path part = cutShort();

    assertThat(predict(part, "--overwrite").status()).isEqualTo(1);

    assertThat(files(to)).isEqualTo(before);
    assertThat(files(directory)).containsExactly(to, part);
  }

  /**
   * An IDX file that says it has 20 images and has fifteen, which shows when it is decompressed.
   */
  private Path cutShort() throws IOException {
    byte[] images = IdxFiles.images(ImageData.bundled().test().first(20));
    return gzip("part-idx3-ubyte.gz", Arrays.copyOf(images, images.length - 5 * 784));
  }

  private Path gzip(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(content);
    }
    return file;
  }

  /** An image too many would have no row, and nobody would miss it. */
  @Test
  void refusesFilesWithOtherCountsThanTheirHeaders() throws IOException {
    byte[] images = IdxFiles.images(ImageData.bundled().test().first(20));
    Path plain = directory.resolve("plain-idx3-ubyte");
    for (int count : List.of(0, 5, 21)) {
      images[7] = (byte) count;
      SparkRun run = predict(Files.write(plain, images));
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo(
              "mnist4j: file:%s has 15,696 bytes, expected %,d for the %d images in its header; get it again%n"
                  .formatted(plain, 16 + count * 784, count));
    }
    for (int count : List.of(0, 5)) {
      images[7] = (byte) count;
      Path compressed = gzip("compressed-idx3-ubyte.gz", images);
      SparkRun run = predict(compressed);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo(
              "mnist4j: file:%s cannot be read: more follows after the last image of its header%n"
                  .formatted(compressed));
    }
    assertThat(to).doesNotExist();
  }

  @Test
  void saysWhichFilesItLeavesOut() throws IOException {
    Path parts = IdxFiles.write(directory.resolve("parts"), 2, 2);
    Files.createFile(parts.resolve("_SUCCESS"));
    assertThat(predict(parts).out()).doesNotContain("left out");
    Path notes = Files.writeString(parts.resolve("notes.md"), "about them");

    SparkRun run = predict(parts, "--overwrite");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "left out 1 of 5 files, whose names are not those of IDX files of images; the first: file:%s%n"
                .formatted(notes),
            "4 classified, 0 not");
  }

  /** Their images are the rows of a run that may still be under way. */
  @Test
  void leavesWhatAnotherRunWritesAlone() throws IOException {
    Path others = Files.createDirectories(directory.resolve(".out.new/_temporary")).getParent();
    Path rows = Files.writeString(others.resolve("part-0.parquet"), "rows");
    assertThat(predict(DRAWN.resolve("0-01.png")).status()).isZero();
    assertThat(rows).hasContent("rows");
    assertThat(files(directory)).containsExactly(others, to);
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to.toString());
    assertThat(PredictCommand.beside(target)).isNotEqualTo(PredictCommand.beside(target));
  }

  @Test
  void looksAgainBeforeItDeletes() throws IOException {
    Files.createFile(Files.createDirectory(to).resolve("part-0.parquet"));
    Files.createFile(to.resolve(PredictCommand.MARKER));
    Path mine = Files.writeString(to.resolve("letter.txt"), "mine");
    Path rows = Files.createDirectory(directory.resolve(".out.1.new"));
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to.toString());
    org.apache.hadoop.fs.Path written = new org.apache.hadoop.fs.Path(rows.toString());
    assertThatThrownBy(() -> PredictCommand.publish(written, target, true))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "--overwrite: found file:%s, which no earlier run wrote; the rows are in %s"
                .formatted(mine, rows));
    assertThat(mine).hasContent("mine");
    assertThat(rows).isDirectory();

    Files.delete(mine);
    PredictCommand.publish(written, target, true);
    assertThat(files(directory)).containsExactly(to);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
