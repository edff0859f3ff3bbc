package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SparkMissingTest {

  @Test
  void theProgramHasTheCommandWithSparkAndWithoutIt() {
    assertThat(Mnist4jCommand.commandLine().getSubcommands()).containsKey("spark");
  }

  @Test
  void saysHowToGetSparkWhateverFollows() {
    SparkMissing command = new SparkMissing();
    new CommandLine(command).parseArgs("sweep", "cnn", "--seeds", "3");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(command::call)
        .withMessage(
            "spark: found no Apache Spark here; build with \"mvn -Pspark package -DskipTests\" and"
                + " run target/spark/bin/mnist4j-spark sweep cnn --seeds 3");
  }
}
