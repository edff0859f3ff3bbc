package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Rectangle;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AreaResamplerTest {

  private static final Offset<Double> ROUNDING = within(1e-12);

  @Test
  void aLineOfTheSameLengthStaysAsItIs() {
    assertThat(AreaResampler.resample(new double[] {1, 5, 2}, 3)).containsExactly(1, 5, 2);
  }

  @Test
  void halfTheLengthIsTheMeanOfPairs() {
    assertThat(AreaResampler.resample(new double[] {1, 5, 2, 8}, 2)).containsExactly(3, 5);
  }

  /** Each of the two is 1.5 old pixels wide: (3 + 6 / 2) / 1.5 and (6 / 2 + 9) / 1.5. */
  @Test
  void anOldPixelThatLiesInTwoCountsInBothByItsShare() {
    assertThat(AreaResampler.resample(new double[] {3, 6, 9}, 2))
        .containsExactly(new double[] {4, 8}, ROUNDING);
  }

  @Test
  void aLongerLineRepeatsPixels() {
    assertThat(AreaResampler.resample(new double[] {1, 7}, 4)).containsExactly(1, 1, 7, 7);
    assertThat(AreaResampler.resample(new double[] {1, 7}, 3))
        .containsExactly(new double[] {1, 4, 7}, ROUNDING);
  }

  @Test
  void onlyTheBoxIsTakenAndBothDirectionsAreScaled() {
    double[][] pixels = {{9, 9, 9, 9}, {9, 1, 3, 9}, {9, 5, 7, 9}};
    Rectangle box = new Rectangle(1, 1, 2, 2);
    assertThat(AreaResampler.resample(box, (x, y) -> pixels[y][x], 1, 1))
        .isDeepEqualTo(new double[][] {{4}});
    assertThat(AreaResampler.resample(box, (x, y) -> pixels[y][x], 1, 2))
        .isDeepEqualTo(new double[][] {{3, 5}});
    assertThat(AreaResampler.resample(box, (x, y) -> pixels[y][x], 2, 1))
        .isDeepEqualTo(new double[][] {{2}, {6}});
  }
}
