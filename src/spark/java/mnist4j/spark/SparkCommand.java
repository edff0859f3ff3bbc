package mnist4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.cli.Mnist4jCommand;
import mnist4j.data.ImageData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code spark sweep}, {@code spark predict} and {@code spark train}. */
@Command(
    name = "spark",
    description = "Sweeps, predicts and trains on Apache Spark, on this machine or a cluster.",
    subcommands = {SweepCommand.class, PredictCommand.class, TrainCommand.class})
public final class SparkCommand {

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "Spark's master, such as spark://HOST:7077, yarn or k8s://URL. Default: local[*], which"
              + " is this process.")
  private String master;

  Mnist4jCommand root() {
    return root;
  }

  /**
   * Called first by each command.
   *
   * @throws ParameterException if {@code --threads} is given
   */
  void requireNoThreads() {
    given("--threads")
        .ifPresent(
            threads -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--threads: found %s, but on Spark each task has one thread; --master 'local[%1$s]' runs so many tasks at once"
                      .formatted(threads));
            });
  }

  /** The value of a global option, which may stand before or after each command's name. */
  private Optional<String> given(String option) {
    for (ParseResult parsed = spec.root().commandLine().getParseResult();
        parsed != null;
        parsed = parsed.subcommand()) {
      if (parsed.hasMatchedOption(option)) {
        return parsed.matchedOption(option).originalStringValues().stream().findFirst();
      }
    }
    return Optional.empty();
  }

  /**
   * The output directory.
   *
   * @throws ParameterException if it is not of this machine
   */
  Path out() {
    given("--out")
        .filter(HadoopFiles::hasScheme)
        .ifPresent(
            found -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--out: found %s, expected a directory of this machine, which the driver writes without Hadoop; leave the scheme out"
                      .formatted(found));
            });
    return root.out();
  }

  /**
   * The data set in {@code --data}, from any Hadoop path; or else the images that ship with the
   * program if those suffice, or MNIST.
   */
  ImageData images(boolean bundledSuffice) throws IOException {
    // As it was given: a Path has lost a slash of hdfs://.
    Optional<String> given = given("--data");
    if (given.isEmpty()) {
      return root.data().images(bundledSuffice);
    }
    return HadoopFiles.read(
        given.get(), local -> root.data().images(dataArguments(local.toString())));
  }

  /** The options that name the data set, a path with a scheme as it was given. */
  List<String> dataArguments() {
    return given("--data")
        .filter(HadoopFiles::hasScheme)
        .map(this::dataArguments)
        .orElse(root.data().arguments());
  }

  /** The same with another path. */
  private List<String> dataArguments(String path) {
    List<String> arguments = new ArrayList<>(root.data().arguments());
    arguments.set(arguments.indexOf("--data") + 1, path);
    return arguments;
  }

  Cluster cluster() {
    return Cluster.start(master);
  }
}
