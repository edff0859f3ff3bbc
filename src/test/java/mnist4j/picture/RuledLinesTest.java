package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuledLinesTest {

  @Test
  void aLineGoesAndTheStrokeAcrossItStays() {
    assertThat(
            RuledLines.removed(
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
    assertThat(RuledLines.removed(lines, 9, 9)).containsOnly(false);
  }

  @Test
  void aThickOrShortLineStays() {
    boolean[] thick = Sketch.mask(9, 9, (x, y) -> y == 3 || y == 4 ? 1 : 0);
    assertThat(RuledLines.removed(thick, 9, 9)).containsExactly(thick);
    boolean[] brief = Sketch.mask(9, 9, (x, y) -> y == 3 && x < 7 ? 1 : 0);
    assertThat(RuledLines.removed(brief, 9, 9)).containsExactly(brief);
  }
}
