package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.training.ModelFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PreparedDigitTest {

  private static final int SIDE = PreparedDigit.SIDE;

  private static PreparedDigit prepared(int width, int height, IntBinaryOperator grey) {
    return PreparedDigit.of(Sketch.picture(width, height, grey));
  }

  /** A bar of 20 x 60 pixels, its left upper corner at (15, 25). */
  private static int bar(int x, int y, int paper, int ink) {
    return x >= 15 && x < 35 && y >= 25 && y < 85 ? ink : paper;
  }

  /** 20 x 60 fits as 7 x 20; centred with the middle of mass in row and column 14. */
  private static void assertIsTheBar(PreparedDigit prepared) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        boolean ink = row >= 4 && row < 24 && column >= 11 && column < 18;
        assertThat(prepared.grey(row, column))
            .as("row %d, column %d", row, column)
            .isEqualTo(ink ? 255 : 0);
      }
    }
  }

  @Nested
  class SaysWhereItIsAndWhatWasLeftOut {

    private static final Rectangle2D BAR = new Rectangle2D.Double(15, 25, 20, 60);

    private static void assertLeftOut(
        Shape leftOut, int width, int height, IntBinaryOperator expected) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          assertThat(leftOut.contains(x + 0.5, y + 0.5))
              .as("(%d, %d)", x, y)
              .isEqualTo(expected.applyAsInt(x, y) == 1);
        }
      }
    }

    /** A dot far from the bar. */
    private static int dot(int x, int y) {
      return Sketch.within(x, y, 70, 30, 8, 6);
    }

    private static int barAndDot(int x, int y) {
      return dot(x, y) == 1 ? 0 : bar(x, y, 255, 0);
    }

    @Test
    void warmingUpPreparesTheRingThatItDraws() {
      assertThatCode(PreparedDigit::warmUp).doesNotThrowAnyException();
    }

    @Test
    void nothingBesideAnythingElse() {
      PreparedDigit digit = prepared(100, 120, (x, y) -> bar(x, y, 255, 0));
      assertThat(digit.box()).isEqualTo(BAR);
      assertLeftOut(digit.leftOut(), 100, 120, (x, y) -> 0);
    }

    @Test
    void aDotBesideIt() {
      PreparedDigit digit = prepared(100, 120, (x, y) -> barAndDot(x, y));
      assertThat(digit.box()).isEqualTo(BAR);
      assertLeftOut(digit.leftOut(), 100, 120, (x, y) -> dot(x, y));
    }

    @Test
    void aLineBelowItAlsoOneWithMoreInk() {
      for (int height : new int[] {5, 14}) {
        IntBinaryOperator line = (x, y) -> Sketch.within(x, y, 2, 95, 96, height);
        PreparedDigit digit =
            prepared(100, 120, (x, y) -> line.applyAsInt(x, y) == 1 ? 0 : bar(x, y, 255, 0));
        assertThat(digit.box()).isEqualTo(BAR);
        assertLeftOut(digit.leftOut(), 100, 120, line);
      }
    }

    @Test
    void aFrameAroundIt() {
      for (int side : new int[] {1, 2, 6}) {
        PreparedDigit digit =
            prepared(
                100 + 2 * side,
                120 + 2 * side,
                (x, y) ->
                    Sketch.within(x, y, side, side, 100, 120) * bar(x - side, y - side, 255, 0));
        assertThat(digit.box()).isEqualTo(new Rectangle2D.Double(15 + side, 25 + side, 20, 60));
        assertLeftOut(
            digit.leftOut(),
            100 + 2 * side,
            120 + 2 * side,
            (x, y) -> 1 - Sketch.within(x, y, side, side, 100, 120));
      }
    }

    @Test
    void inPixelsOfThePictureAlsoIfItIsReduced() {
      PreparedDigit digit = prepared(600, 720, (x, y) -> barAndDot(x / 6, y / 6));
      assertThat(digit.box()).isEqualTo(new Rectangle2D.Double(90, 150, 120, 360));
      assertLeftOut(digit.leftOut(), 600, 720, (x, y) -> dot(x / 6, y / 6));
    }

    @Test
    void toThePixelAlsoIfItIsSmallAndLookedAtTwice() {
      IntBinaryOperator near = (x, y) -> dot(x - 601, y - 702);
      IntBinaryOperator far = (x, y) -> Sketch.within(x, y, 80, 120, 8, 12);
      PreparedDigit digit =
          prepared(
              960,
              1080,
              (x, y) ->
                  near.applyAsInt(x, y) + far.applyAsInt(x, y) > 0
                      ? 0
                      : bar(x - 601, y - 702, 255, 0));
      assertThat(digit.box()).isEqualTo(new Rectangle2D.Double(616, 727, 20, 60));
      assertLeftOut(
          digit.leftOut(), 960, 1080, (x, y) -> near.applyAsInt(x, y) + far.applyAsInt(x, y));
    }

    @Test
    void inPixelsOfThePictureAlsoIfItIsEnlarged() {
      Rectangle2D box =
          prepared(16, 16, (x, y) -> 255 * (1 - Sketch.within(x, y, 6, 3, 3, 10))).box();
      assertThat(box.getX()).isBetween(5.5, 6.5);
      assertThat(box.getY()).isBetween(2.5, 3.5);
      assertThat(box.getMaxX()).isBetween(8.5, 9.5);
      assertThat(box.getMaxY()).isBetween(12.5, 13.5);
    }

    @Test
    void theTableAroundASheet() {
      PreparedDigit digit =
          prepared(
              200,
              220,
              (x, y) ->
                  Sketch.within(x, y, 40, 50, 100, 120) == 1 ? bar(x - 40, y - 50, 220, 10) : 60);
      assertThat(digit.box()).isEqualTo(new Rectangle2D.Double(55, 75, 20, 60));
      // Along the edge of the sheet, three pixels are left out too.
      assertLeftOut(digit.leftOut(), 200, 220, (x, y) -> 1 - Sketch.within(x, y, 43, 53, 94, 114));
    }

    @Test
    void ofEachDigitOfARowTheOthers() {
      List<PreparedDigit> row =
          prepared(160, 120, (x, y) -> bar(x, y, bar(x - 70, y, 255, 0), 0)).row();
      assertThat(row.stream().map(PreparedDigit::box))
          .containsExactly(BAR, new Rectangle2D.Double(85, 25, 20, 60));
      assertLeftOut(row.get(0).leftOut(), 160, 120, (x, y) -> bar(x - 70, y, 0, 1));
      assertLeftOut(row.get(1).leftOut(), 160, 120, (x, y) -> bar(x, y, 0, 1));
    }
  }

  @Nested
  class FitsTheInkIntoTwentyPixelsAroundItsCentreOfMass {

    @Test
    void darkOnLight() {
      assertIsTheBar(prepared(100, 120, (x, y) -> bar(x, y, 255, 0)));
    }

    @Test
    void lightOnDark() {
      assertIsTheBar(prepared(100, 120, (x, y) -> bar(x, y, 10, 240)));
    }

    @Test
    void faintInkAsFullInk() {
      assertIsTheBar(prepared(100, 120, (x, y) -> bar(x, y, 180, 130)));
    }

    @Test
    void andNotThePaperInALoopOfThickStrokes() {
      PreparedDigit zero =
          prepared(
              220,
              220,
              (x, y) -> {
                double away = Math.hypot(x - 109.5, 1.3 * (y - 109.5));
                return away > 70 || away < 18 ? 230 : 40;
              });
      assertThat(zero.box()).isEqualTo(new Rectangle2D.Double(40, 56, 140, 108));
      assertThat(zero.grey(SIDE / 2, SIDE / 2)).isZero();
    }

    @Test
    void onPaperWithLightFromOneSide() {
      assertIsTheBar(prepared(100, 120, (x, y) -> bar(x, y, 120, 20) + x));
    }

    @Test
    void inBrokenStrokes() {
      // Four dashes of a vertical line and three of a horizontal one.
      IntBinaryOperator dashes =
          (x, y) ->
              x == 10 && y >= 4 && y < 24 && y % 5 < 4 || y == 24 && x >= 10 && x < 22 && x % 4 < 3
                  ? 90
                  : 240;
      assertThat(prepared(30, 30, dashes).box()).isEqualTo(new Rectangle2D.Double(10, 5, 12, 20));
    }

    @Test
    void withoutTheNoiseOfThePaper() {
      Random random = new Random(1);
      PreparedDigit noisy =
          prepared(
              100, 120, (x, y) -> bar(x, y, 200, 40) + (int) Math.round(8 * random.nextGaussian()));
      int paper = 0;
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          boolean ink = row >= 4 && row < 24 && column >= 11 && column < 18;
          if (ink) {
            assertThat(noisy.grey(row, column)).isGreaterThan(225);
          } else {
            paper += noisy.grey(row, column);
          }
        }
      }
      assertThat(paper).isZero();
    }

    /** An H of 20 x 20 pixels, whose right half is half as strong. */
    @Test
    void keepingGreyValues() {
      PreparedDigit prepared =
          prepared(
              40,
              40,
              (x, y) ->
                  Sketch.within(x, y, 10, 10, 20, 20) == 1
                          && (x < 14 || x >= 26 || y >= 18 && y < 22)
                      ? x < 20 ? 200 : 100
                      : 0);
      // The left half weighs twice as much, so the centre of mass lies 7.7 pixels from the left.
      assertThat(prepared.grey(14, 6)).isZero();
      assertThat(prepared.grey(14, 7)).isEqualTo(255);
      assertThat(prepared.grey(14, 16)).isEqualTo(255);
      assertThat(prepared.grey(14, 17)).isEqualTo(128);
      assertThat(prepared.grey(14, 26)).isEqualTo(128);
      assertThat(prepared.grey(14, 27)).isZero();
    }

    /** A 7, 80 pixels wide and 120 high. */
    private static int seven(int x, int y) {
      boolean stroke = y < 14 && x >= 10 || Math.abs(x - 72 + 0.6 * (y - 14)) < 8;
      return stroke && Sketch.within(x, y, 0, 0, 80, 120) == 1 ? 20 : 240;
    }

    @Test
    void cutOutAlongItsEdgesWithASpeckBesideIt() {
      PreparedDigit whole = prepared(200, 180, (x, y) -> seven(x - 60, y - 30));
      PreparedDigit cutOut =
          prepared(
              140, 120, (x, y) -> Sketch.within(x, y, 4, 108, 4, 4) == 1 ? 20 : seven(x - 30, y));
      assertThat(cutOut.greys()).isEqualTo(whole.greys());
      assertThat(cutOut.box().getY()).isZero();
      assertThat(cutOut.box().getHeight()).isEqualTo(120);
    }

    @Test
    void withoutCuttingAnythingOff() {
      // A heavy end would draw the thin tail over the edge.
      PreparedDigit prepared =
          prepared(
              300,
              300,
              (x, y) -> x >= 20 && x < 220 && (x < 40 || y == 150) && y >= 50 && y < 250 ? 255 : 0);
      int firstColumn = 0;
      int lastColumn = 0;
      for (int row = 0; row < SIDE; row++) {
        firstColumn += prepared.grey(row, 8);
        lastColumn += prepared.grey(row, 27);
      }
      assertThat(firstColumn).isGreaterThan(0);
      assertThat(lastColumn).isGreaterThan(0);
    }
  }

  @Nested
  class LeavesOutWhatIsFainterThanTheStrokes {

    /** A 7 in pixels of 500 x 500. */
    private static boolean isInk(int x, int y) {
      boolean bar = Sketch.within(x, y, 150, 100, 200, 36) == 1;
      return bar || y >= 100 && y < 400 && Math.abs(x - 332 + 0.4 * (y - 100)) < 18;
    }

    private final PreparedDigit clean = prepared(500, 500, (x, y) -> isInk(x, y) ? 40 : 230);

    private int mostPaper(PreparedDigit prepared) {
      int most = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        int row = i / SIDE;
        int column = i % SIDE;
        if (isFarFromInk(row, column)) {
          most = Math.max(most, prepared.grey(row, column));
        }
      }
      return most;
    }

    private boolean isFarFromInk(int row, int column) {
      for (int y = Math.max(0, row - 3); y <= Math.min(SIDE - 1, row + 3); y++) {
        for (int x = Math.max(0, column - 3); x <= Math.min(SIDE - 1, column + 3); x++) {
          if (clean.grey(y, x) > 0) {
            return false;
          }
        }
      }
      return true;
    }

    @Test
    void suchAsSquaredPaper() {
      PreparedDigit squared =
          prepared(500, 500, (x, y) -> isInk(x, y) ? 40 : x % 50 < 4 || y % 50 < 4 ? 185 : 245);
      assertThat(mostPaper(squared)).isZero();
    }

    @Test
    void orALineThatIsInkOnlyHereAndThere() {
      PreparedDigit ruled =
          prepared(
              500,
              500,
              (x, y) ->
                  isInk(x, y) ? 40 : (y + x / 20) % 250 < 4 ? (x % 40 < 20 ? 125 : 165) : 245);
      assertThat(ruled.box()).isEqualTo(clean.box());
      assertThat(mostPaper(ruled)).isZero();
    }

    @Test
    void orAShadowAsDarkAsInkNearlyIs() {
      PreparedDigit shaded =
          prepared(
              500,
              500,
              (x, y) -> (int) ((isInk(x, y) ? 45 : 230) * (x + 0.6 * y > 380 ? 0.48 : 1)));
      assertThat(shaded.box()).isEqualTo(clean.box());
      assertThat(mostPaper(shaded)).isZero();
    }
  }

  @Nested
  class OfMnistsOwnImages {

    private static final int IMAGES = 200;

    /** And a little, since features are float32. */
    private static final double ONE_LEVEL = 1.01 / 255;

    private final LabelledImages images = ImageData.bundled().test();

    private PreparedDigit again(BufferedImage image) {
      return PreparedDigit.of(DigitPicture.of("digit", image));
    }

    /** Mean difference in grey levels to what the set has. */
    private double off(int index) {
      PreparedDigit prepared = again(Sketch.of(images, index, 1));
      double sum = 0;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        int grey = prepared.grey(pixel / SIDE, pixel % SIDE);
        sum += Math.abs(grey - images.pixel(index, pixel));
      }
      return sum / (SIDE * SIDE);
    }

    @Test
    void nearlyAllComeBackAsTheyWereButForFaintEdges() {
      assertThat(IntStream.range(0, IMAGES).filter(index -> off(index) < 1).count())
          .isGreaterThanOrEqualTo(IMAGES * 9 / 10);
    }

    @Test
    void theyComeBackTheSameFromAnEnlargedAndAnInvertedPicture() {
      for (int i = 0; i < IMAGES; i++) {
        INDArray plain = Features.of(again(Sketch.of(images, i, 1)));
        BufferedImage large = Sketch.of(images, i, 4);
        assertThat(distance(plain, again(large))).isLessThan(ONE_LEVEL);
        assertThat(distance(plain, again(Sketch.inverted(large)))).isLessThan(ONE_LEVEL);
      }
    }

    @Test
    void theCnnIsRightAboutThemAsOftenAsBeforeButForOneAtMost() {
      MultiLayerNetwork cnn = ModelFile.pretrained("cnn").orElseThrow().network();
      INDArray prepared = prepared(index -> Sketch.of(images, index, 4));
      long before = right(cnn.output(images.first(IMAGES).features()));
      assertThat(right(cnn.output(prepared))).isGreaterThanOrEqualTo(before - 1);
      assertThat(before).isGreaterThanOrEqualTo(195);
    }

    @Test
    void theCnnReadsNearlyAllOfThemInAQuarterOfThePixels() {
      MultiLayerNetwork cnn = ModelFile.pretrained("cnn").orElseThrow().network();
      assertThat(right(cnn.output(prepared(this::halved)))).isGreaterThanOrEqualTo(197);
    }

    @Test
    void aLittleNoiseDoesNotHideThemInAQuarterOfThePixels() {
      Random random = new Random(1);
      int found = 0;
      for (int i = 0; i < IMAGES; i++) {
        BufferedImage small = halved(i);
        BufferedImage faint =
            Sketch.image(
                small.getWidth(),
                small.getHeight(),
                (x, y) ->
                    (int) (210 - (small.getRGB(x, y) & 0xff) * 0.43 + 8 * random.nextGaussian()));
        found += DigitFinder.group(DigitPicture.of("digit", faint)).isPresent() ? 1 : 0;
      }
      assertThat(found).isGreaterThanOrEqualTo(IMAGES - 2);
    }

    /** Means of 2 x 2 pixels; the digits are 10 pixels high. */
    private BufferedImage halved(int index) {
      return DigitPicture.of("digit", Sketch.of(images, index, 1)).scaledDown(SIDE / 2);
    }

    /** Features of the pictures that are made of the images, {@code [200, 784]}. */
    private INDArray prepared(IntFunction<BufferedImage> picture) {
      return Nd4j.vstack(
          IntStream.range(0, IMAGES)
              .mapToObj(index -> Features.of(again(picture.apply(index))))
              .toList());
    }

    private long right(INDArray outputs) {
      int[] predicted = outputs.argMax(1).toIntVector();
      return IntStream.range(0, IMAGES)
          .filter(index -> predicted[index] == images.label(index))
          .count();
    }

    private double distance(INDArray features, PreparedDigit digit) {
      return features.sub(Features.of(digit)).amaxNumber().doubleValue();
    }
  }

  @Nested
  class RefusesAPictureWithoutInk {

    private void assertBlank(IntBinaryOperator grey) {
      assertBlank(60, 50, grey);
    }

    private void assertBlank(int width, int height, IntBinaryOperator grey) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> prepared(width, height, grey))
          .withMessage("sketch: no digit found; expected one that stands out from its background");
    }

    @Test
    void ofTenPixelsOfNoise() {
      Random random = new Random(5);
      for (int base : new int[] {40, 128, 230}) {
        for (int deviation : new int[] {12, 25, 50}) {
          for (int i = 0; i < 10; i++) {
            assertBlank(10, 10, (x, y) -> clipped(base + deviation * random.nextGaussian()));
          }
        }
      }
    }

    @Test
    void ofCoarseNoise() {
      for (int seed = 0; seed < 6; seed++) {
        Random random = new Random(seed);
        int[] cells = random.ints(14 * 14, 0, 256).toArray();
        assertBlank(28, 28, (x, y) -> cells[y / 2 * 14 + x / 2]);
        assertBlank(14, 14, (x, y) -> cells[y / 2 * 14 + x / 2]);
      }
    }

    @Test
    void ofAFewSpecks() {
      for (int seed = 0; seed < 20; seed++) {
        Random random = new Random(seed);
        assertBlank(12, 14, (x, y) -> random.nextInt(100) < 3 ? 0 : 255);
      }
    }

    @Test
    void ofTenPixelsFromDarkToLight() {
      assertBlank(10, 10, (x, y) -> 25 * x);
      assertBlank(10, 10, (x, y) -> 250 - 10 * x);
    }

    @Test
    void withADot() {
      assertBlank((x, y) -> Sketch.within(x, y, 24, 20, 12, 12) == 1 ? 30 : 240);
    }

    @Test
    void withTheEdgeOfAShadow() {
      for (int dark : new int[] {110, 150}) {
        assertBlank(500, 500, (x, y) -> x + 0.6 * y > 480 ? dark : 230);
        assertBlank(96, 96, (x, y) -> x + 0.6 * y > 92 ? dark : 230);
      }
    }

    @Test
    void withTheEdgeOfANoisyShadowFromAnySide() {
      for (int degrees = 0; degrees < 360; degrees += 20) {
        double across = Math.cos(Math.toRadians(degrees));
        double down = Math.sin(Math.toRadians(degrees));
        for (int noise : new int[] {1, 10}) {
          Random random = new Random(degrees);
          assertBlank(
              160,
              120,
              (x, y) -> {
                boolean shaded = (x - 80) * across + (y - 60) * down > 30;
                return clipped((shaded ? 120 : 230) + noise * random.nextGaussian());
              });
        }
      }
    }

    @Test
    void ofOneColour() {
      assertBlank((x, y) -> 0);
      assertBlank((x, y) -> 255);
      assertBlank((x, y) -> 90);
    }

    @Test
    void ofLightFromOneSide() {
      assertBlank((x, y) -> 100 + x + y);
    }

    @Test
    void ofNothingButNoise() {
      Random random = new Random(2);
      assertBlank((x, y) -> Math.max(0, Math.min(255, (int) (128 + 25 * random.nextGaussian()))));
    }

    private static int clipped(double level) {
      return (int) Math.max(0, Math.min(255, level));
    }

    @Test
    void ofClippedNoise() {
      for (int seed = 0; seed < 3; seed++) {
        for (int paper : new int[] {0, 20, 235, 255}) {
          for (int deviation : new int[] {10, 40, 100}) {
            Random random = new Random(seed);
            assertBlank((x, y) -> clipped(paper + deviation * random.nextGaussian()));
          }
        }
      }
    }

    @Test
    void ofSaltAndPepper() {
      for (int most : new int[] {10, 30, 80, 250}) {
        Random random = new Random(3);
        assertBlank((x, y) -> random.nextInt(1_000) < most ? random.nextInt(2) * 255 : 128);
      }
    }

    @Test
    void ofRuledAndSquaredPaper() {
      for (int noise : new int[] {0, 4}) {
        Random random = new Random(4);
        assertBlank((x, y) -> clipped((y % 10 == 5 ? 90 : 245) + noise * random.nextGaussian()));
        assertBlank(
            (x, y) ->
                clipped((y % 10 == 5 || x % 10 == 5 ? 90 : 245) + noise * random.nextGaussian()));
      }
    }

    @Test
    void ofRuledAndSquaredPaperAskew() {
      for (int noise : new int[] {0, 4}) {
        Random random = new Random(4);
        assertBlank(
            300,
            300,
            (x, y) -> clipped(((y + x / 15) % 60 < 2 ? 130 : 245) + noise * random.nextGaussian()));
        assertBlank(
            300,
            300,
            (x, y) ->
                clipped(
                    ((y + x / 15) % 60 < 2 || (x + 300 - y / 15) % 60 < 2 ? 130 : 245)
                        + noise * random.nextGaussian()));
      }
    }

    @Test
    void ofAnEmptyCellOrSheet() {
      assertBlank((x, y) -> x == 0 || y == 0 || x == 59 || y == 49 ? 30 : 240);
      assertBlank((x, y) -> x < 2 || y >= 48 ? 0 : 255);
      assertBlank((x, y) -> y < 5 ? 70 : 250);
      assertBlank((x, y) -> Sketch.within(x, y, 9, 8, 42, 34) == 1 ? 240 : 60);
    }

    @Test
    void withADash() {
      assertBlank((x, y) -> Sketch.within(x, y, 10, 20, 40, 5) == 1 ? 0 : 255);
    }

    @Test
    void withATooFaintMark() {
      assertBlank((x, y) -> x > 20 && x < 30 ? 236 : 255);
    }
  }
}
