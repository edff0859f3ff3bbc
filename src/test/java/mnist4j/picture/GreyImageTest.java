package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreyImageTest {

  @Test
  void cubicEnlargingKeepsPlanesAndDoesNotMoveThem() {
    GreyImage plane = GreyImage.of(9, 7, (x, y) -> 10 * x + 3 * y);
    GreyImage large = plane.enlarged(4);
    assertThat(large.width()).isEqualTo(36);
    assertThat(large.height()).isEqualTo(28);
    for (int y = 8; y < 20; y++) {
      for (int x = 8; x < 28; x++) {
        double expected = 10 * ((x + 0.5) / 4 - 0.5) + 3 * ((y + 0.5) / 4 - 0.5);
        assertThat((double) large.at(x, y)).isCloseTo(expected, within(1e-3));
      }
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

  @Test
  void steeperEdgesStayWithinTheRange() {
    GreyImage edge = GreyImage.of(100, 1, (x, y) -> x < 10 ? 0 : Math.min(100, 2 * x));
    GreyImage steeper = edge.steeper(2);
    assertThat(steeper.at(0, 0)).isZero();
    assertThat(steeper.at(25, 0)).isEqualTo(50);
    assertThat(steeper.at(30, 0)).isEqualTo(70);
    assertThat(steeper.at(99, 0)).isEqualTo(100);
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
