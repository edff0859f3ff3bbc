package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import mnist4j.evaluation.Calibration.Bin;
import mnist4j.evaluation.ConfusionMatrix.ClassMetrics;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.EvaluationAveraging;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationCalibration;
import org.nd4j.evaluation.curves.ReliabilityDiagram;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own judgement of the same predictions, and where ours departs from it on purpose. */
class Dl4jFiguresTest {

  private static Evaluation dl4j(int[] truth, int[] predicted, int classes) {
    Evaluation evaluation = new Evaluation(classes);
    IntStream.range(0, truth.length).forEach(i -> evaluation.eval(predicted[i], truth[i]));
    return evaluation;
  }

  private static Offset<Double> lastDigit() {
    return within(1e-15);
  }

  @Nested
  class OfRandomPredictions {

    @ParameterizedTest
    @ValueSource(ints = {3, 10})
    void everyFigureIsDl4js(int classes) {
      Random random = new Random(classes);
      int[] truth = random.ints(2_000, 0, classes).toArray();
      int[] predicted =
          IntStream.of(truth)
              .map(label -> random.nextInt(3) == 0 ? random.nextInt(classes) : label)
              .toArray();
      ConfusionMatrix ours = ConfusionMatrix.of(truth, predicted, classes);
      Evaluation dl4j = dl4j(truth, predicted, classes);
      assertThat(ours.accuracy()).isEqualTo(dl4j.accuracy()).isBetween(0.6, 0.9);
      for (ClassMetrics metrics : ours.perClass()) {
        int label = metrics.label();
        assertThat(metrics.precision()).isEqualTo(dl4j.precision(label));
        assertThat(metrics.recall()).isEqualTo(dl4j.recall(label));
        assertThat(metrics.f1()).isEqualTo(dl4j.f1(label), lastDigit());
        assertThat(metrics.support()).isEqualTo(dl4j.classCount(label));
        for (int other = 0; other < classes; other++) {
          assertThat(ours.count(label, other))
              .isEqualTo(dl4j.getConfusionMatrix().getCount(label, other));
        }
      }
      assertThat(ours.macroPrecision()).isEqualTo(dl4j.precision(), lastDigit());
      assertThat(ours.macroRecall()).isEqualTo(dl4j.recall(), lastDigit());
      assertThat(ours.macroF1()).isEqualTo(dl4j.f1(), lastDigit());
    }

    /** Its reliability diagram of one output, with "was right" as the label, is a calibration. */
    @Test
    void everyBinOfTheCalibrationIsDl4js() {
      Random random = new Random(4);
      double[] confidences = random.doubles(500, 0.25, 1).toArray();
      int[] truth = random.ints(500, 0, 2).toArray();
      int[] ones = IntStream.range(0, 500).map(i -> 1).toArray();
      EvaluationCalibration dl4j = new EvaluationCalibration();
      dl4j.eval(
          Nd4j.createFromArray(truth).castTo(DataType.DOUBLE).reshape(500, 1),
          Nd4j.createFromArray(confidences).reshape(500, 1));
      ReliabilityDiagram diagram = dl4j.getReliabilityDiagram(0);
      Calibration ours =
          EvaluationResult.ofPredictions(0, 2, truth, ones, confidences)
              .calibration()
              .orElseThrow();
      double[] means =
          ours.bins().stream()
              .filter(bin -> bin.count() > 0)
              .mapToDouble(Bin::meanConfidence)
              .toArray();
      double[] accuracies =
          ours.bins().stream().filter(bin -> bin.count() > 0).mapToDouble(Bin::accuracy).toArray();
      assertThat(means).hasSize(8);
      assertThat(diagram.getMeanPredictedValueX()).containsExactly(means, within(1e-12));
      assertThat(diagram.getFractionPositivesY()).containsExactly(accuracies, within(1e-12));
    }
  }

  @Nested
  class WithZeroDenominators {

    // Truth 0, 0, 1, 2; class 2 is never predicted and class 3 does not occur.
    // Precision 2/2, 1/2, 0/0, 0/0. Recall 2/2, 1/1, 0/1, 0/0. F1 1, 2/3, 0 by counts, 0/0.
    private final int[] truth = {0, 0, 1, 2};
    private final int[] predicted = {0, 0, 1, 1};
    private final ConfusionMatrix ours = ConfusionMatrix.of(truth, predicted, 4);
    private final Evaluation dl4j = dl4j(truth, predicted, 4);

    @Test
    void theFiguresOfAClassAreZeroInBoth() {
      for (int label = 2; label < 4; label++) {
        assertThat(ours.metrics(label).precision()).isEqualTo(dl4j.precision(label)).isZero();
        assertThat(ours.metrics(label).recall()).isEqualTo(dl4j.recall(label)).isZero();
        assertThat(ours.metrics(label).f1()).isEqualTo(dl4j.f1(label)).isZero();
      }
    }

    @Test
    void weAverageOverTheClassesThatOccurAndDl4jOverThoseWithADenominator() {
      assertThat(ours.macroPrecision()).isEqualTo((1 + 1 / 2. + 0) / 3);
      assertThat(dl4j.precision()).isEqualTo((1 + 1 / 2.) / 2);
      assertThat(ours.macroRecall()).isEqualTo((1 + 1 + 0) / 3.);
      assertThat(dl4j.recall()).isEqualTo((1 + 1 + 0) / 3.);
      assertThat(ours.macroF1()).isEqualTo((1 + 2 / 3. + 0) / 3, lastDigit());
      assertThat(dl4j.f1()).isEqualTo((1 + 2 / 3.) / 2, lastDigit());
    }

    @Test
    void ofNoImagesOursAreZeroAndDl4jThrows() {
      ConfusionMatrix none = ConfusionMatrix.of(new int[0], new int[0], 2);
      assertThat(none.accuracy()).isZero();
      assertThat(none.macroPrecision()).isZero();
      assertThat(none.macroRecall()).isZero();
      assertThat(none.macroF1()).isZero();
      Evaluation nothing = new Evaluation(2);
      assertThatIllegalStateException().isThrownBy(nothing::accuracy);
    }
  }

  @Test
  void ofTwoClassesDl4jCallsTheSecondOnesF1TheMacroF1() {
    // Class 0: 2 right of 3, predicted twice. Class 1: 1 right of 1, predicted twice.
    int[] truth = {0, 0, 0, 1};
    int[] predicted = {0, 0, 1, 1};
    ConfusionMatrix ours = ConfusionMatrix.of(truth, predicted, 2);
    Evaluation dl4j = dl4j(truth, predicted, 2);
    assertThat(ours.macroF1()).isEqualTo((4 / 5. + 2 / 3.) / 2, lastDigit());
    assertThat(dl4j.f1(EvaluationAveraging.Macro)).isEqualTo(2 / 3., lastDigit());
    assertThat(ours.macroPrecision())
        .isEqualTo(dl4j.precision(EvaluationAveraging.Macro))
        .isEqualTo((1 + 1 / 2.) / 2);
    assertThat(ours.macroRecall())
        .isEqualTo(dl4j.recall(EvaluationAveraging.Macro), lastDigit())
        .isEqualTo((2 / 3. + 1) / 2, lastDigit());
  }
}
