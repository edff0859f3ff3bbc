package mnist4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {

  @TempDir private static Path out;

  private static SparkRun sweep;

  @BeforeAll
  static void sweepTwoSeeds() {
    sweep =
        SparkRun.local("sweep", "overfitting", "--quick", "--seeds", 2, "--out", out.resolve("s"));
  }

  private static Path quick(String name) {
    return out.resolve(name).resolve("experiments/overfitting/quick");
  }

  private static List<Path> runs() throws IOException {
    try (Stream<Path> files = Files.list(quick("s").resolve("runs"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void trainsEveryVariantWithEverySeed() throws IOException {
    assertThat(sweep.status()).as(sweep.err()).isZero();
    assertThat(sweep.out())
        .startsWith("6 trainings, 0 of them from an earlier start")
        .contains("6/6 mlp-512 ", "| training ");
    assertThat(runs()).hasSize(6);
    assertThat(quick("s").resolve("sweep.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(quick("s").resolve("sweep.csv")))
        .hasSize(7)
        .first()
        .isEqualTo("training,training_accuracy,test_accuracy,seconds");
  }

  @Test
  void hasTheFiguresOfTheExperimentToTheBit() {
    SparkRun alone =
        SparkRun.of(
            "experiment",
            "overfitting",
            "--quick",
            "--seeds",
            2,
            "--threads",
            1,
            "--out",
            out.resolve("e"));
    assertThat(alone.status()).as(alone.err()).isZero();
    assertThat(quick("s").resolve("overfitting.csv"))
        .hasSameTextualContentAs(quick("e").resolve("overfitting.csv"));
  }

  @Test
  void trainsOnlyWhatIsMissing() throws IOException {
    Files.delete(runs().get(0));
    SparkRun again =
        SparkRun.local("sweep", "overfitting", "--quick", "--seeds", 2, "--out", out.resolve("s"));
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).startsWith("6 trainings, 5 of them from an earlier start");
    assertThat(runs()).hasSize(6);
  }

  @Test
  void trainsTheCombinationsOfAGridAndKeepsThoseThatEnd() throws IOException {
    SparkRun grid =
        SparkRun.local(
            "sweep",
            "mlp-64",
            "--quick",
            "--lr",
            "0.001,1e30,1e-3",
            "--hidden",
            "4,8",
            "--out",
            out);
    assertThat(grid.status()).isEqualTo(1);
    assertThat(grid.err())
        .startsWith("mnist4j: 2 of 4 trainings failed, the first: mlp-64 lr 1.0E30, ");
    assertThat(Files.readAllLines(out.resolve("experiments/grid-mlp-64/quick/sweep.csv")))
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("training,"),
            four -> assertThat(four).startsWith("\"mlp-64 lr 0.001, hidden 4\",0."),
            eight -> assertThat(eight).startsWith("\"mlp-64 lr 0.001, hidden 8\",0."));
  }

  @Test
  void refusesWhatItCannotSweep() {
    assertThat(SparkRun.local("sweep", "overfitting", "--out", "hdfs://host/models").err())
        .startsWith(
            "mnist4j: --out: found hdfs://host/models, expected a directory of this machine")
        .hasLineCount(1);
    assertThat(SparkRun.local("sweep", "nothing").err())
        .startsWith(
            "mnist4j: EXPERIMENT-or-RECIPE: found 'nothing', expected one of hidden-units,");
    assertThat(SparkRun.local("sweep", "overfitting", "--lr", "0.1").status()).isEqualTo(2);
    assertThat(SparkRun.local("sweep", "overfitting", "--seeds", 0).err())
        .startsWith("mnist4j: --seeds: found 0, expected at least 1");
    assertThat(SparkRun.local("sweep", "perceptron", "--quick", "--hidden", "8").err())
        .startsWith("mnist4j: --hidden: found [8], expected none");
  }
}
