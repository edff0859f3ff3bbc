package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuledLinesTest {

  private static boolean[] withoutLines(boolean[] mask, int width, int height) {
    boolean[] lines = RuledLines.in(mask, width, height);
    boolean[] rest = new boolean[mask.length];
    for (int i = 0; i < rest.length; i++) {
      assertThat(lines[i] && !mask[i]).isFalse();
      rest[i] = mask[i] && !lines[i];
    }
    return rest;
  }

  @Test
  void aLineGoesAndTheStrokeAcrossItStays() {
    assertThat(
            withoutLines(
                Sketch.mask(
                    ".........",
                    ".........",
                    "...#.....",
                    "...#.....",
                    "#########",
                    "...#.....",
                    "...#.....",
                    ".........",
                    "........."),
                9,
                9))
        .containsExactly(
            Sketch.mask(
                ".........",
                ".........",
                "...#.....",
                "...#.....",
                "...#.....",
                "...#.....",
                "...#.....",
                ".........",
                "........."));
  }

  @Test
  void linesDownThePictureGoTooWithAGapInThem() {
    boolean[] lines = Sketch.mask(9, 9, (x, y) -> x == 2 && y != 5 || x == 7 ? 1 : 0);
    assertThat(withoutLines(lines, 9, 9)).containsOnly(false);
  }

  @Test
  void aThickOrShortLineStays() {
    boolean[] thick = Sketch.mask(9, 9, (x, y) -> y == 3 || y == 4 ? 1 : 0);
    assertThat(withoutLines(thick, 9, 9)).containsExactly(thick);
    boolean[] brief = Sketch.mask(9, 9, (x, y) -> y == 3 && x < 7 ? 1 : 0);
    assertThat(withoutLines(brief, 9, 9)).containsExactly(brief);
  }

  /** A line that falls by one pixel in ten, on paper of 100 x 100 pixels. */
  private static boolean drifts(int x, int y, int top) {
    return y == top + x / 10;
  }

  @Test
  void aLineThatIsTurnedALittleGoesAndTheStrokeAcrossItStays() {
    boolean[] stroke = Sketch.mask(100, 100, (x, y) -> Sketch.within(x, y, 40, 20, 9, 60));
    boolean[] crossed =
        Sketch.mask(100, 100, (x, y) -> stroke[y * 100 + x] || drifts(x, y, 45) ? 1 : 0);
    assertThat(withoutLines(crossed, 100, 100)).containsExactly(stroke);
  }

  @Test
  void aLineThatIsTurnedFartherStays() {
    boolean[] steep = Sketch.mask(100, 100, (x, y) -> y == 30 + x / 3 ? 1 : 0);
    assertThat(withoutLines(steep, 100, 100)).containsExactly(steep);
  }

  @Test
  void aThinLineThatLeavesThroughAnotherSideGoes() {
    boolean[] corner = Sketch.mask(100, 100, (x, y) -> drifts(x, y, 95) ? 1 : 0);
    assertThat(withoutLines(corner, 100, 100)).containsOnly(false);
  }

  @Test
  void theBarOfADigitAlongTheUpperSideStays() {
    boolean[] seven =
        Sketch.mask(
            28, 28, (x, y) -> y < 4 && x < 24 || x + y > 24 && x + y < 29 && x < 24 ? 1 : 0);
    assertThat(withoutLines(seven, 28, 28)).containsExactly(seven);
  }

  @Test
  void aLineUnderALongStrokeIsAsThickAsElsewhere() {
    boolean[] stroke = Sketch.mask(100, 100, (x, y) -> Sketch.within(x, y, 10, 40, 60, 9));
    boolean[] under = Sketch.mask(100, 100, (x, y) -> stroke[y * 100 + x] || y == 44 ? 1 : 0);
    assertThat(withoutLines(under, 100, 100)).containsExactly(stroke);
  }
}
