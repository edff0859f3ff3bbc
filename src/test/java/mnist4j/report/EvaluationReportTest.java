package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of an evaluation")
class EvaluationReportTest {

  private static final List<String> NAMES = List.of("T-shirt, \"top\"", "Bag");

  // Truth 0, 0, 1, 1, predicted 0, 1, 1, 0: one of each cell.
  private final LabelledImages test = LabelledImages.of(1, 1, new byte[4], new byte[] {0, 0, 1, 1});
  private final EvaluationResult result =
      EvaluationResult.ofPredictions(
          0.5, 2, test.labels(), new int[] {0, 1, 1, 0}, new double[] {1, 0.5, 0.75, 0.875});

  @TempDir private Path directory;

  private void write(EvaluationResult evaluated) throws IOException {
    EvaluationReport.write(directory, "mlp-64", test, evaluated, NAMES);
  }

  @Test
  @DisplayName("are pictures with their figures beside them")
  void names() throws IOException {
    write(result);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "misclassified.png",
            "predictions.png",
            "confusion.png",
            "confusion.csv",
            "per-class.csv",
            "confident-mistakes.png",
            "mistakes.csv",
            "calibration.png",
            "calibration.csv");
    for (String picture : List.of("confident-mistakes.png", "calibration.png")) {
      assertThat(ImageIO.read(directory.resolve(picture).toFile())).as(picture).isNotNull();
    }
  }

  @Test
  @DisplayName("have the number of images of each class predicted as each class, names quoted")
  void confusion() throws IOException {
    write(result);
    assertThat(directory.resolve("confusion.csv").toFile())
        .content()
        .isEqualToNormalizingNewlines(
            """
            true,"T-shirt, ""top""\",Bag
            "T-shirt, ""top""\",1,1
            Bag,1,1
            """);
  }

  @Test
  @DisplayName("have precision, recall and F1 of each class")
  void perClass() throws IOException {
    write(result);
    assertThat(directory.resolve("per-class.csv").toFile())
        .content()
        .isEqualToNormalizingNewlines(
            """
            class,precision,recall,f1,images
            "T-shirt, ""top""\",0.5,0.5,0.5,2
            Bag,0.5,0.5,0.5,2
            """);
  }

  @Test
  @DisplayName("have all mistakes, the most confident first")
  void mistakes() throws IOException {
    write(result);
    assertThat(directory.resolve("mistakes.csv").toFile())
        .content()
        .isEqualToNormalizingNewlines(
            """
            image,true,predicted,confidence
            3,Bag,"T-shirt, ""top""\",0.875
            1,"T-shirt, ""top""\",Bag,0.5
            """);
  }

  @Test
  @DisplayName("have the bins of the calibration, NaN for an empty one")
  void calibration() throws IOException {
    write(result);
    assertThat(directory.resolve("calibration.csv").toFile())
        .content()
        .isEqualToNormalizingNewlines(
            """
            from,to,images,mean_confidence,accuracy
            0.0,0.1,0,NaN,NaN
            0.1,0.2,0,NaN,NaN
            0.2,0.3,0,NaN,NaN
            0.3,0.4,0,NaN,NaN
            0.4,0.5,0,NaN,NaN
            0.5,0.6,1,0.5,0.0
            0.6,0.7,0,NaN,NaN
            0.7,0.8,1,0.75,1.0
            0.8,0.9,1,0.875,0.0
            0.9,1.0,1,1.0,1.0
            """);
  }

  @Test
  @DisplayName("are without a calibration where outputs are no probabilities, even an earlier one")
  void noCalibration() throws IOException {
    write(result);
    write(result.withoutProbabilities());
    assertThat(directory.resolve("calibration.png")).doesNotExist();
    assertThat(directory.resolve("calibration.csv")).doesNotExist();
    assertThat(directory.resolve("mistakes.csv")).exists();
  }
}
