package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BackgroundPlaneTest {

  private static final int WIDTH = 21;
  private static final int HEIGHT = 11;

  private static void assertLevels(
      BackgroundPlane paper, double middle, double right, double bottom) {
    GreyImage levels = paper.darkness(Sketch.greys(WIDTH, HEIGHT, (x, y) -> 0));
    assertThat(levels.at(10, 5)).isCloseTo((float) middle, within(1e-4f));
    assertThat(levels.at(20, 5)).isCloseTo((float) right, within(1e-4f));
    assertThat(levels.at(10, 10)).isCloseTo((float) bottom, within(1e-4f));
  }

  @Test
  void isEvenUnderAnEvenBorder() {
    assertLevels(BackgroundPlane.fit(Sketch.greys(WIDTH, HEIGHT, (x, y) -> 200)), 200, 200, 200);
  }

  @Test
  void isThePlaneOfLightFromOneSide() {
    assertLevels(
        BackgroundPlane.fit(Sketch.greys(WIDTH, HEIGHT, (x, y) -> 100 + 3 * x - 2 * y)),
        120,
        150,
        110);
  }

  @Test
  void takesNoNoticeOfWhatIsInside() {
    assertLevels(
        BackgroundPlane.fit(
            Sketch.greys(
                WIDTH, HEIGHT, (x, y) -> x > 2 && x < 18 && y > 2 && y < 8 ? 0 : 100 + 3 * x)),
        130,
        160,
        130);
  }

  @Test
  void takesNoNoticeOfInkThatTouchesTheBorder() {
    assertLevels(
        BackgroundPlane.fit(
            Sketch.greys(WIDTH, HEIGHT, (x, y) -> x > 6 && x < 11 ? 0 : 100 + 3 * x)),
        130,
        160,
        130);
  }
}
