package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import mnist4j.RealMnist;
import mnist4j.data.ImageData;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.SettingsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.ObjectMapper;

@DisplayName("The threshold before the perceptron")
class ThresholdBaselineTest {

  @Test
  @DisplayName("finds the best threshold of 0 against 1")
  void realMnist() {
    ImageData images =
        new ImageData("MNIST", RealMnist.train(), RealMnist.test(), ImageData.digits(), true);
    ThresholdBaseline baseline =
        ThresholdBaseline.learn(images, DigitPair.ZERO_AND_ONE, OptionalInt.empty());
    assertThat(baseline.threshold().share()).isEqualTo(132 / 784.0);
    assertThat(baseline.threshold().accuracy(baseline.train())).isEqualTo(12_313 / 12_665.0);
    assertThat(baseline.result().accuracy()).isEqualTo(2_050 / 2_115.0);
  }

  @Test
  @DisplayName("writes the files of a run but for the zip, and a histogram")
  void files(@TempDir Path directory) throws IOException {
    ThresholdBaseline.learn(ImageData.bundled(), DigitPair.ZERO_AND_ONE, OptionalInt.of(100))
        .write(new RunReport(directory));
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "metrics.json",
            "history.csv",
            "loss.png",
            "accuracy.png",
            "misclassified.png",
            "predictions.png",
            "confusion.png",
            "confusion.csv",
            "per-class.csv",
            "mistakes.csv",
            "histogram.png");
  }

  @Test
  @DisplayName("has no outputs by which mistakes could be ranked")
  void noOutputs(@TempDir Path directory) throws IOException {
    Path earlier = Files.createFile(directory.resolve("confident-mistakes.png"));
    ThresholdBaseline.learn(ImageData.bundled(), DigitPair.ZERO_AND_ONE, OptionalInt.of(100))
        .write(new RunReport(directory));
    assertThat(earlier).doesNotExist();
    assertThat(Files.readAllLines(directory.resolve("mistakes.csv")))
        .hasSize(6)
        .allMatch(line -> line.endsWith(",confidence") || line.endsWith(",NaN"));
  }

  @Test
  @DisplayName("writes its loss, the share of wrong images, and its accuracy")
  void history(@TempDir Path directory) throws IOException {
    ThresholdBaseline.learn(ImageData.bundled(), DigitPair.ZERO_AND_ONE, OptionalInt.of(100))
        .write(new RunReport(directory));
    assertThat(directory.resolve("history.csv"))
        .hasContent(
            """
            epoch,train_loss,train_accuracy,test_loss,test_accuracy
            1,%s,%s,%s,%s
            """
                .formatted(1 - 0.96, 0.96, 1 - 206 / 211., 206 / 211.));
  }

  @Test
  @DisplayName("writes what it learnt, on which images and how well it does")
  void metrics(@TempDir Path directory) throws IOException {
    ThresholdBaseline baseline =
        ThresholdBaseline.learn(ImageData.bundled(), DigitPair.ZERO_AND_ONE, OptionalInt.of(100));
    baseline.write(new RunReport(directory));
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(directory.resolve("metrics.json").toFile()))
        .isEqualTo(
            mapper.readTree(
                """
                {
                  "recipe": "threshold",
                  "epochs": 1,
                  "batchSize": 100,
                  "digits": [0, 1],
                  "threshold": 0.14158163265306123,
                  "firstIsInkier": true,
                  "parameters": 1,
                  "backend": "Java",
                  "threads": 1,
                  "dataset": "MNIST, first 1,000",
                  "trainImages": 100,
                  "testImages": 211,
                  "trainSeconds": %1$s,
                  "secondsPerEpoch": [%1$s],
                  "trainAccuracy": 0.96,
                  "testLoss": 0.023696682464455,
                  "testAccuracy": 0.976303317535545,
                  "precision": 0.9732076866223207,
                  "recall": 0.9782446311858077,
                  "f1": 0.9755089723054066,
                  "confusion": [[84, 1], [4, 122]],
                  "document": {"title": "threshold before the perceptron, 0 against 1"}
                }
                """
                    .formatted(baseline.seconds())));
  }

  @Test
  @DisplayName("refuses a limit beyond the pair's images")
  void limit() {
    assertThatThrownBy(
            () ->
                ThresholdBaseline.learn(
                    ImageData.bundled(), DigitPair.ZERO_AND_ONE, OptionalInt.of(214)))
        .isInstanceOf(SettingsException.class)
        .hasMessage("--limit: found 214, expected 1 to the 213 training images");
  }
}
