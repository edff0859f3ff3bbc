package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import mnist4j.evaluation.EvaluationResult.Prediction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EvaluationResultTest {

  @Nested
  class OfThreeClasses {

    private final EvaluationResult result =
        EvaluationResult.ofPredictions(
            0.5,
            3,
            new int[] {2, 0, 1, 1},
            new int[] {2, 1, 2, 1},
            new double[] {0.75, 0.5, 0.875, 0.75});

    @Test
    void keepsEveryPredictionInTheOrderOfTheSet() {
      assertThat(result.predictions())
          .containsExactly(
              new Prediction(0, 2, 2, 0.75),
              new Prediction(1, 0, 1, 0.5),
              new Prediction(2, 1, 2, 0.875),
              new Prediction(3, 1, 1, 0.75));
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
      EvaluationResult result = new EvaluationResult(0, 2, true, given);
      given.clear();
      assertThat(result.predictions()).hasSize(1);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> result.predictions().clear());
    }
  }

  @Nested
  class WithoutImages {

    private final EvaluationResult result = new EvaluationResult(0, 2, true, List.of());

    @Test
    void everyShareIsZeroAndThereIsNothingToCalibrate() {
      assertThat(result.accuracy()).isZero();
      assertThat(result.confusion().macroF1()).isZero();
      assertThat(result.mistakesByConfidence()).isEmpty();
      assertThat(result.calibration()).isEmpty();
    }
  }

  @Nested
  class HasACalibration {

    private EvaluationResult of(double... confidences) {
      int[] zeros = new int[confidences.length];
      return EvaluationResult.ofPredictions(0, 2, zeros, zeros, confidences);
    }

    @Test
    void whenEveryConfidenceIsAProbability() {
      assertThat(of(0, 0.5, 1).calibration()).isPresent();
    }

    @Test
    void whenFloat32RoundingPutsOneAboveOne() {
      assertThat(of(Math.nextUp(1f)).calibration().orElseThrow().bins().get(9).count())
          .isEqualTo(1);
    }

    @Test
    void notWhenAConfidenceIsBeyondZeroToOne() {
      assertThat(of(0.5, 1.25).calibration()).isEmpty();
      assertThat(of(0.5, -0.25).calibration()).isEmpty();
    }

    @Test
    void notWhenTheNetworkDiverged() {
      assertThat(of(0.5, Double.NaN).calibration()).isEmpty();
    }

    @Test
    void notWhenOutputsLieWithinZeroToOneByChance() {
      assertThat(of(0.5, 0.75).withoutProbabilities().calibration()).isEmpty();
    }
  }

  @Nested
  class Refuses {

    @Test
    void listsOfDifferentLength() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  EvaluationResult.ofPredictions(0, 2, new int[3], new int[3], new double[] {1, 1}))
          .withMessage("3 true classes, 3 predicted ones and 2 confidences");
    }

    @Test
    void labelsTheNetworkHasNoOutputFor() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  EvaluationResult.ofPredictions(
                      0, 2, new int[] {2}, new int[] {0}, new double[] {1}))
          .withMessage("true class 2 at position 0 is not within 0 to 1");
    }
  }
}
