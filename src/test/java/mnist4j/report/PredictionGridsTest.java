package mnist4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.charts.Caption;
import mnist4j.charts.ImageGrid;
import mnist4j.charts.Pixels;
import mnist4j.charts.Theme;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.evaluation.EvaluationResult.Prediction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PredictionGridsTest {

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  /** Forty images of one pixel whose grey and label are their position modulo 10. */
  private static final LabelledImages FORTY = images(40);

  @Nested
  class Misclassified {

    @Test
    void showsTrueAndPredictedInTheOrderGiven() {
      ImageGrid grid =
          PredictionGrids.misclassified(
              "cnn",
              FORTY,
              List.of(new Prediction(14, 4, 9, 0.9), new Prediction(3, 3, 5, 0.8)),
              DIGITS);
      assertThat(grid.captions())
          .extracting(Caption::onOneLine)
          .containsExactly("true 4, predicted 9", "true 3, predicted 5");
      assertThat(greys(grid)).containsExactly(4, 3);
      assertThat(grid.title()).isEqualTo("cnn: 2 of 40 test images misclassified");
      assertThat(grid.note()).isEmpty();
    }

    @Test
    void showsTwentyFiveAtMostAndSaysSo() {
      List<Prediction> thirty =
          IntStream.range(0, 30).mapToObj(i -> new Prediction(i, i % 10, 0, 1)).toList();
      ImageGrid grid = PredictionGrids.misclassified("cnn", FORTY, thirty, DIGITS);
      assertThat(grid.captions()).hasSize(25);
      assertThat(grid.title()).isEqualTo("cnn: 30 of 40 test images misclassified");
      assertThat(grid.note()).isEqualTo("25 of them are shown.");
    }

    @Test
    void saysThatThereAreNone() {
      ImageGrid grid = PredictionGrids.misclassified("perceptron", FORTY, List.of(), DIGITS);
      assertThat(grid.title()).isEqualTo("perceptron: none of 40 test images misclassified");
      BufferedImage image = grid.draw();
      assertThat(Pixels.count(image, Theme.TEXT)).isPositive();
      Pixels.assertNothingIsCut(image);
    }

    @Test
    void countsThousandsReadably() {
      assertThat(PredictionGrids.misclassifiedTitle("mlp-64", 1234, 10_000))
          .isEqualTo("mlp-64: 1,234 of 10,000 test images misclassified");
    }

    @Test
    void takesLongClassNames() {
      List<String> names =
          IntStream.range(0, 10).mapToObj(i -> "Rather long class name " + i).toList();
      ImageGrid grid =
          PredictionGrids.misclassified("cnn", FORTY, List.of(new Prediction(0, 0, 9, 1)), names);
      assertThat(grid.captions().get(0).phrases())
          .containsExactly("true Rather long class name 0,", "predicted Rather long class name 9");
      Pixels.assertNothingIsCut(grid.draw());
    }
  }

  @Nested
  class ConfidentMistakes {

    private EvaluationResult result(int[] predicted, double... confidences) {
      int[] truth = IntStream.range(0, predicted.length).map(i -> i % 10).toArray();
      return EvaluationResult.ofPredictions(0, 10, truth, predicted, confidences);
    }

    private final EvaluationResult result =
        result(new int[] {0, 7, 2, 5}, 0.99, 0.75, 0.5, 0.87654);

    @Test
    void showsTheSurestFirstWithItsConfidence() {
      ImageGrid grid = PredictionGrids.confidentMistakes("cnn", images(4), result, DIGITS);
      assertThat(grid.captions())
          .extracting(Caption::phrases)
          .containsExactly(
              List.of("true 3", "predicted 5", "confidence 0.8765"),
              List.of("true 1", "predicted 7", "confidence 0.7500"));
      assertThat(greys(grid)).containsExactly(3, 1);
      assertThat(grid.title()).isEqualTo("cnn: the most confident mistakes");
      assertThat(grid.note()).isEqualTo("2 of 2 wrong test images, largest confidence first.");
    }

    @Test
    void callsAnOutputWhatIsNoProbability() {
      ImageGrid grid =
          PredictionGrids.confidentMistakes(
              "numpy-mlp", images(4), result.withoutProbabilities(), DIGITS);
      assertThat(grid.captions().get(1).phrases())
          .containsExactly("true 1", "predicted 7", "output 0.7500");
      assertThat(grid.note()).isEqualTo("2 of 2 wrong test images, largest output first.");
    }

    @Test
    void roundsNothingToCertainty() {
      ImageGrid grid =
          PredictionGrids.confidentMistakes(
              "cnn",
              images(4),
              result(new int[] {1, 0, 0, 0}, 0.99996, 0.99994, 1, 1.00001),
              DIGITS);
      assertThat(grid.captions().stream().map(caption -> caption.phrases().get(2)))
          .containsExactly(
              "confidence 1.0000", "confidence 1.0000", "confidence > 0.9999", "confidence 0.9999");
    }

    @Test
    void showsTwentyFiveAtMost() {
      int[] predicted = IntStream.range(0, 40).map(i -> (i + 1) % 10).toArray();
      ImageGrid grid =
          PredictionGrids.confidentMistakes(
              "cnn", FORTY, result(predicted, new double[40]), DIGITS);
      assertThat(grid.captions()).hasSize(25);
      assertThat(grid.note()).isEqualTo("25 of 40 wrong test images, largest confidence first.");
    }

    @Test
    void saysThatThereAreNone() {
      ImageGrid grid =
          PredictionGrids.confidentMistakes("cnn", images(1), result(new int[] {0}, 1), DIGITS);
      assertThat(grid.title()).isEqualTo("cnn: none of 1 test images misclassified");
      assertThat(grid.note()).isEmpty();
    }

    @Test
    void takesLongClassNames() {
      List<String> names =
          IntStream.range(0, 10).mapToObj(i -> "Rather long class name " + i).toList();
      Pixels.assertNothingIsCut(
          PredictionGrids.confidentMistakes("cnn", images(4), result, names).draw());
    }
  }

  @Nested
  class First {

    private final List<Prediction> predictions =
        IntStream.range(0, 40)
            .mapToObj(i -> new Prediction(i, i % 10, i == 3 ? 5 : i % 10, 1))
            .toList();

    @Test
    void showsTheFirstTwentyFive() {
      ImageGrid grid = PredictionGrids.first("cnn", FORTY, predictions, DIGITS);
      assertThat(grid.captions()).hasSize(25);
      assertThat(grid.title()).isEqualTo("cnn: the first 25 test images, 24 right, 1 wrong");
      assertThat(greys(grid)).startsWith(0, 1, 2, 3);
    }

    @Test
    void namesTheTruthWhereThePredictionIsWrong() {
      ImageGrid grid = PredictionGrids.first("cnn", FORTY, predictions, DIGITS);
      assertThat(grid.captions().get(2))
          .isEqualTo(new Caption(List.of("2"), Caption.Outcome.CORRECT));
      assertThat(grid.captions().get(3))
          .isEqualTo(new Caption(List.of("5", "(true 3)"), Caption.Outcome.WRONG));
    }

    @Test
    void makesDoWithFewer() {
      ImageGrid grid = PredictionGrids.first("cnn", images(4), predictions.subList(0, 4), DIGITS);
      assertThat(grid.title()).isEqualTo("cnn: the first 4 test images, 3 right, 1 wrong");
      assertThat(grid.captions()).hasSize(4);
    }
  }

  /** Of images whose grey is their label. */
  private static List<Integer> greys(ImageGrid grid) {
    return grid.images().stream().map(image -> 255 - (image.getRGB(0, 0) & 0xff)).toList();
  }

  private static LabelledImages images(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return LabelledImages.of(1, 1, labels, labels);
  }
}
