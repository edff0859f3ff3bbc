package mnist4j.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mnist4j.cli.Interruption;
import mnist4j.cli.NamedModel;
import mnist4j.picture.PictureFile;
import mnist4j.training.TrainingException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spark predict RECIPE-or-ZIP SOURCE --to DIR}. */
@Command(
    name = "predict",
    description = {
      "Classifies any number of pictures and writes a row for each: path, label, probability,"
          + " outputs, reason.",
      "The paths are Hadoop's: file:, hdfs:, s3a: and others."
    })
final class PredictCommand implements Callable<Integer> {

  /** A file that every run writes, since any job of Spark's has the others; Spark skips it. */
  static final String MARKER = "_mnist4j";

  /** The names of the files that a run writes. */
  private static final Pattern OWN = Pattern.compile(MARKER + "|_SUCCESS|part-.*|\\..*\\.crc");

  /** Forms of the output. */
  private enum Format {
    PARQUET,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a file is, by its name. */
  private enum Kind {
    IDX,
    PARQUET,
    PICTURE,
    LABELS,
    OTHER;

    static Kind of(String file) {
      String name = new Path(file).getName();
      String small = name.toLowerCase(Locale.ROOT);
      if (small.matches(".*idx3-ubyte(\\.gz)?")) {
        return IDX;
      }
      if (small.endsWith(".parquet")) {
        return PARQUET;
      }
      if (small.matches(".*idx1-ubyte(\\.gz)?")) {
        return LABELS;
      }
      return PictureFile.isNamedAsOne(Paths.get(name)) ? PICTURE : OTHER;
    }
  }

