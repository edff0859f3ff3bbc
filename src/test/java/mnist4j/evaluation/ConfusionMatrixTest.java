package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import mnist4j.evaluation.ConfusionMatrix.ClassMetrics;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Nested
  class OfThreeClassesCountedByHand {

    // Truth 0: predicted 0, 0, 1. Truth 1: predicted 1, 2. Truth 2: predicted 2, 2, 2, 0, 1.
    private final int[] truth = {0, 0, 0, 1, 1, 2, 2, 2, 2, 2};
    private final int[] predicted = {0, 0, 1, 1, 2, 2, 2, 2, 0, 1};
    private final ConfusionMatrix matrix = ConfusionMatrix.of(truth, predicted, 3);

    @Test
    void rowsAreTheTruthAndColumnsThePrediction() {
      assertThat(matrix.counts()).isDeepEqualTo(new int[][] {{2, 1, 0}, {0, 1, 1}, {1, 1, 3}});
      assertThat(matrix.count(1, 2)).isEqualTo(1);
      assertThat(matrix.count(2, 0)).isEqualTo(1);
    }

    @Test
    void accuracyIsTheDiagonalsShare() {
      assertThat(matrix.total()).isEqualTo(10);
      assertThat(matrix.correct()).isEqualTo(6);
      assertThat(matrix.accuracy()).isEqualTo(0.6);
    }

    @Test
    void everyClassHasItsOwnPrecisionRecallAndF1() {
      assertThat(matrix.perClass())
          .containsExactly(
              new ClassMetrics(0, 2.0 / 3, 2.0 / 3, 4.0 / 6, 3),
              new ClassMetrics(1, 1.0 / 3, 1.0 / 2, 2.0 / 5, 2),
              new ClassMetrics(2, 3.0 / 4, 3.0 / 5, 6.0 / 9, 5));
    }

    @Test
    void macroAveragesAreUnweighted() {
      assertThat(matrix.macroPrecision()).isEqualTo((2.0 / 3 + 1.0 / 3 + 3.0 / 4) / 3, tiny());
      assertThat(matrix.macroRecall()).isEqualTo((2.0 / 3 + 1.0 / 2 + 3.0 / 5) / 3, tiny());
      assertThat(matrix.macroF1()).isEqualTo((4.0 / 6 + 2.0 / 5 + 6.0 / 9) / 3, tiny());
    }

    @Test
    void neitherItsInputNorItsCountsCanChangeIt() {
      truth[0] = 2;
      matrix.counts()[0][0] = 99;
      assertThat(matrix.count(0, 0)).isEqualTo(2);
    }
  }

  /** Golden values: scikit-learn 1.9.1, precision_recall_fscore_support(average="macro"). */
  @Test
  void classesThatOccurInNeitherTruthNorPredictionAreLeftOutAsByScikitLearn() {
    int[] truth = {0, 0, 1, 2, 2, 2, 5, 5, 7};
    int[] predicted = {0, 1, 1, 2, 2, 5, 5, 5, 6};
    ConfusionMatrix matrix = ConfusionMatrix.of(truth, predicted, 8);
    assertThat(matrix.macroPrecision()).isEqualTo(0.5277777777777778, tiny());
    assertThat(matrix.macroRecall()).isEqualTo(0.5277777777777778, tiny());
    assertThat(matrix.macroF1()).isEqualTo(0.48888888888888893, tiny());
  }

  @Nested
  class WithZeroDenominators {

    @Test
    void aClassNeverPredictedHasPrecisionZero() {
      ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 1}, new int[] {0, 0}, 2);
      assertThat(matrix.metrics(1)).isEqualTo(new ClassMetrics(1, 0, 0, 0, 1));
      assertThat(matrix.macroPrecision()).isEqualTo(0.25);
      assertThat(matrix.macroRecall()).isEqualTo(0.5);
      assertThat(matrix.macroF1()).isEqualTo(1.0 / 3, tiny());
    }

    @Test
    void aClassThatDoesNotOccurHasRecallZero() {
      ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0}, new int[] {0, 1}, 3);
      assertThat(matrix.metrics(1)).isEqualTo(new ClassMetrics(1, 0, 0, 0, 0));
      assertThat(matrix.metrics(2)).isEqualTo(new ClassMetrics(2, 0, 0, 0, 0));
    }

    @Test
    void noImagesHaveAccuracyZero() {
      assertThat(ConfusionMatrix.of(new int[0], new int[0], 2).accuracy()).isZero();
    }
  }

  @Nested
  class Refuses {

    @Test
    void listsOfDifferentLength() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfusionMatrix.of(new int[3], new int[2], 2))
          .withMessage("3 true classes but 2 predicted ones");
    }

    @Test
    void classesOutOfRange() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfusionMatrix.of(new int[] {0, 3}, new int[] {0, 0}, 3))
          .withMessage("true class 3 at position 1 is not within 0 to 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfusionMatrix.of(new int[] {0}, new int[] {-1}, 3))
          .withMessage("predicted class -1 at position 0 is not within 0 to 2");
    }

    @Test
    void noClasses() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfusionMatrix.of(new int[0], new int[0], 0))
          .withMessage("a confusion matrix of 0 classes");
    }
  }

  private static Offset<Double> tiny() {
    return within(1e-15);
  }
}
