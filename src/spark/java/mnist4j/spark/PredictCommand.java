package mnist4j.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mnist4j.cli.NamedModel;
import mnist4j.cli.PictureFiles;
import mnist4j.training.TrainingException;
import org.apache.hadoop.conf.Configuration;
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
import org.apache.spark.sql.SaveMode;
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

  /** Forms of the output. */
  private enum Format {
    PARQUET,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
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
    Configuration hadoop = HadoopFiles.settings();
    try {
      requireFree(hadoop);
    } catch (IOException e) {
      throw HadoopFiles.unreachable(to, e);
    }
    List<String> files = files(hadoop);
    SharedModel shared = model();
    try (Cluster cluster = spark.cluster()) {
      long start = System.nanoTime();
      Dataset<Row> rows = classified(cluster, files, cluster.broadcast(shared));
      Path written = beside(new Path(to));
      Map<String, Object> counts = write(rows, written);
      publish(written, new Path(to));
      return report(counts, (System.nanoTime() - start) / 1e9);
    }
  }

  private SharedModel model() throws IOException {
    Cluster.startBackend();
    return HadoopFiles.read(
        model,
        local -> {
          NamedModel named = NamedModel.find(local.toString(), spark.root().out());
          spec.commandLine().getOut().println(named.origin());
          return SharedModel.of(named, model);
        });
  }

  /** What is overwritten is deleted with everything in it. */
  private void requireFree(Configuration hadoop) throws IOException {
    Path target = new Path(to);
    if (target.isRoot()) {
      throw usage("--to: found %s, which is a root; name a directory", to);
    }
    FileSystem system = HadoopFiles.system(target, hadoop);
    if (!system.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw usage("--to: found %s, which exists; name another directory, or add --overwrite", to);
    }
    String above = system.makeQualified(target) + "/";
    Path read = new Path(source);
    if ((HadoopFiles.system(read, hadoop).makeQualified(read) + "/").startsWith(above)) {
      throw usage("--to: found %s, which holds the pictures; name another directory", to);
    }
    for (FileStatus file : system.listStatus(target)) {
      if (!file.isFile() || !file.getPath().getName().matches("_SUCCESS|part-.*|\\..*\\.crc")) {
        throw usage(
            "--overwrite: found %s, which no earlier run wrote; name another directory",
            file.getPath().toString());
      }
    }
  }

  /** Where rows are written until all of them are there. Spark takes it for hidden. */
  private static Path beside(Path target) {
    return new Path(target.getParent(), ".%s.new".formatted(target.getName()));
  }

  /** Moves the rows to their place. What an earlier run wrote there stays until now. */
  private void publish(Path written, Path target) throws IOException {
    FileSystem system = HadoopFiles.system(target, HadoopFiles.settings());
    if (overwrite) {
      system.delete(target, true);
    }
    // Hadoop would move it into a directory that someone else has made meanwhile.
    if (system.exists(target) || !system.rename(written, target)) {
      throw new TrainingException(
          "--to: the rows cannot be moved to %s; they are in %s".formatted(target, written));
    }
  }

  private ParameterException usage(String message, String found) {
    return new ParameterException(spec.commandLine(), message.formatted(found));
  }

  private Dataset<Row> classified(
      Cluster cluster, List<String> files, Broadcast<SharedModel> shared) {
    List<String> idx = files.stream().filter(file -> file.matches(".*idx3-ubyte(\\.gz)?")).toList();
    List<String> parquet = files.stream().filter(file -> file.endsWith(".parquet")).toList();
    boolean pictures =
        files.stream()
            .map(file -> Paths.get(new Path(file).getName()))
            .anyMatch(PictureFiles::isNamedAsPicture);
    if (Stream.of(!idx.isEmpty(), !parquet.isEmpty(), pictures).filter(found -> found).count()
        > 1) {
      throw usage(
          "SOURCE: found IDX files, Parquet or pictures together in %s, expected one kind", source);
    }
    if (!idx.isEmpty()) {
      return IdxSource.classified(cluster, idx, shared);
    }
    return !parquet.isEmpty()
        ? PictureSource.parquet(cluster.session(), source, shared)
        : PictureSource.files(cluster.session(), source, shared);
  }

  /** The files of the source, without those that Spark takes for hidden. */
  private List<String> files(Configuration hadoop) {
    Path path = new Path(source);
    FileSystem system = HadoopFiles.system(path, hadoop);
    Path root = system.makeQualified(path);
    List<String> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = system.listFiles(path, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (!isHidden(file, root)) {
          files.add(file.toString());
        }
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
    // Replaces what a run that was killed has left.
    DataFrameWriter<Row> writer = formatted.write().mode(SaveMode.Overwrite);
    boolean whole = false;
    try {
      save(writer, directory);
      requireBytes(to, directory, bytes.get());
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
