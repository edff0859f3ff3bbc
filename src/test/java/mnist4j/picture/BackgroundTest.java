package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private static final int SIDE = 100;

  private static int stroke(int x, int y) {
    return 100 * Sketch.within(x, y, 48, 20, 4, 60);
  }

  private static float[] removed(IntBinaryOperator difference) {
    GreyImage darkness = Sketch.greys(SIDE, SIDE, difference);
    return Background.removed(darkness, darkness).values();
  }

  @Test
  void leavesTheInkOnEvenPaper() {
    assertThat(removed((x, y) -> 30 + stroke(x, y)))
        .containsExactly(Sketch.greys(SIDE, SIDE, BackgroundTest::stroke).values());
  }

  @Test
  void takesAShadowsHardEdgeAway() {
    assertThat(removed((x, y) -> (x < 30 ? 0 : 60) + stroke(x, y)))
        .containsExactly(Sketch.greys(SIDE, SIDE, BackgroundTest::stroke).values());
  }

  /** The plane through the border of half shade slopes by it. */
  @Test
  void takesAShadeOverTwoSidesAway() {
    GreyImage picture =
        Sketch.greys(SIDE, SIDE, (x, y) -> (x + 0.6 * y < 105 ? 0 : 90) + stroke(x, y) - 230);
    GreyImage difference = BackgroundPlane.fit(picture.negated()).darkness(picture.negated());
    assertThat(Background.removed(difference, picture).values())
        .containsExactly(Sketch.greys(SIDE, SIDE, BackgroundTest::stroke).values());
  }

  @Test
  void aPictureMayBeNarrow() {
    IntBinaryOperator narrow = (x, y) -> 30 + 100 * Sketch.within(x, y, 50, 2, 4, 2);
    GreyImage difference = Sketch.greys(SIDE, 6, narrow);
    assertThat(Background.removed(difference, difference).values())
        .containsExactly(Sketch.greys(SIDE, 6, (x, y) -> narrow.applyAsInt(x, y) - 30).values());
  }

  /** Reduced, they would be one pixel wide and high. */
  @Test
  void aPictureMayBeVeryLongOrHigh() {
    for (boolean high : new boolean[] {false, true}) {
      int width = high ? 5 : 650;
      int height = high ? 650 : 5;
      IntBinaryOperator mark =
          (x, y) -> 100 * Sketch.within(high ? y : x, high ? x : y, 300, 1, 4, 3);
      GreyImage difference = Sketch.greys(width, height, (x, y) -> 30 + mark.applyAsInt(x, y));
      assertThat(Background.removed(difference, difference).values())
          .usingComparatorWithPrecision(1e-3f)
          .containsExactly(Sketch.greys(width, height, mark).values());
    }
  }

  @Test
  void linesAlongTwoSidesAreInk() {
    IntBinaryOperator lines = (x, y) -> x < 3 || y > 95 ? 90 : 0;
    assertThat(removed(lines)).containsExactly(Sketch.greys(SIDE, SIDE, lines).values());
  }

  @Test
  void inkThatCrossesTheBorderStays() {
    assertThat(removed((x, y) -> 100 * Sketch.within(x, y, 48, 0, 4, 60)))
        .containsExactly(
            Sketch.greys(SIDE, SIDE, (x, y) -> 100 * Sketch.within(x, y, 48, 0, 4, 60)).values());
  }
}
