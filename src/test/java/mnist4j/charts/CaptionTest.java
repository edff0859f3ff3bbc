package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionTest {

  private static final double TILE = 122;

  private static Caption misclassified(String truth, String predicted) {
    return Caption.plain("true %s,".formatted(truth), "predicted " + predicted);
  }

  @Test
  void digitsStandOnOneLine() {
    Caption.Layout layout =
        Caption.Layout.of(List.of(misclassified("4", "9"), misclassified("7", "1")), TILE);
    assertThat(layout.lines())
        .containsExactly(List.of("true 4, predicted 9"), List.of("true 7, predicted 1"));
  }

  @Test
  void longNamesTakeALineForEachPhraseAndAllCaptionsFollow() {
    Caption.Layout layout =
        Caption.Layout.of(
            List.of(misclassified("Ankle boot", "T-shirt/top"), misclassified("Bag", "Bag")), TILE);
    assertThat(layout.lines())
        .containsExactly(
            List.of("true Ankle boot,", "predicted T-shirt/top"),
            List.of("true Bag,", "predicted Bag"));
    assertEveryLineFits(layout);
  }

  @Test
  void namesWiderThanATileAreSmallerOrBrokenButNeverCut() {
    String name = "Donaudampfschifffahrtsgesellschaftskapitän";
    Caption.Layout layout = Caption.Layout.of(List.of(misclassified(name, "Bag")), TILE);
    assertThat(String.join("", layout.lines().get(0)).replace(" ", ""))
        .isEqualTo("true" + name + ",predictedBag");
    assertEveryLineFits(layout);
  }

  @Test
  void heightIsThatOfTheTallestCaption() {
    Caption.Layout layout =
        Caption.Layout.of(
            List.of(Caption.plain("7"), Caption.plain("a phrase that is", "rather long indeed")),
            TILE);
    assertThat(layout.height()).isEqualTo(2 * Fonts.lineHeight(layout.font()));
    assertThat(Caption.Layout.of(List.of(), TILE).height()).isZero();
  }

  private static void assertEveryLineFits(Caption.Layout layout) {
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
