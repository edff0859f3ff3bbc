package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import mnist4j.RealMnist;
import mnist4j.data.ImageData;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.SettingsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            "confident-mistakes.png",
            "mistakes.csv",
            "histogram.png");
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
