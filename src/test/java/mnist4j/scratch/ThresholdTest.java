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
      Threshold threshold = Threshold.fit(images);
      assertThat(threshold).isEqualTo(new Threshold(0.3, true));
      assertThat(threshold.accuracy(images)).isEqualTo(1);
      assertThat(Threshold.inkShares(images, 0)).containsExactly(0.7, 0.9);
      assertThat(Threshold.inkShares(images, 1)).containsExactly(0.2, 0.1);
    }

    @Test
    void findsOutWhichDigitIsTheInkier() {
      LabelledImages images = inked(new int[] {7, 2, 9, 1}, new int[] {1, 0, 1, 0});
      assertThat(Threshold.fit(images)).isEqualTo(new Threshold(0.3, false));
    }

    @Test
    void judgesTheTestImagesByWhatTheTrainingImagesTaught() {
      Threshold threshold = Threshold.fit(inked(new int[] {7, 2}, new int[] {0, 1}));
      assertThat(threshold.accuracy(inked(new int[] {8, 2, 5, 3}, new int[] {0, 0, 1, 0})))
          .isEqualTo(0.5);
    }

    @Test
    void takesTheFirstDigitForTheInkierWhenNothingTellsThemApart() {
      LabelledImages images = inked(new int[] {4, 4}, new int[] {0, 1});
      assertThat(Threshold.fit(images)).isEqualTo(new Threshold(0, true));
    }

    @Test
    void canLearnThatOneDigitIsAllThereIs() {
      LabelledImages images = inked(new int[] {10, 3}, new int[] {1, 1});
      assertThat(Threshold.fit(images)).isEqualTo(new Threshold(0, false));
    }
  }

  @Nested
  class OnTheRealImages {

    @Test
    void tellsZerosFromOnes() {
      LabelledImages train = RealMnist.train().onlyDigits(0, 1);
      Threshold threshold = Threshold.fit(train);
      assertThat(threshold).isEqualTo(new Threshold(132 / 784.0, true));
      assertThat(threshold.accuracy(train)).isEqualTo(12_313 / 12_665.0);
      assertThat(threshold.accuracy(RealMnist.test().onlyDigits(0, 1))).isEqualTo(2_050 / 2_115.0);
    }
  }
}
