package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvaluationResultTest {

  @Nested
  class OfSoftmaxOutputs {

    private final EvaluationResult result =
        EvaluationResult.ofOutputs(
            0.5,
            new int[] {2, 0, 1, 1},
            new double[][] {
              {0.125, 0.125, 0.75}, {0.25, 0.5, 0.25}, {0.0625, 0.0625, 0.875}, {0.25, 0.75, 0}
            });

    @Test
    void everyImageIsPredictedAsTheClassOfTheLargestOutput() {
      assertThat(result.predictions())
          .containsExactly(
              new Prediction(0, 2, 2, 0.75),
              new Prediction(1, 0, 1, 0.5),
              new Prediction(2, 1, 2, 0.875),
              new Prediction(3, 1, 1, 0.75));
      assertThat(result.predicted()).containsExactly(2, 1, 2, 1);
      assertThat(result.classes()).isEqualTo(3);
      assertThat(result.loss()).isEqualTo(0.5);
    }

    @Test
    void accuracyAndConfusionFollow() {
      assertThat(result.accuracy()).isEqualTo(0.5);
      assertThat(result.confusion().counts())
          .isDeepEqualTo(new int[][] {{0, 1, 0}, {0, 1, 1}, {0, 0, 1}});
    }

    @Test
    void mistakesComeInOrderOfTheSet() {
      assertThat(result.mistakes()).extracting(Prediction::image).containsExactly(1, 2);
    }

    @Test
    void theMostConfidentMistakeComesFirstOnRequest() {
      assertThat(result.mistakesByConfidence()).extracting(Prediction::image).containsExactly(2, 1);
    }

    @Test
    void float32OutputsGiveTheSame() {
      EvaluationResult ofFloats =
          EvaluationResult.ofOutputs(
              0.5,
              new int[] {2, 0, 1, 1},
              new float[][] {
                {0.125f, 0.125f, 0.75f},
                {0.25f, 0.5f, 0.25f},
                {0.0625f, 0.0625f, 0.875f},
                {0.25f, 0.75f, 0f}
              });
      assertThat(ofFloats).isEqualTo(result);
    }
  }

  @Nested
  class OfDecisionsAlreadyTaken {

    @Test
    void twoClassesOfOneSigmoidWork() {
      EvaluationResult result =
          EvaluationResult.ofPredictions(
              0.2, 2, new int[] {0, 1, 1}, new int[] {0, 0, 1}, new double[] {0.875, 0.5, 1});
      assertThat(result.confusion().counts()).isDeepEqualTo(new int[][] {{1, 0}, {1, 1}});
      assertThat(result.mistakes()).containsExactly(new Prediction(1, 1, 0, 0.5));
    }

    @Test
    void equallyConfidentMistakesStayInOrderAndNanComesLast() {
      EvaluationResult result =
          EvaluationResult.ofPredictions(
              0,
              2,
              new int[] {0, 0, 0, 0},
              new int[] {1, 1, 1, 1},
              new double[] {Double.NaN, 0.5, 0.75, 0.5});
      assertThat(result.mistakesByConfidence())
          .extracting(Prediction::image)
          .containsExactly(2, 1, 3, 0);
    }

    @Test
    void theListGivenIsCopied() {
      List<Prediction> given = new ArrayList<>(List.of(new Prediction(0, 1, 1, 1)));
      EvaluationResult result = new EvaluationResult(0, 2, given);
      given.clear();
      assertThat(result.predictions()).hasSize(1);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> result.predictions().clear());
    }
  }

  @Nested
  class OfADivergedNetwork {

    @Test
    void nanNeverWins() {
      EvaluationResult result =
          EvaluationResult.ofOutputs(
              Double.NaN,
              new int[] {0, 0},
              new double[][] {{Double.NaN, -3}, {Double.NaN, Double.NaN}});
      assertThat(result.predicted()).containsExactly(1, 0);
      assertThat(result.loss()).isNaN();
      assertThat(result.calibration()).isEmpty();
    }
  }

  @Nested
  class Calibration {

    @Test
    void hasTenBinsOfEqualWidth() {
      // Bin 0.5 to 0.6: 0.5 right, 0.5625 wrong. Bin 0.9 to 1: 0.9375 right, 1 right, 1 right, 1
      // no.
      EvaluationResult result =
          EvaluationResult.ofPredictions(
              0,
              2,
              new int[] {1, 0, 1, 1, 0, 0},
              new int[] {1, 1, 1, 1, 0, 1},
              new double[] {0.5, 0.5625, 0.9375, 1, 1, 1});
      List<CalibrationBin> bins = result.calibration();
      assertThat(bins).hasSize(10);
      assertThat(bins.get(0)).isEqualTo(new CalibrationBin(0, 0.1, 0, 0, 0));
      assertThat(bins.get(5)).isEqualTo(new CalibrationBin(0.5, 0.6, 2, 0.53125, 0.5));
      assertThat(bins.get(9)).isEqualTo(new CalibrationBin(0.9, 1, 4, 0.984375, 0.75));
      assertThat(bins)
          .extracting(CalibrationBin::count)
          .containsExactly(0, 0, 0, 0, 0, 2, 0, 0, 0, 4);
    }

    @Test
    void allowsForFloat32RoundingAboveOne() {
      EvaluationResult result =
          EvaluationResult.ofPredictions(
              0, 2, new int[] {1}, new int[] {1}, new double[] {Math.nextUp(1f)});
      assertThat(result.calibration().get(9).count()).isEqualTo(1);
    }

    @Test
    void isNoneForLinearOutputs() {
      EvaluationResult result =
          EvaluationResult.ofOutputs(
              0, new int[] {0, 1}, new double[][] {{0.5, 0.25}, {0.5, 1.25}});
      assertThat(result.calibration()).isEmpty();
    }
  }

  @Nested
  class Refuses {

    @Test
    void noImages() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EvaluationResult.ofOutputs(0, new int[0], new double[0][]))
          .withMessage("no images to evaluate");
    }

    @Test
    void listsOfDifferentLength() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  EvaluationResult.ofPredictions(0, 2, new int[3], new int[3], new double[] {1, 1}))
          .withMessage("3 true classes, 3 predicted ones and 2 confidences");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EvaluationResult.ofOutputs(0, new int[1], new double[2][3]))
          .withMessage("1 true classes, 2 predicted ones and 2 confidences");
    }

    @Test
    void labelsTheNetworkHasNoOutputFor() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> EvaluationResult.ofOutputs(0, new int[] {2}, new double[][] {{0.5, 0.5}}))
          .withMessage("true class 2 at position 0 is not within 0 to 1");
    }
  }
}
