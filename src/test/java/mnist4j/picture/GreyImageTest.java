package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreyImageTest {

  @Test
  void enlargingKeepsPlanesAndDoesNotMoveThem() {
    GreyImage plane = GreyImage.of(24, 22, (x, y) -> 10 * x + 3 * y);
    GreyImage large = plane.enlarged(4);
    assertThat(large.width()).isEqualTo(96);
    assertThat(large.height()).isEqualTo(88);
    for (int y = 40; y < 48; y++) {
      for (int x = 40; x < 56; x++) {
        double expected = 10 * ((x + 0.5) / 4 - 0.5) + 3 * ((y + 0.5) / 4 - 0.5);
        assertThat((double) large.at(x, y)).isCloseTo(expected, within(1e-3));
      }
    }
  }

  /** A five in 8 x 8 pixels, on white; without corrections the difference is 23. */
  @Test
  void theMeansOfWhatIsEnlargedAreThePixels() {
    boolean[] ink =
        Sketch.mask(
            "........",
            ".#####..",
            ".#......",
            ".####...",
            ".....#..",
            ".....#..",
            ".####...",
            "........");
    GreyImage five = Sketch.greys(8, 8, (x, y) -> ink[8 * y + x] ? 40 + 20 * (x % 3) : 255);
    GreyImage large = five.enlarged(12);
    GreyImage means = large.reduced(8);
    double squares = 0;
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        squares += Math.pow(means.at(x, y) - five.at(x, y), 2);
      }
    }
    assertThat(Math.sqrt(squares / 64)).isLessThan(15);
    for (float value : large.values()) {
      assertThat(value).isBetween(40f, 255f);
    }
  }

  @Test
  void theMarginIsTheMedianOfTheBorder() {
    GreyImage picture = GreyImage.of(5, 5, (x, y) -> x == 2 ? 0 : 200);
    GreyImage roomy = picture.onPaper(2);
    assertThat(roomy.width()).isEqualTo(9);
    assertThat(roomy.at(0, 0)).isEqualTo(200);
    assertThat(roomy.at(4, 1)).isEqualTo(200);
    assertThat(roomy.at(4, 2)).isZero();
  }

  /** A ring of 4 x 8 pixels that touches the upper and the lower border. */
  @Test
  void aCoarseDigitCutAlongItsEdgesIsWhole() {
    PreparedDigit zero =
        PreparedDigit.of(
            Sketch.picture(
                8,
                8,
                (x, y) -> {
                  boolean inside = x >= 2 && x <= 5;
                  boolean hole = (x == 3 || x == 4) && y >= 1 && y <= 6;
                  return inside && !hole ? 0 : 255;
                }));
    for (int row = 5; row < 23; row++) {
      int most = 0;
      for (int column = 0; column < PreparedDigit.SIDE; column++) {
        most = Math.max(most, zero.grey(row, column));
      }
      assertThat(most).as("row %d", row).isGreaterThan(100);
    }
  }
}
