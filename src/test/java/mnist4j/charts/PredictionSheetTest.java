package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mnist4j.evaluation.Classification;
import org.junit.jupiter.api.Test;

class PredictionSheetTest {

  private static final Color ORANGE = new Color(0xe06000);

  /** An orange square on white. */
  private static PredictionSheet.Row row(String name, List<Double> outputs, boolean probable) {
    BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 50; y++) {
      for (int x = 0; x < 50; x++) {
        boolean ink = x >= 10 && x < 40 && y >= 10 && y < 40;
        image.setRGB(x, y, (ink ? ORANGE : Color.WHITE).getRGB());
      }
    }
    List<String> digits = IntStream.range(0, outputs.size()).mapToObj(Integer::toString).toList();
    return new PredictionSheet.Row(
        name, image, Optional.empty(), prepared(), new Classification(digits, outputs, probable));
  }

  /** A black square of 20 x 20 pixels in 28 x 28. */
  private static BufferedImage prepared() {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < 28 * 28; pixel++) {
      int x = pixel % 28;
      int y = pixel / 28;
      boolean ink = x >= 4 && x < 24 && y >= 4 && y < 24;
      image.setRGB(x, y, (ink ? Color.BLACK : Color.WHITE).getRGB());
    }
    return image;
  }

  private static PredictionSheet.Row sure() {
    return row("3.png", List.of(0., 0., 0., 1., 0., 0., 0., 0., 0., 0.), true);
  }

  @Test
  void showsThePictureInItsColoursAndWhatTheNetworkSeesInBlack() {
    BufferedImage drawn = sheet(sure()).draw();
    // 140 units for 50 pixels, of which 30 a side are ink; 20 of 28 beside it.
    long orange = Pixels.count(drawn, ORANGE);
    assertThat(orange).isBetween(165L * 165, 171L * 171);
    assertThat(Pixels.count(drawn, Color.BLACK)).isBetween(197L * 197, 201L * 201);
    Pixels.assertNothingIsCut(drawn);
  }

  private static PredictionSheet.Row marked(Rectangle2D leftOut) {
    PredictionSheet.Row row = sure();
    return new PredictionSheet.Row(
        row.name(),
        row.original(),
        Optional.of(new PredictionSheet.Marks(new Rectangle(10, 10, 30, 30), leftOut)),
        row.prepared(),
        row.classification());
  }

  private static Rectangle bounds(BufferedImage image, Color colour) {
    Rectangle bounds = new Rectangle(-1, -1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == colour.getRGB()) {
          bounds.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return bounds;
  }

  @Test
  void aBoxIsAroundTheDigitAndHatchingOnlyWhereSomethingWasLeftOut() {
    BufferedImage drawn = sheet(marked(new Rectangle(0, 0, 50, 8))).draw();
    Rectangle ink = bounds(drawn, ORANGE);
    Rectangle box = bounds(drawn, PredictionSheet.BOX);
    // The line is 3 pixels wide, its middle 4 from the ink.
    assertThat(box.contains(ink)).isTrue();
    assertThat(box.width - ink.width).isBetween(8, 12);
    assertThat(box.height - ink.height).isBetween(8, 12);
    // 5.6 pixels for one of the picture's, whose ink begins at (10, 10).
    Rectangle hatched = bounds(drawn, PredictionSheet.HATCHING);
    assertThat(hatched.x).isBetween(ink.x - 56, ink.x - 50);
    assertThat(hatched.y).isBetween(ink.y - 56, ink.y - 50);
    assertThat(hatched.y + hatched.height).isBetween(ink.y - 17, ink.y - 11);
    Pixels.assertNothingIsCut(drawn);
  }

  @Test
  void nothingIsHatchedWhereNothingWasLeftOut() {
    BufferedImage drawn = sheet(marked(new Rectangle())).draw();
    assertThat(Pixels.count(drawn, PredictionSheet.HATCHING)).isZero();
    assertThat(Pixels.count(drawn, PredictionSheet.BOX)).isPositive();
    assertThat(Pixels.count(sheet(sure()).draw(), PredictionSheet.BOX)).isZero();
  }

  @Test
  void theBarOfTheDecisionIsAsLongAsItsOutputAndTheOnlyBlueOne() {
    long sure = Pixels.count(sheet(sure()).draw(), Theme.seriesPaint(0));
    long unsure =
        Pixels.count(
            sheet(row("3.png", List.of(.5, .1, .1, .1, .1, .02, .02, .02, .02, .02), true)).draw(),
            Theme.seriesPaint(0));
    assertThat((double) unsure / sure).isBetween(.48, .52);
  }

  @Test
  void outputsBelowZeroAndAboveOneStayWithinThePicture() {
    BufferedImage drawn =
        sheet(
                row("linear.png", List.of(-3., 12.5), false),
                row("other.png", List.of(-1000.25, .5), false))
            .draw();
    Pixels.assertNothingIsCut(drawn);
  }

  @Test
  void ofManyClassesTheTwelveWithTheHighestOutputsHaveABar() {
    Double[] outputs = new Double[62];
    Arrays.fill(outputs, 0.001);
    outputs[50] = 0.9;
    PredictionSheet many = sheet(row("k.png", List.of(outputs), true));
    PredictionSheet twelve = sheet(row("k.png", List.of(outputs).subList(0, 12), true));
    assertThat(many.height()).isLessThanOrEqualTo(twelve.height() + 20);
    assertThat(Pixels.count(many.draw(), Theme.seriesPaint(0)))
        .isGreaterThan(Pixels.count(twelve.draw(), Theme.seriesPaint(0)) + 1_000);
    Pixels.assertNothingIsCut(many.draw());
  }

  @Test
  void aLongPathIsWrapped() {
    String path = "a/long/way/to/".repeat(20) + "3.png";
    Pixels.assertNothingIsCut(sheet(row(path, List.of(.5, .5), true)).draw());
  }

  @Test
  void everyPictureAddsARowUpToFifty() {
    int one = height(1, 1);
    int step = height(2, 2) - one;
    assertThat(step).isGreaterThan(140);
    assertThat(height(50, 50)).isEqualTo(one + 49 * step);
    assertThat(height(50, 51)).isBetween(height(50, 50), height(50, 50) + 30);
    assertThatIllegalArgumentException().isThrownBy(() -> height(51, 51));
  }

  @Test
  void aNoteSaysHowManyOfThePicturesOrDigitsAreShown() {
    String always = "Left: the picture. Middle: the network's input.";
    assertNote(new PredictionSheet(List.of(sure()), 1, "pictures"), always);
    for (String what : List.of("pictures", "digits")) {
      assertNote(
          new PredictionSheet(List.of(sure(), sure()), 53, what),
          always + " The first 2 of 53 " + what + " are shown.");
    }
  }

  /** Above the rows is the note and nothing else. */
  private static void assertNote(PredictionSheet sheet, String note) {
    Heading heading = new Heading("", note);
    int height = heading.below(sheet.width());
    BufferedImage expected = new Note(sheet.width(), height, heading).draw();
    BufferedImage drawn = sheet.draw().getSubimage(0, 0, expected.getWidth(), expected.getHeight());
    assertThat(pixels(drawn)).isEqualTo(pixels(expected));
  }

  private record Note(int width, int height, Heading heading) implements Figure {

    @Override
    public void paint(Graphics2D graphics) {
      heading.paint(graphics, width);
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static PredictionSheet sheet(PredictionSheet.Row... rows) {
    return new PredictionSheet(List.of(rows), rows.length, "pictures");
  }

  private static int height(int rows, int pictures) {
    return new PredictionSheet(Collections.nCopies(rows, sure()), pictures, "pictures").height();
  }
}
