package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mnist4j.evaluation.Calibration;
import mnist4j.evaluation.Calibration.Bin;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.evaluation.EvaluationResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A table")
class TableTest {

  @Test
  @DisplayName("pads its columns, text to the left and figures to the right")
  void padding() {
    Table table =
        new Table(
            List.of("recipe", "ours"),
            1,
            List.of(List.of("cnn", "0.99"), List.of("perceptron", "1")));
    assertThat(table.lines())
        .containsExactly(
            "| recipe     | ours |",
            "|:-----------|-----:|",
            "| cnn        | 0.99 |",
            "| perceptron |    1 |");
  }

  @Test
  @DisplayName("has straight columns on a terminal, whatever the letters are")
  void wideLetters() {
    Table table =
        new Table(
            List.of("class", "n"),
            1,
            List.of(
                List.of("猫", "1"),
                List.of("ねこネコ", "2"),
                List.of("Ａ！", "3"),
                List.of("👗", "4"),
                List.of("e\u0301", "5")));
    assertThat(table.lines())
        .containsExactly(
            "| class    | n |",
            "|:---------|--:|",
            "| 猫       | 1 |",
            "| ねこネコ | 2 |",
            "| Ａ！     | 3 |",
            "| 👗       | 4 |",
            "| e\u0301        | 5 |");
  }

  @Test
  @DisplayName("keeps a vertical bar within its cell")
  void verticalBar() {
    assertThat(new Table(List.of("a|b", "ours"), 1, List.of(List.of("|", "1"))).lines())
        .containsExactly("| a\\|b | ours |", "|:-----|-----:|", "| \\|   |    1 |");
  }

  @Test
  @DisplayName("is the same in a language with digits of its own")
  void otherDigits() {
    Table table = new Table(List.of("recipe", "ours"), 1, List.of(List.of("cnn", 0.5)));
    List<String> lines = table.lines();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat("%d".formatted(1)).isEqualTo("١");
      assertThat(table.lines()).isEqualTo(lines);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @DisplayName("is CSV with quotes only where a cell needs them")
  void csv(@TempDir Path directory) throws IOException {
    Table table =
        new Table(List.of("recipe", "a \"quoted\" word"), 1, List.of(List.of("one, two", "0.99")));
    assertThat(table.write(directory.resolve("table.csv")).toFile())
        .hasContent("recipe,\"a \"\"quoted\"\" word\"\n\"one, two\",0.99\n");
  }

  @Test
  @DisplayName("of an evaluation has a row per class and the macro averages")
  void metrics() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 1}, 2);
    assertThat(EvaluationReport.metrics(matrix, List.of("zero", "one")).lines())
        .containsExactly(
            "| class         | precision | recall |     F1 | images |",
            "|:--------------|----------:|-------:|-------:|-------:|",
            "| zero          |    1.0000 | 0.5000 | 0.6667 |      2 |",
            "| one           |    0.6667 | 1.0000 | 0.8000 |      2 |",
            "| macro average |    0.8333 | 0.7500 | 0.7333 |      4 |");
  }

  @Test
  @DisplayName("of a confusion matrix has a row per true class")
  void confusion() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 1}, 2);
    assertThat(EvaluationReport.confusion(matrix, List.of("zero", "one")).lines())
        .containsExactly(
            "| true \\ predicted | zero | one |",
            "|:-----------------|-----:|----:|",
            "| zero             |    1 |   1 |",
            "| one              |    0 |   2 |");
  }

  @Test
  @DisplayName("of a calibration has a dash for what an empty bin does not have")
  void calibration() {
    Calibration calibration =
        new Calibration(
            List.of(
                new Bin(0.8, 0.9, 0, Double.NaN, Double.NaN), new Bin(0.9, 1, 4, 0.984375, 0.75)));
    assertThat(EvaluationReport.calibration(calibration).lines())
        .containsExactly(
            "| confidence | images | mean confidence | accuracy |",
            "|:-----------|-------:|----------------:|---------:|",
            "| 0.8 to 0.9 |      0 |               – |        – |",
            "| 0.9 to 1.0 |      4 |          0.9844 |   0.7500 |");
  }

  @Test
  @DisplayName("of mistakes has a row each, the surest first")
  void mistakes() {
    EvaluationResult result =
        EvaluationResult.ofPredictions(
            0,
            2,
            new int[] {1, 0, 0, 1},
            new int[] {0, 1, 0, 0},
            new double[] {0.51236, 0.9, 1, 0});
    assertThat(EvaluationReport.confidentMistakes(result, 2, List.of("zero", "one")).lines())
        .containsExactly(
            "| true | predicted | confidence | image |",
            "|:-----|:----------|-----------:|------:|",
            "| zero | one       |     0.9000 |     1 |",
            "| one  | zero      |     0.5124 |     0 |");
    assertThat(
            EvaluationReport.confidentMistakes(
                    result.withoutProbabilities(), 1, List.of("zero", "one"))
                .headings())
        .containsExactly("true", "predicted", "output", "image");
  }
}
