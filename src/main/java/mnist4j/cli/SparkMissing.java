package mnist4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code spark ...} in a program that is built or started without Spark. */
@Command(
    name = "spark",
    description = "Sweeps, predicts and trains on Apache Spark, in a build with -Pspark.")
final class SparkMissing implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Unmatched private List<String> arguments;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "spark: found no Apache Spark here; build with \"mvn -Pspark package -DskipTests\" and run target/spark/bin/mnist4j-spark%s"
            .formatted(arguments == null ? "" : " " + String.join(" ", arguments)));
  }
}
