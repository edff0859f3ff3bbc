package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mnist4j.evaluation.ConfusionMatrix;
import mnist4j.training.SmallRuns;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingResult;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class MetricsJsonTest {

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("metrics.json");
  }

  private JsonNode written(TrainingResult run) throws IOException {
    MetricsJson.write(run, "CPU", 3, List.of(), file());
    return new ObjectMapper().readTree(file().toFile());
  }

  private static TrainingResult run(String recipe) {
    return SmallRuns.train(SmallRuns.recipe(recipe), 2, 7);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Nested
  class OfTheCnn {

    private final TrainingResult run = run("cnn");

    @Test
    void saysHowTheRunWasMade() throws IOException {
      JsonNode json = written(run);
      assertThat(json.path("recipe").asText()).isEqualTo("cnn");
      assertThat(json.path("engine").asText()).isEqualTo("dl4j");
      assertThat(json.path("seed").asLong()).isEqualTo(7);
      assertThat(json.path("epochs").asInt()).isEqualTo(2);
      assertThat(json.path("batchSize").asInt()).isEqualTo(64);
      assertThat(json.path("learningRate").asDouble()).isEqualTo(1e-3);
      assertThat(json.path("hidden").asInt()).isEqualTo(128);
      assertThat(json.path("parameters").asLong()).isEqualTo(130_890);
      assertThat(json.path("backend").asText()).isEqualTo("CPU");
      assertThat(json.path("threads").asInt()).isEqualTo(3);
      assertThat(json.path("trainImages").asInt()).isEqualTo(128);
      assertThat(json.path("validationImages").asInt()).isEqualTo(32);
      assertThat(json.path("testImages").asInt()).isEqualTo(100);
      assertThat(json.path("dataset").asText()).isEqualTo("MNIST, first 1,000");
      assertThat(json.path("classNames")).hasSize(10);
    }

    @Test
    void saysWhatItCameTo() throws IOException {
      JsonNode json = written(run);
      ConfusionMatrix confusion = run.test().confusion();
      assertThat(json.path("trainSeconds").asDouble()).isEqualTo(run.trainSeconds());
      assertThat(json.path("secondsPerEpoch"))
          .extracting(JsonNode::asDouble)
          .isEqualTo(run.secondsPerEpoch());
      assertThat(json.path("testLoss").asDouble()).isEqualTo(run.test().loss());
      assertThat(json.path("testAccuracy").asDouble()).isEqualTo(run.test().accuracy());
      assertThat(json.path("precision").asDouble()).isEqualTo(confusion.macroPrecision());
      assertThat(json.path("recall").asDouble()).isEqualTo(confusion.macroRecall());
      assertThat(json.path("f1").asDouble()).isEqualTo(confusion.macroF1());
      assertThat(json.path("expectedCalibrationError").asDouble())
          .isEqualTo(run.test().calibration().orElseThrow().expectedError());
      assertThat(json.path("confusion")).hasSize(10);
      for (int truth = 0; truth < 10; truth++) {
        for (int predicted = 0; predicted < 10; predicted++) {
          assertThat(json.path("confusion").path(truth).path(predicted).asInt())
              .isEqualTo(confusion.count(truth, predicted));
        }
      }
    }

    @Test
    void hasEveryFieldThatIsPromisedAsANumberAListOrAText() throws IOException {
      JsonNode json = written(run);
      for (String number :
          List.of(
              "seed",
              "epochs",
              "batchSize",
              "learningRate",
              "hidden",
              "l2",
              "dropout",
              "parameters",
              "threads",
              "trainImages",
              "validationImages",
              "testImages",
              "trainSeconds",
              "testLoss",
              "testAccuracy",
              "precision",
              "recall",
              "f1",
              "expectedCalibrationError")) {
        assertThat(json.path(number).isNumber()).as(number).isTrue();
      }
      for (String text : List.of("recipe", "engine", "backend", "dataset", "preparation")) {
        assertThat(json.path(text).isTextual()).as(text).isTrue();
      }
      for (String list : List.of("classNames", "secondsPerEpoch", "confusion")) {
        assertThat(json.path(list).isArray()).as(list).isTrue();
      }
      assertThat(json.path("confusion")).allMatch(JsonNode::isArray);
      assertThat(json.path("document").isObject()).isTrue();
    }

    @Test
    void putsTheDocumentsFiguresBeside() throws IOException {
      JsonNode document = written(run).path("document");
      assertThat(names(document)).containsExactly("title", "testAccuracy", "validationAccuracy");
      assertThat(document.path("title").asText()).isEqualTo("Keras CNN tutorial");
      assertThat(document.path("testAccuracy").asDouble()).isEqualTo(.99);
      assertThat(document.path("validationAccuracy"))
          .extracting(JsonNode::asDouble)
          .containsExactly(.9808, .9821, .9876, .9878, .9890);
    }

    @Test
    void namesNoDigits() throws IOException {
      assertThat(names(written(run))).doesNotContain("digits");
    }
  }

  @Test
  void linearOutputsHaveNoCalibrationError() throws IOException {
    assertThat(names(written(run("numpy-mlp")))).doesNotContain("expectedCalibrationError");
  }

  @Nested
  class OfThePerceptron {

    private final TrainingResult run = run("perceptron");

    @Test
    void hasTheBatchThatWasUsedAndNoHiddenLayer() throws IOException {
      JsonNode json = written(run);
      assertThat(json.path("batchSize").asInt()).isEqualTo(50);
      assertThat(names(json)).doesNotContain("hidden", "validationImages");
      assertThat(json.path("confusion")).hasSize(2);
      assertThat(json.path("document").path("trainSeconds").asDouble()).isEqualTo(615.7);
    }

    @Test
    void namesItsDigits() throws IOException {
      assertThat(written(run).path("digits")).extracting(JsonNode::asInt).containsExactly(0, 1);
    }
  }

  @Nested
  class TheClassNamesOfAFile {

    @Test
    void areUnknownWhereThereIsNone() throws IOException {
      assertThat(MetricsJson.classNames(file())).isEmpty();
    }

    @Test
    void areThoseWrittenInTheirOrder() throws IOException {
      Files.writeString(file(), "{\"classNames\": [\"8\", \"3\"]}");
      assertThat(MetricsJson.classNames(file())).containsExactly("8", "3");
    }

    @Test
    void sayNothingToTheTerminal() throws IOException {
      Files.writeString(file(), "{\"classNames\": [\"\\u001b[2J\", \"3\"]}");
      assertThat(MetricsJson.classNames(file())).containsExactly("?[2J", "3");
    }

    @Test
    void areNotReadFromAFileThatIsTooLarge() throws IOException {
      Files.writeString(file(), " ".repeat(30_000_001));
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> MetricsJson.classNames(file()))
          .withMessageStartingWith(file() + " has 30,000,001 bytes, expected at most 30,000,000");
    }

    @Test
    void areNotToBeHadFromADamagedFile() throws IOException {
      Files.writeString(file(), "{\"classNames\": [8,");
      assertThatExceptionOfType(TrainingException.class)
          .isThrownBy(() -> MetricsJson.classNames(file()))
          .withMessage(file() + " is damaged; train the recipe again or remove the file");
    }
  }
}
