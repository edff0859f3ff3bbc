package mnist4j.spark;

import mnist4j.cli.Mnist4jCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code spark sweep}, {@code spark predict} and {@code spark train}. */
@Command(
    name = "spark",
    description = "Sweeps, predicts and trains on Apache Spark, on this machine or a cluster.",
    subcommands = {SweepCommand.class, PredictCommand.class, TrainCommand.class})
public final class SparkCommand {

  @ParentCommand private Mnist4jCommand root;

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

  Cluster cluster() {
    return Cluster.start(master);
  }
}
