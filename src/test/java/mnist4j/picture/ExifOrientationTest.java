package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {

  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  /** Stored pixels {@code 0 1 2} above {@code 3 4 5}, as each orientation is seen. */
  @ParameterizedTest
  @CsvSource({
    "TOP_LEFT, 3, 012345",
    "TOP_RIGHT, 3, 210543",
    "BOTTOM_RIGHT, 3, 543210",
    "BOTTOM_LEFT, 3, 345012",
    "LEFT_TOP, 2, 031425",
    "RIGHT_TOP, 2, 304152",
    "RIGHT_BOTTOM, 2, 524130",
    "LEFT_BOTTOM, 2, 251403"
  })
  void turnsPixels(ExifOrientation orientation, int columns, String seen) {
    int[] expected = seen.chars().map(digit -> digit - '0').toArray();
    assertThat(orientation.turned(new int[] {0, 1, 2, 3, 4, 5}, 3)).isEqualTo(expected);
    assertThat(orientation.swapsSides()).isEqualTo(columns == 2);
  }

  /** A picture that is light in its left half and has a black corner at the upper left. */
  private static byte[] stored(String format) throws IOException {
    BufferedImage image =
        Sketch.image(WIDTH, HEIGHT, (x, y) -> x < 16 && y < 16 ? 0 : x < WIDTH / 2 ? 240 : 120);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** A TIFF header and one directory with two tags, of which the second is the orientation. */
  private static byte[] tiff(int orientation, boolean little) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes(little ? "II" : "MM");
    write(out, little, 42, 2);
    write(out, little, 8, 4);
    write(out, little, 2, 2);
    for (int[] tag : new int[][] {{0x010f, 999}, {0x0112, orientation}}) {
      write(out, little, tag[0], 2);
      write(out, little, 3, 2);
      write(out, little, 1, 4);
      write(out, little, tag[1], 2);
      write(out, little, 0, 2);
    }
    write(out, little, 0, 4);
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, boolean little, int value, int bytes)
      throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.writeByte(value >> 8 * (little ? i : bytes - 1 - i));
    }
  }

  private static byte[] jpeg(byte[] tiff) throws IOException {
    byte[] plain = stored("jpg");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(plain, 0, 2);
    out.writeShort(0xffe1);
    out.writeShort(2 + 6 + tiff.length);
    out.writeBytes("Exif\0\0");
    out.write(tiff);
    out.write(plain, 2, plain.length - 2);
    return bytes.toByteArray();
  }

  /** With the chunk after the header, or after the pixels. */
  private static byte[] png(byte[] tiff, boolean first) throws IOException {
    byte[] plain = stored("png");
    int header = 33;
    int end = 12;
    int start = first ? header : plain.length - end;
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.write("eXIf".getBytes(StandardCharsets.US_ASCII));
    chunk.write(tiff);
    CRC32 sum = new CRC32();
    sum.update(chunk.toByteArray());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(plain, 0, start);
    out.writeInt(tiff.length);
    out.write(chunk.toByteArray());
    out.writeInt((int) sum.getValue());
    out.write(plain, start, plain.length - start);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isReadFromJpegAndPng(boolean little) throws IOException {
    for (byte[] file :
        new byte[][] {
          jpeg(tiff(6, little)), png(tiff(6, little), true), png(tiff(6, little), false)
        }) {
      DigitPicture turned = PictureFile.decode("turned", file);
      assertThat(turned.width()).isEqualTo(HEIGHT);
      assertThat(turned.height()).isEqualTo(WIDTH);
      // Clockwise by 90 degrees, so the black corner is at the upper right.
      assertThat(turned.grey(HEIGHT - 5, 5)).isLessThan(30);
      assertThat(turned.grey(5, 5)).isGreaterThan(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 65_535})
  void unknownOnesLeaveThePictureAsItIs(int orientation) throws IOException {
    DigitPicture picture = PictureFile.decode("as it is", jpeg(tiff(orientation, false)));
    assertThat(picture.width()).isEqualTo(WIDTH);
    assertThat(picture.grey(5, 5)).isLessThan(30);
  }

  @Test
  void damagedOnesAreIgnored() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      byte[] tiff = tiff(6, random.nextBoolean());
      tiff[random.nextInt(tiff.length)] = (byte) random.nextInt(256);
      assertThat(PictureFile.decode("damaged", jpeg(tiff)).width()).isIn(WIDTH, HEIGHT);
    }
  }
}
