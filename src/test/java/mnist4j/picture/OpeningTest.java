package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

  private static float[] row(float... values) {
    return values;
  }

  private static float[] extremes(int reach, int sign, float... row) {
    return Opening.extremes(new GreyImage(row.length, 1, row), reach, sign).values();
  }

  @Test
  void extremesAreThoseOfAWindowCutOffAtTheEnds() {
    assertThat(extremes(1, 1, 1, 5, 2, 0, 3)).containsExactly(5, 5, 5, 3, 3);
    assertThat(extremes(1, -1, 1, 5, 2, 0, 3)).containsExactly(1, 1, 0, 0, 0);
  }

  @Test
  void removesWhatIsNarrowerThanTheWindow() {
    GreyImage image = new GreyImage(7, 1, row(0, 7, 0, 5, 5, 5, 0));
    assertThat(Opening.of(image, 1).values()).containsExactly(0, 0, 0, 5, 5, 5, 0);
  }

  @Test
  void aSquareThatStandsOnACornerFitsIntoOneAsLarge() {
    // 17 pixels from corner to corner without the outermost, so 12 a side.
    GreyImage image =
        GreyImage.of(25, 25, (x, y) -> isTurned(Math.abs(x - 12), Math.abs(y - 12)) ? 9 : 0);
    assertThat(Opening.ofTurned(image, 5).values()).containsExactly(image.values());
    assertThat(Opening.ofTurned(image, 6).values()).containsOnly(0);
    assertThat(Opening.of(image, 5).values()).containsOnly(0);
  }

  private static boolean isTurned(int across, int down) {
    return across + down <= 8 && Math.max(across, down) < 8;
  }

  @Test
  void whatIsTurnedOnlyRemovesAndTwiceIsAsOnce() {
    Random random = new Random(3);
    GreyImage image = GreyImage.of(19, 13, (x, y) -> random.nextInt(100));
    GreyImage once = Opening.ofTurned(image, 2);
    for (int i = 0; i < image.values().length; i++) {
      assertThat(once.values()[i]).isLessThanOrEqualTo(image.values()[i]);
    }
    assertThat(Opening.ofTurned(once, 2).values()).containsExactly(once.values());
  }

  @Test
  void aCircleHasNoEnds() {
    assertThat(Opening.ofCircle(row(5, 0, 0, 0, 5, 5), 1)).containsExactly(5, 0, 0, 0, 5, 5);
    assertThat(Opening.ofCircle(row(5, 0, 0, 0, 0, 5), 1)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 6, 40})
  void everySquareIsLookedAtWhole(int reach) {
    Random random = new Random(reach);
    GreyImage image = GreyImage.of(19, 13, (x, y) -> random.nextInt(100));
    assertThat(Opening.extremes(image, reach, 1).values())
        .containsExactly(GreyImage.of(19, 13, (x, y) -> largest(image, reach, x, y)).values());
  }

  private static float largest(GreyImage image, int reach, int x, int y) {
    float most = 0;
    for (int v = Math.max(0, y - reach); v <= Math.min(image.height() - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(image.width() - 1, x + reach); u++) {
        most = Math.max(most, image.at(u, v));
      }
    }
    return most;
  }
}
