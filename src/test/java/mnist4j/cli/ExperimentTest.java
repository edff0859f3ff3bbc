package mnist4j.cli;

import static mnist4j.FileNames.namesIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import mnist4j.experiment.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentTest {

  @TempDir private Path out;

  private Terminal run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("experiment", "--out", out.toString()));
    all.addAll(List.of(arguments));
    Terminal terminal = Terminal.run(all);
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.status()).isZero();
    return terminal;
  }

  /** The cells of the printed tables' rows, headings included, in the form of a CSV file. */
  private static List<String> printedRows(Terminal terminal) {
    return terminal
        .out()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.length() - 2).strip())
        .map(line -> String.join(",", line.split(" +\\| +")))
        .toList();
  }

  /** Without the directory of the checkpoints, which a training of more than 5 seconds makes. */
  private static List<String> finished(Path directory) throws IOException {
    return namesIn(directory.resolve("runs")).stream()
        .filter(name -> name.endsWith(".json"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "hidden-units, hidden-units-regions hidden-units, 16",
    "l2, l2-regions l2, 8",
    "overfitting, overfitting, 3",
    "cnn-depth, cnn-depth, 6",
    "learning-rate, learning-rate, 5",
    "batch-size, batch-size, 5",
    "optimizer, optimizer, 5",
    "activation, activation, 3"
  })
  void quickDrawsEveryResultAndPrintsItsTable(String name, String parts, int runs)
      throws IOException {
    Terminal first = run(name, "--quick");
    Path directory = out.resolve("experiments").resolve(name).resolve("quick");
    List<String> tables = new ArrayList<>();
    for (String part : parts.split(" ")) {
      assertThat(ImageIO.read(directory.resolve(part + ".png").toFile())).isNotNull();
      assertThat(directory.resolve(part + ".csv")).isNotEmptyFile();
      tables.addAll(Files.readAllLines(directory.resolve(part + "-table.csv")));
      assertThat(first.out()).contains("drawn in " + directory.resolve(part + ".png"));
    }
    assertThat(printedRows(first))
        .isEqualTo(tables.stream().map(line -> line.replace("\"", "")).toList());
    assertThat(finished(directory)).hasSize(runs);
    assertThat(first.out()).containsPattern("epoch 1/\\d, loss \\d\\.\\d{4}, .* s left");

    Terminal second = run(name, "--quick");
    assertThat(second.out()).doesNotContain("epoch").contains("from an earlier start");
    assertThat(printedRows(second)).isEqualTo(printedRows(first));
    assertThat(finished(directory)).hasSize(runs);
  }

  @Test
  void listPrintsALineForEach() throws IOException {
    List<String> lines = run("list").out().lines().toList();
    assertThat(lines).hasSize(8);
    for (int i = 0; i < lines.size(); i++) {
      Experiment experiment = Experiment.all().get(i);
      assertThat(lines.get(i))
          .startsWith(experiment.name() + " ")
          .endsWith(experiment.description());
    }
    assertThat(namesIn(out)).isEmpty();
  }
}
