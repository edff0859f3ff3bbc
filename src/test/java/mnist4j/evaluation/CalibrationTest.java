package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import mnist4j.evaluation.Calibration.Bin;
import mnist4j.evaluation.EvaluationResult.Prediction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  private static final double NONE = Double.NaN;

  private static Prediction right(double confidence) {
    return new Prediction(0, 1, 1, confidence);
  }

  private static Prediction wrong(double confidence) {
    return new Prediction(0, 0, 1, confidence);
  }

  /** Which bin a single prediction of this confidence falls into. */
  private static int binOf(double confidence) {
    List<Bin> bins = Calibration.of(List.of(right(confidence))).bins();
    return IntStream.range(0, bins.size())
        .filter(bin -> bins.get(bin).count() == 1)
        .findFirst()
        .orElseThrow();
  }

  @Nested
  class CountedByHand {

    // 0.5 to 0.6: 1/2 right, 9/16 wrong: mean confidence 17/32, accuracy 1/2, gap 1/32.
    // 0.9 to 1: 15/16 right, 1 right, 1 right, 1 wrong: mean 63/64, accuracy 3/4, gap 15/64.
    private final Calibration calibration =
        Calibration.of(
            List.of(right(0.5), wrong(0.5625), right(0.9375), right(1), right(1), wrong(1)));

    @Test
    void tenBinsOfEqualWidthHaveTheirMeans() {
      assertThat(calibration.bins())
          .containsExactly(
              new Bin(0, 0.1, 0, NONE, NONE),
              new Bin(0.1, 0.2, 0, NONE, NONE),
              new Bin(0.2, 0.3, 0, NONE, NONE),
              new Bin(0.3, 0.4, 0, NONE, NONE),
              new Bin(0.4, 0.5, 0, NONE, NONE),
              new Bin(0.5, 0.6, 2, 17 / 32., 1 / 2.),
              new Bin(0.6, 0.7, 0, NONE, NONE),
              new Bin(0.7, 0.8, 0, NONE, NONE),
              new Bin(0.8, 0.9, 0, NONE, NONE),
              new Bin(0.9, 1, 4, 63 / 64., 3 / 4.));
      assertThat(calibration.total()).isEqualTo(6);
    }

    @Test
    void theExpectedErrorIsTheMeanGapWeightedByImages() {
      // 2/6 * 1/32 + 4/6 * 15/64 = (2 * 2 + 4 * 15) / (6 * 64) = 64 / 384 = 1/6
      assertThat(calibration.expectedError()).isEqualTo(1 / 6., within(1e-15));
    }

    @Test
    void anUnderconfidentBinCountsAsAnOverconfidentOne() {
      // 3/4 but always right: gap 1/4. 1 but never right: gap 1. (1 + 3 * 1/4) / 4 = 7/16
      assertThat(
              Calibration.of(List.of(wrong(1), right(0.75), right(0.75), right(0.75)))
                  .expectedError())
          .isEqualTo(7 / 16.);
    }

    @Test
    void certaintyThatIsAlwaysRightHasNoError() {
      assertThat(Calibration.of(List.of(right(1), right(1))).expectedError()).isZero();
    }
  }

  @Nested
  class AtTheEdges {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void anIntervalHoldsItsLowerEndAndWhatLiesJustBelowBelongsToTheOneBefore(int bin) {
      double edge = bin / 10.0;
      assertThat(binOf(edge)).isEqualTo(bin);
      assertThat(binOf(Math.nextUp(edge))).isEqualTo(bin);
      if (bin > 0) {
        assertThat(binOf(Math.nextDown(edge))).isEqualTo(bin - 1);
      }
    }

    @Test
    void theLastIntervalHoldsOne() {
      assertThat(binOf(1)).isEqualTo(9);
      assertThat(binOf(Math.nextDown(1.0))).isEqualTo(9);
    }

    @Test
    void equalConfidencesFallIntoOneBin() {
      assertThat(Calibration.of(List.of(right(0.1), wrong(0.1), wrong(0.1), wrong(0.1))).bins())
          .contains(new Bin(0.1, 0.2, 4, 0.1, 0.25));
    }
  }

  @Test
  void ofNoPredictionsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.of(List.of()))
        .withMessage("a calibration of no predictions");
  }
}
