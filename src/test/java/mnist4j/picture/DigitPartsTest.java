package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DigitPartsTest {

  private static BufferedImage drawn(int width, int height, Consumer<Graphics2D> painter) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.BLACK);
    painter.accept(pen);
    pen.dispose();
    return picture;
  }

  /** Printed, with as much paper around its ink as is asked for. */
  private static BufferedImage printed(String text, int size, double degrees, int margin) {
    TextLayout layout =
        new TextLayout(
            text,
            new Font(Font.SANS_SERIF, Font.PLAIN, size),
            drawn(5, 5, pen -> {}).createGraphics().getFontRenderContext());
    var outline = layout.getOutline(AffineTransform.getRotateInstance(-Math.toRadians(degrees)));
    Rectangle ink = outline.getBounds();
    return drawn(
        ink.width + 2 * margin,
        ink.height + 2 * margin,
        pen -> {
          pen.translate(margin - ink.x, margin - ink.y);
          pen.fill(outline);
        });
  }

  private static PreparedDigit found(BufferedImage picture) {
    return PreparedDigit.of(DigitPicture.of("sketch", picture));
  }

  private static void assertRow(BufferedImage picture, int digits) {
    assertThat(found(picture).row()).hasSize(digits);
  }

  @Nested
  class OfARow {

    @Test
    void areThoseOfAllDigitsAlsoIfItIsCutOutAlongItsEdges() {
      for (String number :
          new String[] {"2718281", "7355608", "31415926", "28", "0688", "2222222"}) {
        for (int size : new int[] {40, 100, 300}) {
          assertThat(found(printed(number, size, 0, 0)).row())
              .as("%s, size %d", number, size)
              .hasSize(number.length());
        }
      }
    }

    @Test
    void areThoseOfAllDigitsAlsoIfItSlopes() {
      for (String number : new String[] {"866471", "1748802", "86647175"}) {
        for (int degrees : new int[] {-9, 5, 9}) {
          assertThat(found(printed(number, 60, degrees, 30)).row())
              .as("%s, %d degrees", number, degrees)
              .hasSize(number.length());
        }
      }
    }

    @Test
    void areAllOrNoneOfALongRow() {
      String digits = "14159265358979323846264338327950288419716939";
      assertThat(found(printed(digits.substring(0, 41), 40, 0, 60)).wholeRow()).hasSize(41);
      for (int longer : new int[] {42, 44}) {
        PreparedDigit digit = found(printed(digits.substring(0, longer), 40, 0, 60));
        assertThatThrownBy(digit::wholeRow)
            .isInstanceOf(PictureException.class)
            .hasMessage(
                "sketch: found more than 41 digits in a row, expected at most 41; cut the picture into parts");
      }
    }

    private static void seventeen(Graphics2D pen) {
      pen.drawLine(70, 10, 70, 50);
      pen.drawPolyline(new int[] {100, 125, 110}, new int[] {10, 10, 50}, 3);
    }

    @Test
    void areAlsoThoseOfA1ThatIsAThinLine() {
      assertRow(drawn(200, 60, OfARow::seventeen), 2);
      assertRow(drawn(800, 240, pen -> scaled(pen, 4)), 2);
    }

    private static void scaled(Graphics2D pen, int factor) {
      pen.scale(factor, factor);
      seventeen(pen);
    }

    @Test
    void areNoSidesOfACellAndNoLineThatIsLonger() {
      assertRow(
          drawn(
              200,
              60,
              pen -> {
                seventeen(pen);
                pen.drawLine(30, 55, 170, 55);
              }),
          1);
      assertRow(
          drawn(
              200,
              90,
              pen -> {
                pen.drawLine(70, 5, 70, 80);
                pen.drawPolyline(new int[] {100, 125, 110}, new int[] {20, 20, 60}, 3);
              }),
          1);
    }

    @Test
    void areNotThoseOfTheRowsAboveAndBelow() {
      BufferedImage row = printed("8641", 60, 4, 10);
      BufferedImage two =
          drawn(
              row.getWidth() + 20,
              row.getHeight() + 160,
              pen -> {
                pen.drawImage(row, 0, 0, null);
                pen.drawImage(row, 20, 160, null);
              });
      assertRow(two, 4);
    }
  }

  @Nested
  class OfADigit {

    private static void seven(Graphics2D pen) {
      pen.setStroke(new BasicStroke(8));
      pen.drawPolyline(new int[] {120, 180, 140}, new int[] {100, 100, 200}, 3);
    }

    private static void assertIsTheSevenAlone(Consumer<Graphics2D> caption) {
      BufferedImage picture =
          drawn(
              300,
              300,
              pen -> {
                caption.accept(pen);
                seven(pen);
              });
      PreparedDigit alone = found(drawn(300, 300, OfADigit::seven));
      assertThat(found(picture).box()).isEqualTo(alone.box());
    }

    @Test
    void areNoLettersAboveAndBelow() {
      for (String caption : new String[] {"Anzahl", "Number", "sum = m", "WMO"}) {
        for (int size : new int[] {16, 20}) {
          for (int baseline : new int[] {66, 224 + size}) {
            assertIsTheSevenAlone(
                pen -> {
                  pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
                  int width = pen.getFontMetrics().stringWidth(caption);
                  pen.drawString(caption, 150 - width / 2, baseline);
                });
          }
        }
      }
    }

    @Test
    void areBothStrokesOfA5AndThePiecesOfA4And7() {
      Rectangle five =
          box(
              pen -> {
                pen.drawLine(110, 60, 155, 58);
                pen.drawArc(80, 96, 80, 80, 150, -270);
              });
      assertThat(five.y).isLessThan(60);
      Rectangle four =
          box(
              pen -> {
                pen.drawPolyline(new int[] {110, 90, 160}, new int[] {60, 130, 130}, 3);
                pen.drawLine(140, 150, 140, 190);
              });
      assertThat(four.getMaxY()).isGreaterThan(188);
      Rectangle seven =
          box(
              pen -> {
                pen.drawLine(90, 60, 160, 60);
                pen.drawLine(140, 100, 110, 190);
              });
      assertThat(seven.y).isLessThan(60);
    }

    private static Rectangle box(Consumer<Graphics2D> digit) {
      return found(
              drawn(
                  240,
                  240,
                  pen -> {
                    pen.setStroke(new BasicStroke(8));
                    digit.accept(pen);
                  }))
          .box()
          .getBounds();
    }
  }
}
