package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtsuThresholdTest {

  private static OtsuThreshold of(int... values) {
    OtsuThreshold levels = new OtsuThreshold();
    for (int value : values) {
      levels.count(value);
    }
    return levels;
  }

  @Test
  void otsuPartsTwoHeapsInTheMiddleBetweenThem() {
    assertThat(of(0, 0, 0, 10, 200, 210).threshold()).isEqualTo((10 + 199) / 2);
  }

  /** Between-class variances times 16 of {0, 0, 3, 5}: after 0, 64; after 3, 48. */
  @Test
  void otsuMaximisesTheVarianceBetweenTheClasses() {
    assertThat(of(0, 0, 3, 5).threshold()).isEqualTo(1);
    assertThat(of(0, 2, 9, 10).threshold()).isEqualTo(5);
  }

  @Test
  void otsuPartsLevelsBelowZeroToo() {
    assertThat(of(-100, -100, 90).threshold()).isEqualTo((-100 + 89 - 1) / 2);
  }

  @Test
  void otsuCannotPartASingleLevel() {
    assertThat(of(7, 7).threshold()).isEqualTo(7);
  }

  @Test
  void theMedianIsTheLowerOfTwo() {
    assertThat(of(5, 1, 3).median()).isEqualTo(3);
    assertThat(of(5, 1, 3, 4).median()).isEqualTo(3);
    assertThat(of(-7).median()).isEqualTo(-7);
  }

  @Test
  void theMedianDistanceIsTakenToTheLevelNamed() {
    assertThat(of(0, 2, 4, 10).medianDistance(4)).isEqualTo(2);
  }

  @Test
  void upToKeepsTheLevelNamedAndNoHigherOne() {
    assertThat(of(1, 2, 9, 9, 9).upTo(2).median()).isEqualTo(1);
    assertThat(of(1, 9, 9, 9).upTo(9).median()).isEqualTo(9);
  }

  @Test
  void theMeanAboveLeavesTheLevelNamedOut() {
    assertThat(of(1, 2, 3, 5).meanAbove(2)).isEqualTo(4);
    assertThat(of(1, 2).meanAbove(2)).isEqualTo(2);
  }

  @Test
  void theSeparabilityIsTheShareOfTheVarianceBetweenTheClasses() {
    assertThat(of(1, 1, 7).separability()).isEqualTo(1, within(1e-12));
    // Of a variance of 9.25, 9 is between the classes.
    assertThat(of(0, 1, 1, 0, 7, 6, 7, 6).separability()).isEqualTo(36 / 37.0, within(1e-12));
    assertThat(of(4, 4).separability()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 10_000})
  void levelsBeyondTheEndsCountAsTheEnds(int level) {
    assertThat(of(level).median()).isEqualTo(511);
    assertThat(of(-level).median()).isEqualTo(-511);
  }
}
