package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionLayoutTest {

  private static final double TILE = 122;

  @Test
  void digitsStandOnOneLine() {
    CaptionLayout layout =
        CaptionLayout.of(List.of(Caption.mistake("4", "9"), Caption.mistake("7", "1")), TILE);
    assertThat(layout.lines())
        .containsExactly(List.of("true 4, predicted 9"), List.of("true 7, predicted 1"));
  }

  @Test
  void longNamesTakeALineForEachPhraseAndAllCaptionsFollow() {
    CaptionLayout layout =
        CaptionLayout.of(
            List.of(Caption.mistake("Ankle boot", "T-shirt/top"), Caption.mistake("Bag", "Bag")),
            TILE);
    assertThat(layout.lines())
        .containsExactly(
            List.of("true Ankle boot,", "predicted T-shirt/top"),
            List.of("true Bag,", "predicted Bag"));
    assertEveryLineFits(layout);
  }

  @Test
  void namesWiderThanATileAreSmallerOrBrokenButNeverCut() {
    String name = "Donaudampfschifffahrtsgesellschaftskapitän";
    CaptionLayout layout = CaptionLayout.of(List.of(Caption.mistake(name, "Bag")), TILE);
    assertThat(String.join("", layout.lines().get(0)).replace(" ", ""))
        .isEqualTo("true" + name + ",predictedBag");
    assertEveryLineFits(layout);
  }

  @Test
  void heightIsThatOfTheTallestCaption() {
    CaptionLayout layout =
        CaptionLayout.of(
            List.of(
                Caption.neutral("7"), Caption.neutral("a phrase that is", "rather long indeed")),
            TILE);
    assertThat(layout.height()).isEqualTo(2 * Fonts.lineHeight(layout.font()));
    assertThat(CaptionLayout.of(List.of(), TILE).height()).isZero();
  }

  private static void assertEveryLineFits(CaptionLayout layout) {
    assertThat(layout.lines())
        .allSatisfy(
            lines ->
                assertThat(lines)
                    .allSatisfy(
                        line ->
                            assertThat(Fonts.width(line, layout.font()))
                                .isLessThanOrEqualTo(TILE)));
  }
}
