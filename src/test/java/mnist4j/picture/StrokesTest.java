package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrokesTest {

  /** A bar of 30 x 3 with an outline of one pixel. */
  private static final Rectangle BAR = new Rectangle(2, 2, 32, 5);

  @Test
  void theWidthIsTwiceTheAreaOverTheOutline() {
    boolean[] bar = Sketch.mask(12, 4, (x, y) -> Sketch.within(x, y, 1, 1, 10, 2));
    assertThat(Strokes.width(bar, 12)).isCloseTo(2 * 20 / (24 * Math.PI / 4), within(1e-12));
    assertThat(Strokes.width(new boolean[48], 12)).isZero();
  }

  @Test
  void anOutlinedBarIsFilled() {
    boolean[] outline =
        Sketch.mask(
            36, 9, (x, y) -> Sketch.within(x, y, 2, 2, 32, 5) - Sketch.within(x, y, 3, 3, 30, 3));
    assertThat(Strokes.filled(outline, 36, BAR, 0))
        .containsExactly(Sketch.mask(36, 9, (x, y) -> Sketch.within(x, y, 2, 2, 32, 5)));
  }

  @Test
  void theLoopOfAnOutlinedDigitStaysEmpty() {
    boolean[] outline =
        Sketch.mask(
            24,
            24,
            (x, y) ->
                Sketch.within(x, y, 1, 1, 22, 22)
                    - Sketch.within(x, y, 2, 2, 20, 20)
                    + Sketch.within(x, y, 5, 5, 14, 14)
                    - Sketch.within(x, y, 6, 6, 12, 12));
    assertThat(Strokes.filled(outline, 24, new Rectangle(1, 1, 22, 22), 0))
        .containsExactly(
            Sketch.mask(
                24,
                24,
                (x, y) -> Sketch.within(x, y, 1, 1, 22, 22) - Sketch.within(x, y, 6, 6, 12, 12)));
  }

  @Test
  void theLoopOfADigitIsNoOutline() {
    boolean[] loop = Sketch.mask(12, 12, (x, y) -> 1 - Sketch.within(x, y, 1, 1, 10, 10));
    assertThat(Strokes.filled(loop, 12, new Rectangle(0, 0, 12, 12), 0)).isSameAs(loop);
  }

  @Test
  void theTwoLoopsOfAThinEightAreNoOutlineTogether() {
    boolean[] eight =
        Sketch.mask(
            7,
            41,
            (x, y) ->
                Sketch.within(x, y, 0, 0, 7, 41)
                    - Sketch.within(x, y, 1, 1, 5, 19)
                    - Sketch.within(x, y, 1, 21, 5, 19));
    assertThat(Strokes.filled(eight, 7, new Rectangle(0, 0, 7, 41), 0)).isSameAs(eight);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void anOutlineThatThePicturesBorderCutsIsFilled(int margin) {
    for (boolean upright : new boolean[] {false, true}) {
      int width = (upright ? 9 : 32) + 2 * margin;
      int height = (upright ? 32 : 9) + 2 * margin;
      boolean[] outline =
          Sketch.mask(
              width,
              height,
              (x, y) -> {
                int along = (upright ? y : x) - margin;
                int across = (upright ? x : y) - margin;
                return Sketch.within(along, across, 0, 2, 32, 5)
                    - Sketch.within(along, across, 0, 3, 32, 3);
              });
      Rectangle box = upright ? new Rectangle(2, 0, 5, 32) : new Rectangle(0, 2, 32, 5);
      box.translate(margin, margin);
      assertThat(Strokes.filled(outline, width, box, margin))
          .containsExactly(
              Sketch.mask(
                  width,
                  height,
                  (x, y) -> Sketch.within(x, y, box.x, box.y, box.width, box.height)));
    }
  }

  @Test
  void aThinLineGetsTheWidthOfMnistsStrokes() {
    boolean[] line = Sketch.mask(60, 20, (x, y) -> Sketch.within(x, y, 10, 10, 40, 1));
    GreyImage ink = Sketch.greys(60, 20, (x, y) -> 100 * Sketch.within(x, y, 10, 10, 40, 1));
    FoundDigit widened = Strokes.widened(new FoundDigit(ink, new Rectangle(10, 10, 40, 1)), line);
    assertThat(widened.box()).isEqualTo(new Rectangle(9, 9, 42, 3));
    // Half the strongest ink counts as full.
    assertThat(widened.ink().values())
        .containsExactly(
            Sketch.greys(60, 20, (x, y) -> 50 * Sketch.within(x, y, 9, 9, 42, 3)).values());
  }

  @Test
  void aWideLineStaysAsItIs() {
    boolean[] line = Sketch.mask(60, 20, (x, y) -> Sketch.within(x, y, 10, 8, 40, 4));
    FoundDigit digit =
        new FoundDigit(Sketch.greys(60, 20, (x, y) -> 100), new Rectangle(10, 8, 40, 4));
    assertThat(Strokes.widened(digit, line)).isSameAs(digit);
  }
}
