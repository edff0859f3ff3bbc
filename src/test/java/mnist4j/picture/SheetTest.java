package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class SheetTest {

  private static final int SIDE = 100;

  /** What is inside the sheet of a table of grey level 40, whose paper is 200 and ink 10. */
  private static Optional<View> inside(IntBinaryOperator paper) {
    return inside(paper, true);
  }

  private static Optional<View> inside(IntBinaryOperator paper, boolean lighter) {
    GreyImage grey =
        Sketch.greys(
            SIDE,
            SIDE,
            (x, y) ->
                paper.applyAsInt(x, y) == 0
                    ? Sketch.within(x, y, 40, 40, 10, 20) == 1 ? 10 : 40
                    : 200);
    Components components = new Components(Sketch.mask(SIDE, SIDE, paper), grey);
    DigitParts parts =
        new DigitParts(
            components,
            components.list().subList(0, 1),
            List.of(),
            new boolean[SIDE * SIDE],
            false);
    InkGroup group =
        new InkGroup(new Ink(grey, 100, 0, 100), parts, parts.mask(), parts.box(), 0.3, 0, grey);
    return Sheet.of(group, lighter)
        .filter(Sheet::isWritten)
        .map(sheet -> sheet.inside(new View(grey, new AffineTransform(), 0)));
  }

  private static int digit(int x, int y) {
    return Sketch.within(x, y, 40, 40, 10, 20);
  }

  @Test
  void isCutOutWithWhatIsOnIt() {
    assertThat(inside((x, y) -> Sketch.within(x, y, 20, 30, 60, 50) - digit(x, y)))
        .hasValueSatisfying(
            view -> {
              GreyImage sheet = view.grey();
              assertThat(sheet.width()).isEqualTo(56);
              assertThat(sheet.height()).isEqualTo(46);
              assertThat(sheet.values())
                  .containsExactly(
                      Sketch.greys(56, 46, (x, y) -> digit(x + 22, y + 32) == 1 ? 10 : 200)
                          .values());
            });
  }

  /** Two hundredths of the longer side are left out along the edge. */
  @Test
  void keepsInkThatTouchesItsEdge() {
    assertThat(inside((x, y) -> Sketch.within(x, y, 20, 40, 60, 40) - digit(x, y)))
        .hasValueSatisfying(
            view ->
                assertThat(view.grey().values())
                    .containsExactly(
                        Sketch.greys(56, 36, (x, y) -> digit(x + 22, y + 42) == 1 ? 10 : 200)
                            .values()));
  }

  @Test
  void withNothingOnItIsNone() {
    assertThat(inside((x, y) -> Sketch.within(x, y, 20, 30, 60, 50))).isEmpty();
  }

  private static int disc(int x, int y) {
    return Math.hypot(x - 49.5, y - 49.5) < 40 ? 1 : 0;
  }

  @Test
  void aDiscWithLittleOnItIsNone() {
    assertThat(inside((x, y) -> disc(x, y) - digit(x, y))).isEmpty();
  }

  @Test
  void aDiscWithStrokesOnItIsOne() {
    assertThat(inside((x, y) -> disc(x, y) - Sketch.within(x, y, 46, 30, 8, 40))).isPresent();
    assertThat(inside((x, y) -> disc(x, y) - seven(x, y))).isPresent();
  }

  /** Thick strokes of a 5 or a 0 have such an outline, too. */
  @Test
  void aDarkDiscIsNone() {
    assertThat(inside((x, y) -> disc(x, y) - seven(x, y), false)).isEmpty();
    assertThat(inside((x, y) -> Sketch.within(x, y, 20, 30, 60, 50) - digit(x, y), false))
        .isPresent();
  }

  private static int seven(int x, int y) {
    return Sketch.within(x, y, 35, 32, 30, 8) | Sketch.within(x, y, 57, 32, 8, 36);
  }

  @Test
  void aSheetThatIsSeenAtAnAngleIsOne() {
    assertThat(inside((x, y) -> Math.abs(x - 49.5) < 15 + y / 4.0 ? bandWithASeven(x, y) : 0))
        .isPresent();
  }

  private static int bandWithASeven(int x, int y) {
    return Sketch.within(x, y, 0, 15, 100, 70) - seven(x, y);
  }

  /** 1 in an ellipse whose axis falls to the right. */
  private static int slanting(int x, int y, double length, double width) {
    return Math.hypot((x - y) / length, (x + y - 99) / width) < Math.sqrt(2) ? 1 : 0;
  }

  @Test
  void aThick0IsNone() {
    assertThat(inside((x, y) -> disc(x, y) - (Math.hypot(x - 49.5, y - 49.5) < 16 ? 1 : 0)))
        .isEmpty();
    assertThat(
            inside(
                (x, y) ->
                    Math.hypot((x - 49.5) * 1.4, y - 49.5) < 40
                        ? 1 - Sketch.within(x, y, 47, 35, 6, 30)
                        : 0))
        .isEmpty();
    assertThat(inside((x, y) -> slanting(x, y, 45, 24) - slanting(x, y, 25, 4))).isEmpty();
  }

  @Test
  void whatTakesLittleOfThePictureIsNone() {
    assertThat(inside((x, y) -> Sketch.within(x, y, 35, 35, 20, 30) - digit(x, y))).isEmpty();
  }
}
