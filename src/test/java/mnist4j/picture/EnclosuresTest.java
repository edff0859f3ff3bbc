package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class EnclosuresTest {

  private static final int SIDE = 100;

  /** What is left of some ink without enclosures. */
  private static boolean[] left(IntBinaryOperator ink) {
    Components components =
        new Components(Sketch.mask(SIDE, SIDE, ink), Sketch.greys(SIDE, SIDE, (x, y) -> 1));
    return components.mask(Enclosures.removed(components.list(), components));
  }

  private static void assertStays(IntBinaryOperator ink) {
    assertThat(left(ink)).containsExactly(Sketch.mask(SIDE, SIDE, ink));
  }

  /** 1 in the line along a circle that is so wide and so high. */
  private static int ring(int x, int y, double width, double height) {
    double outer = Math.hypot((x - 49.5) / width, (y - 49.5) / height);
    double inner = Math.hypot((x - 49.5) / (width - 8), (y - 49.5) / (height - 8));
    return outer < 0.5 && inner >= 0.5 ? 1 : 0;
  }

  private static int seven(int x, int y) {
    return Sketch.within(x, y, 35, 28, 30, 8) | Sketch.within(x, y, 57, 28, 8, 44);
  }

  @Test
  void aCircleGoesAlsoIfItHasAGap() {
    boolean[] seven = Sketch.mask(SIDE, SIDE, EnclosuresTest::seven);
    assertThat(left((x, y) -> ring(x, y, 90, 90) | seven(x, y))).containsExactly(seven);
    assertThat(left((x, y) -> x > 80 && y > 45 && y < 60 ? 0 : ring(x, y, 90, 90) | seven(x, y)))
        .containsExactly(seven);
  }

  /**
   * A loop at the end of a stroke is a digit's; alone it may be the inner line of an outlined one.
   */
  @Test
  void aCircleAroundA6Goes() {
    IntBinaryOperator six = (x, y) -> ring(x, y, 26, 26) | Sketch.within(x, y, 37, 15, 4, 35);
    assertThat(left((x, y) -> ring(x, y, 94, 94) | six.applyAsInt(x, y)))
        .containsExactly(Sketch.mask(SIDE, SIDE, six));
  }

  @Test
  void boxesInARowGo() {
    IntBinaryOperator boxes =
        (x, y) -> Sketch.within(x, y, 0, 24, 100, 52) * (x % 33 < 3 || y < 27 || y > 72 ? 1 : 0);
    IntBinaryOperator bar = (x, y) -> Sketch.within(x, y, 47, 32, 5, 36);
    assertThat(left((x, y) -> boxes.applyAsInt(x, y) | bar.applyAsInt(x, y)))
        .containsExactly(Sketch.mask(SIDE, SIDE, bar));
  }

  @Test
  void fourStrokesThatDoNotMeetGo() {
    assertThat(left((x, y) -> fourSides(x, y) | seven(x, y)))
        .containsExactly(Sketch.mask(SIDE, SIDE, EnclosuresTest::seven));
  }

  private static int fourSides(int x, int y) {
    return Sketch.within(x, y, 12, 6, 76, 4)
        | Sketch.within(x, y, 12, 90, 76, 4)
        | Sketch.within(x, y, 6, 12, 4, 76)
        | Sketch.within(x, y, 90, 12, 4, 76);
  }

  /** 1 in four brackets, each at one corner. */
  private static int brackets(int x, int y) {
    boolean inner = Math.max(Math.abs(x - 49.5), Math.abs(y - 49.5)) < 40;
    boolean open = Math.min(Math.abs(x - 49.5), Math.abs(y - 49.5)) < 24;
    return inner || open ? 0 : Sketch.within(x, y, 6, 6, 88, 88);
  }

  @Test
  void bracketsAtFourCornersGo() {
    assertThat(left((x, y) -> brackets(x, y) | seven(x, y)))
        .containsExactly(Sketch.mask(SIDE, SIDE, EnclosuresTest::seven));
  }

  @Test
  void bracketsAtThreeCornersStay() {
    assertStays((x, y) -> x > 50 && y > 50 ? seven(x, y) : brackets(x, y) | seven(x, y));
  }

  private static int axes(int x, int y) {
    return Sketch.within(x, y, 20, 4, 4, 92) | Sketch.within(x, y, 4, 82, 92, 4);
  }

  @Test
  void axesGo() {
    assertThat(left((x, y) -> axes(x, y) | seven(x, y)))
        .containsExactly(Sketch.mask(SIDE, SIDE, EnclosuresTest::seven));
  }

  @Test
  void a7WithAStrokeApartStays() {
    assertStays((x, y) -> axes(99 - x, 99 - y) | Sketch.within(x, y, 28, 40, 44, 5));
  }

  @Test
  void threeStrokesStay() {
    assertStays((x, y) -> x < 88 ? fourSides(x, y) | seven(x, y) : 0);
  }

  @Test
  void strokesThatAreHardlyLongerThanWhatIsBetweenThemStay() {
    assertStays((x, y) -> fourSides(x, y) | Sketch.within(x, y, 46, 18, 8, 64));
  }

  @Test
  void whatIsOpenOnOneSideStays() {
    assertStays((x, y) -> x > 60 ? 0 : ring(x, y, 90, 90) | Sketch.within(x, y, 45, 28, 8, 44));
  }

  @Test
  void anOutlined0Stays() {
    assertStays((x, y) -> ring(x, y, 60, 90) | ring(x, y, 36, 66));
  }

  /** Its lower loop is so small that its line fills it; the two larger lines are around it. */
  @Test
  void anOutlined8Stays() {
    assertStays(
        (x, y) -> {
          double above = Math.hypot(x - 49.5, y - 34);
          double below = Math.hypot(x - 49.5, y - 72);
          boolean outer = (above < 30 || below < 16) && above >= 27 && below >= 13;
          boolean inner = above >= 15 && above < 18 || below < 8;
          return outer || inner ? 1 : 0;
        });
  }

  @Test
  void a0WithADotStays() {
    assertStays((x, y) -> ring(x, y, 60, 90) | Sketch.within(x, y, 44, 39, 12, 22));
  }

  @Test
  void aSheetAroundTheLoopsOfADigitStays() {
    assertStays((x, y) -> Sketch.within(x, y, 10, 10, 80, 80) - seven(x, y) | bowl(x, y));
  }

  private static int bowl(int x, int y) {
    return Sketch.within(x, y, 59, 40, 4, 20);
  }

  /** Thirty circles, each around all within: a look at every pair takes gigabytes. */
  @Test
  void manyCirclesWithinEachOtherAreLookedAtOnceEach() {
    int side = 400;
    boolean[] rings =
        Sketch.mask(
            side,
            side,
            (x, y) -> {
              double away = Math.hypot(x - 199.5, y - 199.5);
              return away < 195 && away % 6.5 < 2 ? 1 : 0;
            });
    Components components = new Components(rings, Sketch.greys(side, side, (x, y) -> 1));
    assertThat(components.list()).hasSize(30);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Enclosures.removed(components.list(), components);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(400_000_000);
  }
}
