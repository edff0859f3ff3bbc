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
    return Background.removed(Sketch.greys(SIDE, SIDE, difference)).values();
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

  @Test
  void inkThatCrossesTheBorderStays() {
    assertThat(removed((x, y) -> 100 * Sketch.within(x, y, 48, 0, 4, 60)))
        .containsExactly(
            Sketch.greys(SIDE, SIDE, (x, y) -> 100 * Sketch.within(x, y, 48, 0, 4, 60)).values());
  }
}
