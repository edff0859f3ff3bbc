package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ShadesTest {

  private static final int SIDE = 100;

  /** Darkness of paper, of the shade on it and of ink in the light and in the shade. */
  private static final int PAPER = 20;

  private static final int SHADE = 110;
  private static final int INK = 200;
  private static final int SHADED_INK = 220;

  private static boolean[] removed(IntBinaryOperator darkness) {
    GreyImage plain = Sketch.greys(SIDE, SIDE, (x, y) -> darkness.applyAsInt(x, y) - 255);
    GreyImage difference = Sketch.greys(SIDE, SIDE, (x, y) -> darkness.applyAsInt(x, y) - PAPER);
    return Shades.removed(Ink.of(difference).orElseThrow(), plain).mask();
  }

  private static boolean[] strokes() {
    return Sketch.mask(SIDE, SIDE, ShadesTest::stroke);
  }

  private static int stroke(int x, int y) {
    return Sketch.within(x, y, 45, 15, 8, 70);
  }

  private static int written(int x, int y, int shade) {
    int paper = shade == 1 ? SHADE : PAPER;
    int ink = shade == 1 ? SHADED_INK : INK;
    return stroke(x, y) == 1 ? ink : paper;
  }

  @Test
  void aBandAcrossLeavesTheStrokesThatItCrosses() {
    assertThat(removed((x, y) -> written(x, y, Sketch.within(x, y, 0, 40, SIDE, 30))))
        .containsExactly(strokes());
  }

  @Test
  void aShadeBesideTheStrokesGoesWhole() {
    assertThat(removed((x, y) -> written(x, y, Sketch.within(x, y, 60, 0, 30, 50))))
        .containsExactly(strokes());
  }

  @Test
  void palerStrokesThatReachTheBorderAreInk() {
    IntBinaryOperator rule = (x, y) -> Sketch.within(x, y, 0, 45, SIDE, 6);
    assertThat(removed((x, y) -> written(x, y, rule.applyAsInt(x, y))))
        .containsExactly(
            Sketch.mask(SIDE, SIDE, (x, y) -> Math.max(stroke(x, y), rule.applyAsInt(x, y))));
  }

  @Test
  void aWideMarkWithinThePictureIsInk() {
    IntBinaryOperator mark = (x, y) -> Sketch.within(x, y, 60, 20, 30, 50);
    assertThat(removed((x, y) -> written(x, y, mark.applyAsInt(x, y))))
        .containsExactly(
            Sketch.mask(SIDE, SIDE, (x, y) -> Math.max(stroke(x, y), mark.applyAsInt(x, y))));
  }
}
