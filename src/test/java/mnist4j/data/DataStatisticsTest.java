package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataStatisticsTest {

  private static LabelledImages images(int[] labels, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    byte[] each = new byte[labels.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = (byte) labels[i];
    }
    return LabelledImages.of(1, 2, bytes, each);
  }

  @Test
  void ofASmallSetAreCountedByHand() {
    LabelledImages train = images(new int[] {0, 1, 1, 0}, 0, 255, 255, 0, 0, 255, 0, 0);
    LabelledImages test = images(new int[] {0, 1, 0, 0}, 0, 255, 0, 255, 255, 0, 7, 7);
    DataStatistics found =
        DataStatistics.of(new ImageData("small", train, test, List.of("a", "b"), false));
    // Three of eight training pixels are 1, the others 0.
    assertThat(found.mean()).isEqualTo(3 / 8., within(1e-12));
    assertThat(found.standardDeviation()).isEqualTo(Math.sqrt(3 / 8. * 5 / 8), within(1e-12));
    assertThat(found.repeatedInTraining()).isEqualTo(1);
    assertThat(found.repeatedInTest()).isEqualTo(1);
    assertThat(found.testInTraining()).isEqualTo(3);
    // The second is a 1 where the first training image of these pixels is a 0; the third a 0 for a
    // 1.
    assertThat(found.labelledOtherwise()).isEqualTo(2);
  }

  @Test
  void ofAnEmptyImageHaveNoDeviation() {
    LabelledImages blank = images(new int[] {0}, 0, 0);
    DataStatistics found =
        DataStatistics.of(new ImageData("blank", blank, blank, List.of("a", "b"), false));
    assertThat(found.mean()).isZero();
    assertThat(found.standardDeviation()).isZero();
  }
}
