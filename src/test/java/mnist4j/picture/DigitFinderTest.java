package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class DigitFinderTest {

  /** Both are looked at again, with all between them, since they are small in the whole strip. */
  @Test
  void aRowOfTwoDigitsFarApartIsLookedAtInFewPixels() {
    BufferedImage strip = new BufferedImage(7_000, 200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = strip.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 7_000, 200);
    pen.setColor(Color.BLACK);
    pen.setStroke(new BasicStroke(18));
    for (int x : new int[] {200, 6_700}) {
      pen.drawPolyline(new int[] {x, x + 96, x + 32}, new int[] {20, 20, 180}, 3);
    }
    pen.dispose();
    DigitFinder.Found found = DigitFinder.group(DigitPicture.of("strip", strip)).orElseThrow();
    assertThat(found.group().row()).hasSize(2);
    assertThat(found.group().mask()).hasSizeLessThan(3_000_000);
  }

  @Test
  void aMarginIsAQuarterOfTheLongerSideUpToALimit() {
    for (int side : new int[] {40, 320, 800}) {
      assertThat(margin(side)).isEqualTo(side / 4);
    }
    assertThat(margin(3_200)).isEqualTo(200);
  }

  private static int margin(int width) {
    return new View(Sketch.greys(width, 20, (x, y) -> 255), new AffineTransform(), 0)
        .onPaper()
        .margin();
  }
}
