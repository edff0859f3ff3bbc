package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mnist4j.RealMnist;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.Features;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierDetectorTest {

  /** A directory of Fashion-MNIST's four files, for the test that needs it. */
  private static final String FASHION = System.getProperty("mnist4j.fashion", "");

  private static BufferedImage drawn(Consumer<Graphics2D> painter) {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 200, 200);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(9, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    painter.accept(graphics);
    graphics.dispose();
    return image;
  }

  private static boolean isOutlier(DigitPicture picture) {
    return OutlierDetector.isOutlier(Features.of(PreparedDigit.of(picture)).toFloatVector());
  }

  private static boolean isOutlier(Consumer<Graphics2D> painter) {
    return isOutlier(DigitPicture.of("drawn", drawn(painter)));
  }

  private static void write(Graphics2D graphics, String character) {
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 150));
    graphics.drawString(character, 40, 155);
  }

  /** Through points {@code x,y}. */
  private static void trace(Graphics2D graphics, String stroke) {
    int[] numbers = Stream.of(stroke.split("[ ,]")).mapToInt(Integer::parseInt).toArray();
    for (int i = 2; i < numbers.length; i += 2) {
      graphics.drawLine(numbers[i - 2], numbers[i - 1], numbers[i], numbers[i + 1]);
    }
  }

  private static List<float[]> rows(LabelledImages images) {
    return Stream.of(images.features().toFloatMatrix()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "E", "K", "M", "R", "W", "X", "k", "h", "w", "@", "#", "&", "Ω"})
  void lettersAndSymbolsAreOutliers(String character) {
    assertThat(isOutlier(graphics -> write(graphics, character))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
  void printedDigitsAreNone(String digit) {
    assertThat(isOutlier(graphics -> write(graphics, digit))).isFalse();
  }

  @Test
  void scribblesAndFilledShapesAreOutliers() {
    assertThat(
            isOutlier(
                graphics ->
                    graphics.drawPolyline(
                        new int[] {30, 160, 50, 170, 40, 120, 150, 60},
                        new int[] {40, 60, 90, 130, 160, 30, 170, 120},
                        8)))
        .isTrue();
    assertThat(isOutlier(graphics -> graphics.fillRect(50, 40, 100, 120))).isTrue();
    Polygon shirt =
        new Polygon(
            new int[] {70, 130, 180, 165, 140, 140, 60, 60, 35, 20},
            new int[] {40, 40, 80, 105, 90, 170, 170, 90, 105, 80},
            10);
    assertThat(isOutlier(graphics -> graphics.fillPolygon(shirt))).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "arrow, '40,100 160,104|122,62 160,104 118,138'",
    "arrow down, '97,30 104,170|64,128 104,170 138,126'",
    "tick, '45,105 82,150 158,42'",
    "narrow tick, '60,110 88,158 142,38'",
    "cross, '48,44 150,158|152,46 50,154'",
    "plus, '100,38 104,162|40,98 162,104'",
    "star, '62,160 102,36 140,162 42,84 160,82 62,160'",
    "tally, '40,50 44,150|72,48 70,152|100,50 103,150|132,46 130,152|28,126 150,70'",
    "house, '48,90 100,40 154,92 48,90|58,92 58,160 146,158 144,92'",
    "hash, '80,40 66,160|134,42 120,162|42,78 160,80|38,122 156,124'"
  })
  void marksThatAreDrawnAreOutliers(String mark, String strokes) {
    assertThat(
            isOutlier(
                graphics ->
                    Stream.of(strokes.split("\\|")).forEach(stroke -> trace(graphics, stroke))))
        .as(mark)
        .isTrue();
  }

  @Test
  void ofTheBundledDigitsOnlyAFewAre() {
    List<float[]> images = rows(ImageData.bundled().test());
    assertThat(images).filteredOn(OutlierDetector::isOutlier).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void probabilitiesAreWhatTheLimitDivides() {
    for (float[] image : rows(ImageData.bundled().test().first(20))) {
      double probability = OutlierDetector.outlierProbability(image);
      assertThat(probability).isBetween(0.0, 1.0);
      assertThat(OutlierDetector.isOutlier(image)).isEqualTo(probability > 0.5);
    }
  }

  @Test
  void judgesTheDigitsOfMnistOnly() {
    SavedModel shipped = ModelFile.pretrained("mlp-64").orElseThrow();
    assertThat(OutlierDetector.knowsImagesOf(shipped)).isTrue();
    assertThat(OutlierDetector.knowsImagesOf(ModelFile.pretrained("perceptron").orElseThrow()))
        .isTrue();
    ModelMetadata digits = shipped.metadata().orElseThrow();
    assertThat(
            Stream.of(
                    Optional.<ModelMetadata>empty(),
                    Optional.of(
                        new ModelMetadata("x", digits.classNames(), false, ImageSize.MNIST)),
                    Optional.of(
                        new ModelMetadata(
                            "x",
                            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
                            true,
                            ImageSize.MNIST)),
                    Optional.of(
                        new ModelMetadata("x", digits.classNames(), true, new ImageSize(8, 8))))
                .map(metadata -> new SavedModel(shipped.network(), metadata)))
        .noneMatch(OutlierDetector::knowsImagesOf);
  }

  /** At most 0.2 %. */
  @Test
  void ofMnistsTestImagesAtMostTwentyAreOutliers() {
    assertThat(rows(RealMnist.test()).parallelStream().filter(OutlierDetector::isOutlier).count())
        .isLessThanOrEqualTo(20);
  }

  /** 5 % at most: images that are blank to the preparation are refused, others are outliers. */
  @Test
  @Tag("slow")
  void ofFashionMnistsTestImagesOneInTwentyIsTakenForADigit() {
    assumeTrue(
        Files.isDirectory(Path.of(FASHION)) && !FASHION.isEmpty(),
        "SKIPPED: needs Fashion-MNIST; set -Dmnist4j.fashion=DIR");
    LabelledImages clothes = DataSource.read(Path.of(FASHION), DataOptions.DEFAULT).images().test();
    long taken =
        clothes.toBufferedImages().parallelStream()
            .filter(
                image -> {
                  try {
                    return !isOutlier(DigitPicture.of("clothes", image));
                  } catch (PictureException e) {
                    return false;
                  }
                })
            .count();
    assertThat(taken).isLessThanOrEqualTo(clothes.size() / 20);
  }

  /** All but one of those whose digit is found. */
  @Test
  void theDrawnDigitsAreNone() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/mnist4j/drawn"))) {
      List<Path> drawn = files.toList();
      assertThat(drawn).hasSizeGreaterThanOrEqualTo(50);
      assertThat(drawn)
          .filteredOn(file -> isOutlier(PictureFile.read(file)))
          .hasSizeLessThanOrEqualTo(1);
    }
  }
}