  @ParentCommand private SparkCommand spark;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE-or-ZIP",
      description =
          "A recipe, as trained before or otherwise as shipped with the program, or a saved DL4J"
              + " network.")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "SOURCE",
      description =
          "A picture, a directory tree of pictures, IDX files of images, or Parquet with a column"
              + " content or image.")
  private String source;

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Output directory.")
  private String to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--overwrite",
      description = "Replaces what an earlier run wrote to the output directory.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    spark.requireNoThreads();
    spark.root().data().warnThatNoneIsRead("spark predict");
    Configuration hadoop = HadoopFiles.settings();
    try {
      requireFree(hadoop);
    } catch (IOException e) {
      throw HadoopFiles.unreachable(to, e);
    }
    List<String> files = files(hadoop);
    Kind kind = kind(files);
    SharedModel shared = model();
    try (Interruption interruption = new Interruption(spec, "start again with")) {
      return classify(files, kind, shared, interruption);
    }
  }

  private int classify(List<String> files, Kind kind, SharedModel shared, Interruption interruption)
      throws IOException {
    Path target = HadoopFiles.path("--to", to);
    Path written = beside(target);
    Map<String, Object> counts;
    double seconds;
    try (Cluster cluster = spark.cluster()) {
      long start = System.nanoTime();
      counts = write(classified(cluster, kind, files, cluster.broadcast(shared)), written);
      seconds = (System.nanoTime() - start) / 1e9;
    } catch (Exception e) {
      // Spark stops with the JVM, which fails whatever it does.
      interruption.check();
      throw e;
    }
    publish(written, target, overwrite);
    return report(counts, seconds);
  }

  private SharedModel model() throws IOException {
    Cluster.startBackend();
    return HadoopFiles.read(
        model,
        local -> {
          NamedModel named = NamedModel.find(local.toString(), spark.out());
          spec.commandLine().getOut().println(named.origin());
          return SharedModel.of(named, model);
        });
  }

  /**
   * What is overwritten is deleted with everything in it, and rows among the pictures would be read
   * by the next run.
   */
  private void requireFree(Configuration hadoop) throws IOException {
    Path target = HadoopFiles.path("--to", to);
    if (target.isRoot()) {
      throw usage("--to: found %s, which is a root; name a directory", to);
    }
    FileSystem system = HadoopFiles.system(target, hadoop);
    Path own = HadoopFiles.place(target, hadoop);
    Path read = HadoopFiles.place(HadoopFiles.path("SOURCE", source), hadoop);
    if (isIn(read, own)) {
      throw usage("--to: found %s, which holds the pictures; name another directory", to);
    }
    if (isIn(own, read)) {
      throw usage("--to: found %s, which is among the pictures; name another directory", to);
    }
    if (!system.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw usage("--to: found %s, which exists; name another directory, or add --overwrite", to);
    }
    Optional<Path> foreign = foreign(system, target);
    if (foreign.isPresent()) {
      throw usage(
          "--overwrite: found %s, which no earlier run wrote; name another directory",
          foreign.get().toString());
    }
  }

  private static boolean isIn(Path path, Path directory) {
    return path.equals(directory) || path.getParent() != null && isIn(path.getParent(), directory);
  }

  /** The first file that no run writes; the directory itself if no run wrote it. */
  private static Optional<Path> foreign(FileSystem system, Path directory) throws IOException {
    FileStatus[] files = system.listStatus(directory);
    if (files.length > 0 && !system.exists(new Path(directory, MARKER))) {
      return Optional.of(directory);
    }
    return Arrays.stream(files)
        .filter(file -> !file.isFile() || !OWN.matcher(file.getPath().getName()).matches())
        .map(FileStatus::getPath)
        .findFirst();
  }

  /**
   * Where rows are written until all of them are there. Spark takes it for hidden. No two runs have
   * the same one, since each would take the other's rows for its own.
   */
  static Path beside(Path target) {
    return new Path(
        target.getParent(), ".%s.%s.new".formatted(target.getName(), UUID.randomUUID()));
  }

  /**
   * Moves the rows to their place. What an earlier run wrote there stays until now.
   *
   * @throws TrainingException if that is not possible; the rows are then left where they are
   */
  static void publish(Path written, Path target, boolean overwrite) {
    try {
      FileSystem system = HadoopFiles.system(target, HadoopFiles.settings());
      if (overwrite && system.exists(target)) {
        // A file of somebody else may have come since the run began.
        Optional<Path> foreign = foreign(system, target);
        if (foreign.isPresent()) {
          throw new TrainingException(
              "--overwrite: found %s, which no earlier run wrote; the rows are in %s"
                  .formatted(foreign.get(), written));
        }
        system.delete(target, true);
      }
      // Hadoop would move it into a directory that someone else has made meanwhile.
      if (system.exists(target) || !system.rename(written, target)) {
        throw new TrainingException(
            "--to: the rows cannot be moved to %s; they are in %s".formatted(target, written));
      }
    } catch (IOException e) {
      throw new TrainingException(
          "--to: the rows cannot be moved to %s (%s); they are in %s"
              .formatted(target, e.getMessage(), written),
          e);
    }
  }

  private ParameterException usage(String message, String found) {
    return new ParameterException(spec.commandLine(), message.formatted(found));
  }

  /**
   * The one kind of a source. Without a known one all files are tried as pictures, so that each has
   * its row; beside a known one the others have none.
   */
  private Kind kind(List<String> files) {
    List<Kind> all = files.stream().map(Kind::of).toList();
    List<Kind> known =
        Stream.of(Kind.IDX, Kind.PARQUET, Kind.PICTURE).filter(all::contains).toList();
    if (known.size() > 1) {
      throw usage(
          "SOURCE: found IDX files, Parquet or pictures together in %s, expected one kind", source);
    }
    Kind kind = known.isEmpty() ? Kind.PICTURE : known.get(0);
    List<String> others = files.stream().filter(file -> Kind.of(file) == Kind.OTHER).toList();
    if (kind != Kind.PICTURE && !others.isEmpty()) {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "left out %,d of %,d files, whose names are not those of %s; the first: %s%n",
              others.size(),
              files.size(),
              kind == Kind.IDX ? "IDX files of images" : "Parquet files",
              others.get(0));
    }
    return kind;
  }

  private Dataset<Row> classified(
      Cluster cluster, Kind kind, List<String> files, Broadcast<SharedModel> shared) {
    try {
      return switch (kind) {
        case IDX ->
            IdxSource.classified(
                cluster, files.stream().filter(file -> Kind.of(file) == Kind.IDX).toList(), shared);
        case PARQUET -> PictureSource.parquet(cluster.session(), source, shared);
        default -> PictureSource.files(cluster.session(), source, shared);
      };
    } catch (Exception e) {
      // Scala declares no exceptions.
      throw Cluster.failure("%s cannot be read".formatted(source), e);
    }
  }

  /** The files of the source, without those that Spark takes for hidden. */
  private List<String> files(Configuration hadoop) {
    Path path = HadoopFiles.path("SOURCE", source);
    FileSystem system = HadoopFiles.system(path, hadoop);
    Path root = system.makeQualified(path);
    List<String> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = system.listFiles(path, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (isHidden(file, root)) {
          continue;
        }
        if (system instanceof ChecksumFileSystem && file.getName().contains(":")) {
          throw usage(
              "SOURCE: found %s, expected a name without a colon, which Hadoop cannot read; rename it",
              file.toString());
        }
        files.add(file.toString());
      }
    } catch (FileNotFoundException e) {
      throw new TrainingException(
          "SOURCE: %s does not exist; name pictures, IDX files or Parquet".formatted(source), e);
    } catch (IOException e) {
      throw HadoopFiles.unreachable(source, e);
    }
    if (files.isEmpty()) {
      throw usage("SOURCE: found no file in %s, expected pictures, IDX files or Parquet", source);
    }
    files.sort(null);
    return files;
  }

  /** By its own name or that of a directory below the source. */
  private static boolean isHidden(Path file, Path root) {
    boolean hidden = file.getName().matches("[._].*");
    return hidden
        || !file.equals(root) && !file.getParent().equals(root) && isHidden(file.getParent(), root);
  }

  /** Counts what is written while it is written. */
  private Map<String, Object> write(Dataset<Row> rows, Path directory) throws IOException {
    Observation counts = new Observation();
    Dataset<Row> observed =
        rows.observe(
            counts,
            count(lit(1)).as("rows"),
            count(col(ClassifiedRow.REASON)).as(ClassifiedRow.REASON));
    Dataset<Row> formatted =
        format == Format.CSV
            ? observed.withColumn(
                ClassifiedRow.OUTPUTS,
                concat_ws(" ", col(ClassifiedRow.OUTPUTS).cast("array<string>")))
            : observed;
    WrittenBytes bytes = new WrittenBytes();
    formatted.sparkSession().listenerManager().register(bytes);
    DataFrameWriter<Row> writer = formatted.write();
    boolean whole = false;
    try {
      save(writer, directory);
      requireBytes(to, directory, bytes.get());
      FileSystem system = HadoopFiles.system(directory, HadoopFiles.settings());
      system.create(new Path(directory, MARKER)).close();
      Map<String, Object> counted = counts.getAsJava();
      whole = true;
      return counted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("interrupted", e);
    } finally {
      if (!whole) {
        HadoopFiles.system(directory, HadoopFiles.settings()).delete(directory, true);
      }
    }
  }

  private void save(DataFrameWriter<Row> writer, Path directory) {
    try {
      if (format == Format.CSV) {
        writer.option("header", "true").option("escape", "\"").csv(directory.toString());
      } else {
        // Values that hardly ever repeat, but for the labels.
        writer
            .option("parquet.enable.dictionary", "false")
            .option("parquet.enable.dictionary#" + ClassifiedRow.LABEL, "true")
            .parquet(directory.toString());
      }
    } catch (Exception e) {
      // Scala declares no exceptions.
      throw Cluster.failure(
          "%s could not be classified to %s, which executors read and write themselves"
              .formatted(source, to),
          e);
    }
  }

  /**
   * Executors that do not share the directory write to disks of their own, and nothing fails.
   *
   * @param to what the user calls the directory
   * @param expected the bytes of the files that their tasks committed
   */
  static void requireBytes(String to, Path directory, long expected) throws IOException {
    long found =
        HadoopFiles.system(directory, HadoopFiles.settings())
            .getContentSummary(directory)
            .getLength();
    if (found < expected) {
      throw new TrainingException(
          "--to: %s has %,d of %,d bytes, since executors do not share it; name a directory that all machines reach, such as hdfs:"
              .formatted(to, found, expected));
    }
  }

  private int report(Map<String, Object> counts, double seconds) {
    long rows = (Long) counts.get("rows");
    long unreadable = (Long) counts.get(ClassifiedRow.REASON);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d classified, %,d not, %.1f s (%,.0f a second); written to %s%n",
            rows - unreadable,
            unreadable,
            seconds,
            rows / seconds,
            to);
    if (unreadable > 0) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "mnist4j: %,d of %,d are no usable pictures; the column reason says why%n",
              unreadable,
              rows);
      return 1;
    }
    return 0;
  }
}
