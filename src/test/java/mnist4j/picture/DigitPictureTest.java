package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitPictureTest {

  private static final int SIDE = 8;

  private static final String UNUSUAL =
      " is a lossless, arithmetic or otherwise unusual JPEG picture, expected a baseline or"
          + " progressive one; save it as a plain PNG";

  @TempDir private Path directory;

  private Path file(String name) {
    return directory.resolve(name);
  }

  private DigitPicture reread(BufferedImage image, String format) throws IOException {
    Path file = file("picture." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return PictureFile.read(file);
  }

  private String complaint(Path file) {
    return catchThrowableOfType(PictureException.class, () -> PictureFile.read(file)).getMessage();
  }

  @Nested
  class Reads {

    @Test
    void greyPicturesWithTheVeryLevelsOfTheFile() throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      for (int x = 0; x < SIDE; x++) {
        image.getRaster().setSample(x, 3, 0, 30 * x);
      }
      DigitPicture picture = reread(image, "png");
      for (int x = 0; x < SIDE; x++) {
        assertThat(picture.grey(x, 3)).isEqualTo(30 * x);
      }
    }

    @Test
    void greyPicturesOfSixteenBits() throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
      image.getRaster().setSample(2, 1, 0, 65_535);
      image.getRaster().setSample(3, 1, 0, 100 * 257);
      DigitPicture picture = reread(image, "png");
      assertThat(picture.grey(2, 1)).isEqualTo(255);
      assertThat(picture.grey(3, 1)).isEqualTo(100);
    }

    /** As a file system or a copy may leave it. */
    @Test
    void aPngWithZerosBehindItsEnd() throws IOException {
      Path file = file("padded.png");
      ImageIO.write(Sketch.image(SIDE, SIDE, (x, y) -> 30 * x), "png", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length + 2_000_000));
      assertThat(PictureFile.read(file).grey(2, 0)).isEqualTo(60);
    }

    @Test
    void coloursByTheirLuma() throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, Color.RED.getRGB());
      image.setRGB(1, 0, Color.GREEN.getRGB());
      image.setRGB(2, 0, Color.BLUE.getRGB());
      image.setRGB(3, 0, Color.WHITE.getRGB());
      DigitPicture picture = reread(image, "png");
      assertThat(picture.grey(0, 0)).isCloseTo(76.245, within(1e-9));
      assertThat(picture.grey(1, 0)).isCloseTo(149.685, within(1e-9));
      assertThat(picture.grey(2, 0)).isCloseTo(29.07, within(1e-9));
      assertThat(picture.grey(3, 0)).isEqualTo(255);
    }

    @Test
    void eachColourAloneOnlyWhereThereIsOne() {
      BufferedImage image = Sketch.image(SIDE, SIDE, (x, y) -> 10 * x + y);
      assertThat(DigitPicture.of("grey", image).channels(SIDE)).hasSize(1);
      for (int colour : new int[] {0x110000, 0x001100, 0x000011}) {
        BufferedImage coloured = Sketch.image(SIDE, SIDE, (x, y) -> 10 * x + y);
        coloured.setRGB(5, 6, colour);
        assertThat(DigitPicture.of("coloured", coloured).channels(SIDE)).hasSize(4);
      }
    }

    @Test
    void partsOfAnImageOfBytes() {
      BufferedImage whole = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
      for (int i = 0; i < 1_200; i++) {
        whole.setRGB(i % 40, i / 40, 13_577 * i);
      }
      BufferedImage part = whole.getSubimage(7, 5, 20, 16);
      DigitPicture picture = DigitPicture.of("part", part);
      for (int i = 0; i < 320; i++) {
        assertThat(picture.rgb(i % 20, i / 20)).isEqualTo(part.getRGB(i % 20, i / 20) & 0xffffff);
      }
    }

    /** Which are kept of a picture of more than 4 million. */
    @ParameterizedTest
    @CsvSource({"png,BGR", "png,RGB", "png,GREY", "bmp,BGR"})
    void everySecondPixelOfALargePicture(String format, String colours) throws IOException {
      int type =
          switch (colours) {
            case "BGR" -> BufferedImage.TYPE_3BYTE_BGR;
            case "RGB" -> BufferedImage.TYPE_INT_RGB;
            default -> BufferedImage.TYPE_BYTE_GRAY;
          };
      BufferedImage image = new BufferedImage(3_000, 1_999, type);
      byte[] levels = new byte[3_000 * 1_999 * image.getRaster().getNumBands()];
      new Random(1).nextBytes(levels);
      image.getRaster().setDataElements(0, 0, 3_000, 1_999, sameInAllBands(image, levels));
      for (DigitPicture picture : List.of(DigitPicture.of("large", image), reread(image, format))) {
        assertThat(picture.width()).isEqualTo(1_500);
        assertThat(picture.height()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
          int expected = image.getRaster().getSample(2 * i, 2 * i, 0);
          assertThat(picture.grey(i, i)).isEqualTo(expected);
        }
      }
    }

    /** What is left of these has more than 4 million pixels, too. */
    @Test
    void everySecondPixelAndNoFewerWhereTheSidesAreOdd() throws IOException {
      BufferedImage image = new BufferedImage(3_999, 4_001, BufferedImage.TYPE_BYTE_BINARY);
      for (DigitPicture picture : List.of(DigitPicture.of("odd", image), reread(image, "png"))) {
        assertThat(picture.width()).isEqualTo(2_000);
        assertThat(picture.height()).isEqualTo(2_001);
      }
    }

    private static Object sameInAllBands(BufferedImage image, byte[] levels) {
      if (image.getType() != BufferedImage.TYPE_INT_RGB) {
        int bands = image.getRaster().getNumBands();
        for (int i = 0; i < levels.length; i++) {
          levels[i] = levels[i - i % bands];
        }
        return levels;
      }
      int[] pixels = new int[levels.length / 3];
      Arrays.setAll(pixels, i -> (levels[i] & 0xff) * 0x010101);
      return pixels;
    }

    @Test
    void palettes() throws IOException {
      byte[] levels = {0, (byte) 200};
      BufferedImage image =
          new BufferedImage(
              SIDE,
              SIDE,
              BufferedImage.TYPE_BYTE_BINARY,
              new IndexColorModel(1, 2, levels, levels, levels));
      image.getRaster().setSample(1, 0, 0, 1);
      DigitPicture picture = reread(image, "png");
      assertThat(picture.grey(0, 0)).isZero();
      assertThat(picture.grey(1, 0)).isEqualTo(200);
    }

    @Test
    void whatIsTransparentAsWhite() throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
      image.setRGB(1, 0, 0xff000000);
      image.setRGB(2, 0, 0x80000000);
      DigitPicture picture = reread(image, "png");
      assertThat(picture.grey(0, 0)).isEqualTo(255);
      assertThat(picture.grey(1, 0)).isZero();
      assertThat(picture.grey(2, 0)).isEqualTo(127);
    }

    private static DigitPicture bar(int colour, int strays) {
      BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
      for (int y = 20; y < 80; y++) {
        for (int x = 45; x < 55; x++) {
          image.setRGB(x, y, colour);
        }
      }
      for (int i = 0; i < strays; i++) {
        image.setRGB(5 + 20 * i, 5, 0xff000000);
      }
      return DigitPicture.of("bar", image);
    }

    @Test
    void whatIsTransparentAsBlackAroundWhiteInkAlsoIfThereAreAFewDarkPixels() {
      for (int strays : new int[] {0, 1, 5}) {
        DigitPicture picture = bar(0xffffffff, strays);
        assertThat(picture.onBlack()).isTrue();
        assertThat(PreparedDigit.of(picture).box())
            .isEqualTo(new Rectangle2D.Double(45, 20, 10, 60));
      }
      assertThat(bar(0xff000000, 0).onBlack()).isFalse();
      assertThat(bar(0x00000000, 5).onBlack()).isFalse();
    }

    /** Grey of a transparent pixel is stored as it is, or as its share. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void greyWithAlpha(boolean premultiplied) {
      ColorModel model =
          new ComponentColorModel(
              ColorSpace.getInstance(ColorSpace.CS_GRAY),
              true,
              premultiplied,
              Transparency.TRANSLUCENT,
              DataBuffer.TYPE_BYTE);
      WritableRaster raster = model.createCompatibleWritableRaster(SIDE, SIDE);
      raster.setPixel(1, 0, new int[] {0, 255});
      raster.setPixel(2, 0, new int[] {premultiplied ? 60 : 120, 128});
      DigitPicture picture =
          DigitPicture.of("alpha", new BufferedImage(model, raster, premultiplied, null));
      assertThat(picture.grey(0, 0)).isEqualTo(255);
      assertThat(picture.grey(1, 0)).isZero();
      assertThat(picture.grey(2, 0)).isCloseTo(187, within(1.0));
    }

    /** As telephones save them: what begins there is no scan of the picture. */
    @Test
    void jpegsWithAVideoBehindThem() throws IOException {
      Path file = file("motion.jpg");
      ImageIO.write(Sketch.image(2_000, 2_000, (x, y) -> 180), "jpg", file.toFile());
      byte[] video = new byte[1_000_000];
      Arrays.fill(video, (byte) 0xda);
      for (int i = 0; i < video.length; i += 2) {
        video[i] = (byte) 0xff;
      }
      Files.write(file, video, StandardOpenOption.APPEND);
      assertThat(PictureFile.read(file).grey(4, 4)).isCloseTo(180, within(2.0));
    }

    @Test
    void jpegs() throws IOException {
      DigitPicture picture = reread(Sketch.image(SIDE, SIDE, (x, y) -> 180), "jpg");
      assertThat(picture.grey(4, 4)).isCloseTo(180, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp"})
    void formatsOfTheJdk(String format) throws IOException {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      image.setRGB(2, 1, 0xffffff);
      DigitPicture picture = reread(image, format);
      assertThat(picture.grey(2, 1)).isEqualTo(255);
      assertThat(picture.grey(1, 2)).isZero();
    }

    @Test
    void theContentOfAFile() throws IOException {
      Path file = file("picture.png");
      ImageIO.write(Sketch.image(7, 12, (x, y) -> 10 * x + y), "png", file.toFile());
      DigitPicture picture = PictureFile.decode("upload", Files.readAllBytes(file));
      assertThat(picture.name()).isEqualTo("upload");
      assertThat(picture.grey(6, 11)).isEqualTo(71);
    }

    @Test
    void widthAndHeightWithoutConfusingThem() throws IOException {
      DigitPicture picture = reread(Sketch.image(7, 12, (x, y) -> 10 * x + y), "png");
      assertThat(picture.width()).isEqualTo(7);
      assertThat(picture.height()).isEqualTo(12);
      assertThat(picture.grey(6, 11)).isEqualTo(71);
    }
  }

  @Nested
  class Shrunk {

    @Test
    void isTheMeanOfItsColours() {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x += 2) {
          image.setRGB(x, y, 0xc86400);
        }
      }
      BufferedImage small = DigitPicture.of("stripes", image).scaledDown(4);
      assertThat(small.getWidth()).isEqualTo(4);
      assertThat(small.getRGB(3, 3) & 0xffffff).isEqualTo(0x643200);
    }

    @Test
    void keepsItsShapeAndIsNeverLarger() {
      DigitPicture wide = Sketch.picture(40, 10, (x, y) -> x);
      assertThat(wide.scaledDown(20).getHeight()).isEqualTo(5);
      assertThat(wide.scaledDown(80).getWidth()).isEqualTo(40);
    }
  }

  @Nested
  class Refuses {

    @Test
    void aMissingFile() {
      assertThat(complaint(file("nowhere.png")))
          .isEqualTo(file("nowhere.png") + " does not exist; name a PNG, JPEG, GIF or BMP picture");
    }

    @Test
    void aDirectory() {
      assertThat(complaint(directory))
          .isEqualTo(directory + " is no file; name a PNG, JPEG, GIF or BMP picture");
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void aDirectoryThatCannotBeReadAndWhatIsInIt() throws IOException {
      Path closed = Files.createDirectory(file("closed"));
      Path within = Files.createFile(closed.resolve("7.png"));
      Files.setPosixFilePermissions(closed, Set.of());
      try {
        assumeThat(Files.isReadable(closed)).as("permissions that hold root back").isFalse();
        assertThat(complaint(closed))
            .isEqualTo(closed + " is a directory that cannot be read; check its permissions");
        assertThat(complaint(within))
            .isEqualTo(within + " cannot be read; check the permissions of its directory");
      } finally {
        Files.setPosixFilePermissions(closed, Set.of(PosixFilePermission.values()));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "This is no picture, whatever its name says."})
    void whatIsNoPicture(String content) throws IOException {
      Path file = Files.writeString(file("text.png"), content);
      assertThat(complaint(file))
          .isEqualTo(file + " is no PNG, JPEG, GIF or BMP picture; convert it to one");
    }

    @ParameterizedTest
    @CsvSource({
      "TIFF, 49492a0008000000",
      "TIFF, 4d4d002a00000008",
      "WebP, 524946461a00000057454250",
      "HEIC, 000000186674797068656963",
      "AVIF, 000000206674797061766966"
    })
    void picturesOfOtherFormatsByTheirName(String format, String start) throws IOException {
      Path file = Files.write(file("picture"), HexFormat.of().parseHex(start + "00".repeat(20)));
      assertThat(complaint(file))
          .isEqualTo(
              "%s is a %s picture, expected PNG, JPEG, GIF or BMP; convert it to one"
                  .formatted(file, format));
    }

    @ParameterizedTest
    @CsvSource({
      "png,.1", "png,.5", "png,.8", "jpg,.1", "jpg,.5", "jpg,.9", "gif,.1", "gif,.5", "bmp,.1",
      "bmp,.5", "bmp,.9"
    })
    void whatIsCutShort(String format, double share) throws IOException {
      Path file = file("cut." + format);
      ImageIO.write(Sketch.image(90, 90, (x, y) -> x * y % 256), format, file.toFile());
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
      assertThat(complaint(file))
          .startsWith(file + " cannot be decoded (")
          .doesNotContain("null")
          .endsWith("); get it again or save it as a plain PNG");
    }

    @Test
    void aPngOfMoreChunksThanAnyPicture() throws IOException {
      Path file = file("chunks.png");
      ImageIO.write(Sketch.image(30, 30, (x, y) -> x), "png", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      byte[] empty = HexFormat.of().parseHex("000000007072567435aa6c7c");
      ByteBuffer longer = ByteBuffer.allocate(whole.length + 100_001 * empty.length);
      longer.put(whole, 0, 33);
      for (int i = 0; i < 100_001; i++) {
        longer.put(empty);
      }
      longer.put(whole, 33, whole.length - 33);
      assertThat(complaint(Files.write(file, longer.array())))
          .isEqualTo(file + " has more than 100000 chunks; save it as a plain PNG");
    }

    /** A PNG file with one more chunk, whose checksum the decoder does not look at. */
    private Path png(BufferedImage image, String type, int length) throws IOException {
      Path file = file("chunk.png");
      ImageIO.write(image, "png", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      ByteBuffer longer = ByteBuffer.allocate(whole.length + 12 + length);
      longer.put(whole, 0, 33).putInt(length).put(type.getBytes(StandardCharsets.US_ASCII));
      longer.put("name\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
      longer.position(33 + 12 + length).put(whole, 33, whole.length - 33);
      return Files.write(file, longer.array());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sPLT", "tEXt", "prVt"})
    void aPngWithAPaletteAndAChunkThatIsTooLongBesideItsPixels(String type) throws IOException {
      BufferedImage palette = new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_INDEXED);
      Path file = png(palette, type, 1_000_001);
      assertThat(complaint(file))
          .isEqualTo(
              file
                  + " has a chunk of 1000001 bytes beside its pixels, expected at most 1000000; save"
                  + " it as a plain PNG");
      assertThat(PictureFile.read(png(Sketch.image(30, 30, (x, y) -> x), type, 1_000_001)).width())
          .isEqualTo(30);
      for (String harmless : List.of("iCCP", "iTXt", "zTXt", "fdAT")) {
        assertThat(PictureFile.read(png(palette, harmless, 1_000_001)).width()).isEqualTo(30);
      }
    }

    @Test
    void inOneLineWhateverItsNameIs() {
      assertThatThrownBy(() -> PictureFile.decode("7\r\n.\u2028png", new byte[9]))
          .isInstanceOf(PictureException.class)
          .hasMessage("7??.?png is no PNG, JPEG, GIF or BMP picture; convert it to one");
    }

    @ParameterizedTest
    @CsvSource({
      ColorSpace.CS_GRAY + "," + DataBuffer.TYPE_SHORT,
      ColorSpace.CS_GRAY + "," + DataBuffer.TYPE_INT,
      ColorSpace.CS_GRAY + "," + DataBuffer.TYPE_FLOAT,
      ColorSpace.CS_GRAY + "," + DataBuffer.TYPE_DOUBLE,
      ColorSpace.CS_sRGB + "," + DataBuffer.TYPE_SHORT,
      ColorSpace.CS_sRGB + "," + DataBuffer.TYPE_INT
    })
    void valuesOfUnknownKinds(int colours, int type) {
      ColorModel model =
          new ComponentColorModel(
              ColorSpace.getInstance(colours), false, false, Transparency.OPAQUE, type);
      BufferedImage image =
          new BufferedImage(model, model.createCompatibleWritableRaster(30, 30), false, null);
      assertThatThrownBy(() -> DigitPicture.of("mine", image))
          .isInstanceOf(PictureException.class)
          .hasMessage("mine has values with a sign or of more than 16 bits; convert it to 8 bits");
    }

    @Test
    void aLargePictureOfAnotherSizeThanTheNetworks() {
      BufferedImage image = new BufferedImage(4_001, 3_000, BufferedImage.TYPE_BYTE_GRAY);
      DigitPicture picture = DigitPicture.of("photo", image);
      assertThatThrownBy(() -> picture.greys(28, 28))
          .isInstanceOf(PictureException.class)
          .hasMessageStartingWith(
              "photo is 4001 x 3000 pixels (width x height), expected 28 x 28, ");
    }

    @Test
    void aPictureWithoutRoomForADigit() throws IOException {
      Path file = file("thin.png");
      ImageIO.write(Sketch.image(4, 30, (x, y) -> x), "png", file.toFile());
      assertThat(complaint(file))
          .isEqualTo(
              file
                  + " is 4 x 30 pixels, expected at least 5 a side and at most 110 million in all;"
                  + " scale it");
    }

    @Test
    void aPictureThatWouldNotFitIntoMemoryByItsHeaderAlone() throws IOException {
      Path file = Files.write(file("bomb.png"), headerOfPng(60_000, 50_000));
      assertThat(complaint(file))
          .startsWith(file + " is 60000 x 50000 pixels, expected at least 5");
    }

    @Test
    void aPictureWithASideLongerThanAnyPhotographs() throws IOException {
      Path file = Files.write(file("thin.png"), headerOfPng(10_000_000, 5));
      assertThat(complaint(file))
          .isEqualTo(file + " is 10000000 x 5 pixels, expected at most 65535 a side; scale it");
    }

    /** Other readers on the class path are not asked, since some fail on today's Java. */
    @Test
    void aPortablePixmap() throws IOException {
      Path file = Files.writeString(file("picture.ppm"), "P6\n2 2\n255\n" + "x".repeat(12));
      assertThat(complaint(file))
          .isEqualTo(file + " is no PNG, JPEG, GIF or BMP picture; convert it to one");
    }

    /** A JPEG file with more segments before its end, or instead of it. */
    private Path jpeg(int side, int[] segment, int times, boolean before) throws IOException {
      Path file = file("more.jpg");
      ImageIO.write(Sketch.image(side, side, (x, y) -> x * 255 / side), "jpg", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      int start = before ? 2 : whole.length - 2;
      ByteBuffer longer = ByteBuffer.allocate(whole.length + segment.length * times);
      longer.put(whole, 0, start);
      for (int i = 0; i < times; i++) {
        for (int octet : segment) {
          longer.put((byte) octet);
        }
      }
      longer.put(whole, start, whole.length - start);
      return Files.write(file, longer.array());
    }

    @Test
    void aJpegOfMoreScansThanItsSizeExplains() throws IOException {
      Path file = jpeg(1_100, new int[] {0xff, 0xda, 0, 2}, 909, false);
      assertThat(complaint(file))
          .isEqualTo(
              file + " has 910 scans, expected at most 909 at its size; save it as a plain PNG");
    }

    @Test
    void aJpegOfMoreSegmentsThanAnyPicture() throws IOException {
      assertThat(complaint(jpeg(40, new int[] {0xff, 0xfe, 0, 2}, 1_000, true)))
          .matches(
              ".*more.jpg has 10\\d\\d segments and 0 bytes between them, expected at most 1000; .*");
      assertThat(complaint(jpeg(40, new int[] {0xff}, 1_001, true)))
          .matches(
              ".*more.jpg has \\d segments and 1001 bytes between them, expected at most 1000; .*");
    }

    /** Whoever asks for the size alone does not pay for a look at all of the file. */
    @Test
    void aJpegOfMoreSegmentsBehindItsFirstScanWhenItIsDecoded() throws IOException {
      Path file = jpeg(40, new int[] {0xff, 0xfe, 0, 2}, 1_000, false);
      assertThat(PictureFile.pixels("it", Files.readAllBytes(file))).isEqualTo(1_600);
      assertThat(complaint(file))
          .matches(
              ".*more.jpg has 10\\d\\d segments and 0 bytes between them, expected at most 1000; .*");
    }

    /** The decoder takes 12 bytes or more of each pixel of a lossless one before it reads any. */
    @ParameterizedTest
    @ValueSource(ints = {0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf})
    void aJpegThatIsNeitherBaselineNorProgressive(int frame) throws IOException {
      Path file = file("lossless.jpg");
      ImageIO.write(Sketch.image(40, 40, (x, y) -> 6 * x), "jpg", file.toFile());
      byte[] bytes = Files.readAllBytes(file);
      int start = 0;
      while (bytes[start] != (byte) 0xff || bytes[start + 1] != (byte) 0xc0) {
        start++;
      }
      bytes[start + 1] = (byte) frame;
      assertThat(complaint(Files.write(file, bytes))).isEqualTo(file + UNUSUAL);
    }

    /** One decoder takes what follows for its length, and sees another frame than the others. */
    @Test
    void aJpegWithAMarkerBeforeItsScanThatDecodersReadDifferently() throws IOException {
      for (int marker : new int[] {0x00, 0x01, 0x02, 0xbf, 0xc8, 0xcc, 0xd0, 0xd7, 0xf0, 0xfd}) {
        Path file = jpeg(40, new int[] {0xff, marker, 0, 4, 0xff, 0xe1}, 1, true);
        assertThat(complaint(file)).isEqualTo(file + UNUSUAL);
      }
    }

    /** A decoder that took their word for it would take memory for each. */
    @Test
    void aJpegWhoseScanNamesMoreComponentsThanThereAre() throws IOException {
      int[] scan = new int[28];
      System.arraycopy(new int[] {0xff, 0xda, 0, 26, 10}, 0, scan, 0, 5);
      for (int i = 5; i < 25; i += 2) {
        scan[i] = 1;
      }
      Path file = jpeg(40, scan, 1, false);
      byte[] bytes = Files.readAllBytes(file);
      int first = 0;
      while (bytes[first] != (byte) 0xff || bytes[first + 1] != (byte) 0xda) {
        first++;
      }
      int last = bytes.length - 2 - scan.length;
      ByteBuffer only = ByteBuffer.allocate(first + bytes.length - last);
      only.put(bytes, 0, first).put(bytes, last, bytes.length - last);
      assertThat(complaint(Files.write(file, only.array())))
          .startsWith(file + " cannot be decoded");
    }

    @Test
    void aBmpWithAnotherPictureInIt() throws IOException {
      Path file = file("within.bmp");
      ImageIO.write(Sketch.image(30, 30, (x, y) -> x), "bmp", file.toFile());
      byte[] bytes = Files.readAllBytes(file);
      for (int compression : new int[] {4, 5}) {
        bytes[30] = (byte) compression;
        assertThat(complaint(Files.write(file, bytes)))
            .startsWith(file + " is a BMP file with a JPEG or PNG picture in it, expected pixels");
      }
    }

    /** A GIF file with something more before its image, in hexadecimal digits. */
    private Path gif(String more) throws IOException {
      Path file = file("more.gif");
      ImageIO.write(Sketch.image(30, 30, (x, y) -> x), "gif", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      int start = 13 + 3 * (2 << (whole[10] & 7));
      byte[] inserted = HexFormat.of().parseHex(more);
      ByteBuffer longer = ByteBuffer.allocate(whole.length + inserted.length);
      longer.put(whole, 0, start).put(inserted).put(whole, start, whole.length - start);
      return Files.write(file, longer.array());
    }

    /**
     * A comment, metadata of a program, plain text, an unknown extension, and a comment behind a
     * graphic control extension whose length the decoder does not look at.
     */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "21fe",
          "21ff0b584d502044617461584d50",
          "21010c000000000000000000000000",
          "21cc",
          "21f9002c00000000" + "21fe",
          "21ff00" + "0141"
        })
    void aGifWithExtensionsOfTooManyBlocks(String start) throws IOException {
      assertThat(PictureFile.read(gif(start + "0141".repeat(4_990) + "00")).width()).isEqualTo(30);
      Path file = gif(start + "0141".repeat(5_001) + "00");
      assertThat(complaint(file))
          .isEqualTo(file + " has more than 5000 blocks before its pixels; save it as a plain PNG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"21fe00", "21f9040000000000", "21ff0000"})
    void aGifWithTooManyExtensions(String extension) throws IOException {
      assertThat(PictureFile.read(gif(extension.repeat(100))).width()).isEqualTo(30);
      assertThat(complaint(gif(extension.repeat(5_001)))).contains(" has more than 5000 blocks ");
    }

    private byte[] headerOfPng(int width, int height) throws IOException {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      DataOutputStream header = new DataOutputStream(chunk);
      header.write("IHDR".getBytes(StandardCharsets.US_ASCII));
      header.writeInt(width);
      header.writeInt(height);
      header.write(new byte[] {8, 0, 0, 0, 0});
      CRC32 sum = new CRC32();
      sum.update(chunk.toByteArray());
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(file);
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      out.writeInt(13);
      out.write(chunk.toByteArray());
      out.writeInt((int) sum.getValue());
      out.write(new byte[12]);
      return file.toByteArray();
    }
  }

  /** Rectangles on two levels, some with a sheet of a few pixels: none breaks the search. */
  @Test
  void smallPicturesAreSearchedOrRefused() {
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      int width = 5 + random.nextInt(40);
      int height = 5 + random.nextInt(8);
      int[] levels = random.ints(3, 0, 256).toArray();
      int column = random.nextInt(width);
      Rectangle box =
          new Rectangle(
              random.nextInt(width),
              random.nextInt(height),
              1 + random.nextInt(width),
              1 + random.nextInt(height));
      DigitPicture picture =
          Sketch.picture(
              width, height, (x, y) -> box.contains(x, y) ? levels[2] : levels[x < column ? 0 : 1]);
      refused += DigitFinder.group(picture).isEmpty() ? 1 : 0;
    }
    assertThat(refused).isBetween(1, 299);
  }
}
