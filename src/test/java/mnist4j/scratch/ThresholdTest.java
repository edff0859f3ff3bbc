package mnist4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import mnist4j.RealMnist;
import mnist4j.data.LabelledImages;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ThresholdTest {

  /** Images of ten pixels, each with as many inked as its entry says. */
  private static LabelledImages inked(int[] counts, int[] labels) {
    byte[] pixels = new byte[counts.length * 10];
    byte[] digits = new byte[labels.length];
    for (int image = 0; image < counts.length; image++) {
      Arrays.fill(pixels, image * 10, image * 10 + counts[image], (byte) 200);
      digits[image] = (byte) labels[image];
    }
    return LabelledImages.of(2, 5, pixels, digits);
  }

  @Nested
  class OnMadeUpImages {

    @Test
    void separatesTwoDigitsThatCanBeSeparated() {
      LabelledImages images = inked(new int[] {7, 2, 9, 1}, new int[] {0, 1, 0, 1});
      ThresholdRun run = Threshold.train(images, images);
      assertThat(run.threshold()).isEqualTo(new Threshold(0.3, true));
      assertThat(run.trainAccuracy()).isEqualTo(1);
      assertThat(run.trainShares().first()).containsExactly(0.7, 0.9);
      assertThat(run.trainShares().second()).containsExactly(0.2, 0.1);
    }

    @Test
    void findsOutWhichDigitIsTheInkier() {
      LabelledImages images = inked(new int[] {7, 2, 9, 1}, new int[] {1, 0, 1, 0});
      assertThat(Threshold.learnt(images)).isEqualTo(new Threshold(0.3, false));
    }

    @Test
    void judgesTheTestImagesByWhatTheTrainingImagesTaught() {
      ThresholdRun run =
          Threshold.train(
              inked(new int[] {7, 2}, new int[] {0, 1}),
              inked(new int[] {8, 2, 5, 3}, new int[] {0, 0, 1, 0}));
      assertThat(run.testAccuracy()).isEqualTo(0.5);
    }

    @Test
    void takesTheFirstDigitForTheInkierWhenNothingTellsThemApart() {
      LabelledImages images = inked(new int[] {4, 4}, new int[] {0, 1});
      assertThat(Threshold.learnt(images)).isEqualTo(new Threshold(0, true));
    }

    @Test
    void canLearnThatOneDigitIsAllThereIs() {
      LabelledImages images = inked(new int[] {10, 3}, new int[] {1, 1});
      assertThat(Threshold.learnt(images)).isEqualTo(new Threshold(0, false));
    }
  }

  @Nested
  class OnTheRealImages {

    @Test
    void tellsZerosFromOnes() {
      ThresholdRun run =
          Threshold.train(RealMnist.train().onlyDigits(0, 1), RealMnist.test().onlyDigits(0, 1));
      assertThat(run.threshold()).isEqualTo(new Threshold(132 / 784.0, true));
      assertThat(run.trainAccuracy()).isEqualTo(12_313 / 12_665.0);
      assertThat(run.testAccuracy()).isEqualTo(2_050 / 2_115.0);
    }
  }
}
