package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.List;
import java.util.function.IntBinaryOperator;
import mnist4j.picture.Components.Component;
import org.junit.jupiter.api.Test;

class ComponentsTest {

  private static Components of(int width, boolean[] mask) {
    return new Components(mask, Sketch.greys(width, mask.length / width, (x, y) -> y * width + x));
  }

  @Test
  void touchAtCornersTooAndAreNumberedByTheirFirstPixels() {
    assertThat(of(5, Sketch.mask("##..#", "..#..", "#...#")).list())
        .containsExactly(
            new Component(1, new Rectangle(0, 0, 3, 2), 3, 0 + 1 + 7),
            new Component(2, new Rectangle(4, 0, 1, 1), 1, 4),
            new Component(3, new Rectangle(0, 2, 1, 1), 1, 10),
            new Component(4, new Rectangle(4, 2, 1, 1), 1, 14));
  }

  @Test
  void doNotGoOnFromTheEndOfARowInTheNext() {
    assertThat(of(4, Sketch.mask("...#", "#...", "...#")).list()).hasSize(3);
  }

  @Test
  void branchesThatMeetFartherDownAreOne() {
    assertThat(of(7, Sketch.mask("#.#.#.#", "#.#.#.#", "#..#..#", ".##.##.")).list())
        .extracting(Component::area)
        .containsExactly(15);
  }

  @Test
  void aMaskHasThePixelsOfTheWantedOnes() {
    Components components = of(5, Sketch.mask("##..#", "..#..", "#...#"));
    assertThat(components.mask(components.list().subList(1, 3)))
        .containsExactly(Sketch.mask("....#", ".....", "#...."));
  }

  @Test
  void aFrameHasFourSidesAndNothingElse() {
    assertThat(isFrame((x, y) -> 1 - Sketch.within(x, y, 2, 2, 36, 36))).isTrue();
    assertThat(isFrame((x, y) -> 1 - Sketch.within(x, y, 2, 2, 38, 36))).isFalse();
    assertThat(isFrame((x, y) -> 1 - Sketch.within(x, y, 8, 8, 24, 24))).isFalse();
    assertThat(isFrame((x, y) -> 1)).isFalse();
  }

  private static boolean isFrame(IntBinaryOperator ink) {
    Components components = of(40, Sketch.mask(40, 40, ink));
    List<Component> all = components.list();
    assertThat(all).hasSize(1);
    return components.isFrame(all.get(0));
  }
}
