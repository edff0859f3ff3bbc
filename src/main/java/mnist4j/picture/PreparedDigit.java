package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A digit in the format of MNIST: 28 x 28 pixels, 0 is background, 255 is full ink.
 *
 * <p>It is prepared as the site of MNIST's authors describes: the digit is scaled to fit 20 x 20
 * pixels with its aspect ratio kept, by averaging areas, and placed in 28 x 28 by its centre of
 * mass. The four IDX files show two more properties: the centre of mass is within the pixel of row
 * 14 and column 14 (counted from 0), and the strongest ink of every image is 255.
 */
public final class PreparedDigit {

  /** Width and height in pixels. */
  public static final int SIDE = 28;

  private static final int BOX = 20;
  private static final int CENTRE = SIDE / 2;

  private final String name;
  private final byte[] greys;
  private final View view;
  private final InkGroup group;

  private PreparedDigit(String name, byte[] greys, View view, InkGroup group) {
    this.name = name;
    this.greys = greys;
    this.view = view;
    this.group = group;
  }

  /**
   * Prepares a ring, drawn as a JPEG file, so that the JVM has loaded what pictures need and has
   * begun to compile it: the first picture after that takes less than half the time.
   */
  public static void warmUp() {
    int height = 480;
    BufferedImage ring = new BufferedImage(640, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < ring.getWidth() * height; i++) {
      int x = i % ring.getWidth();
      int y = i / ring.getWidth();
      double radius = Math.hypot(x - ring.getWidth() / 2.0, y - height / 2.0);
      ring.setRGB(x, y, Math.abs(radius - 120) < 15 ? 0 : 0xffffff);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageIO.write(ring, "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    of(PictureFile.decode("a ring", file.toByteArray()));
  }

  /**
   * Finds the ink of a picture, dark on light or light on dark, removes the background's shades and
   * noise, and scales and centres the ink.
   *
   * @throws PictureException if the picture shows no ink, or the search fails for want of memory or
   *     in another way
   */
  public static PreparedDigit of(DigitPicture picture) {
    try {
      DigitFinder.Found found = DigitFinder.group(picture).orElseThrow(() -> blank(picture));
      return of(picture.name(), found.group(), found.view());
    } catch (RuntimeException | OutOfMemoryError e) {
      throw PictureException.ofFault(
          picture.name(),
          e,
          "cannot be searched for a digit (%s); scale it or leave it out".formatted(e));
    }
  }

  /** This digit and those in a row with it, from left to right, at most 41. */
  public List<PreparedDigit> row() {
    return group.row().stream().map(digit -> of(name, digit, view)).toList();
  }

  /**
   * The same if there are no more.
   *
   * @throws PictureException if the row is longer
   */
  public List<PreparedDigit> wholeRow() {
    if (group.isOfALongerRow()) {
      throw new PictureException(
          "%s: found more than %d digits in a row, expected at most %d; cut the picture into parts"
              .formatted(name, DigitParts.MAX_IN_A_ROW, DigitParts.MAX_IN_A_ROW));
    }
    return row();
  }

  private static PictureException blank(DigitPicture picture) {
    return new PictureException(
        "%s: no digit found; expected one that stands out from its background"
            .formatted(picture.name()));
  }

  private static PreparedDigit of(String name, InkGroup group, View view) {
    FoundDigit found = group.digit(view.margin());
    Rectangle box = found.box();
    double scale = (double) BOX / Components.longer(box);
    double[][] ink =
        AreaResampler.resample(
            box,
            found.ink()::at,
            Math.max(1, (int) Math.round(box.height * scale)),
            Math.max(1, (int) Math.round(box.width * scale)));
    return new PreparedDigit(name, centred(ink), view, group);
  }

  private static byte[] centred(double[][] ink) {
    double most = 0;
    double sum = 0;
    double rowSum = 0;
    double columnSum = 0;
    for (int row = 0; row < ink.length; row++) {
      for (int column = 0; column < ink[0].length; column++) {
        double strength = ink[row][column];
        most = Math.max(most, strength);
        sum += strength;
        rowSum += strength * (row + 0.5);
        columnSum += strength * (column + 0.5);
      }
    }
    int top = margin(rowSum / sum, ink.length);
    int left = margin(columnSum / sum, ink[0].length);
    byte[] greys = new byte[SIDE * SIDE];
    for (int row = 0; row < ink.length; row++) {
      for (int column = 0; column < ink[0].length; column++) {
        greys[(top + row) * SIDE + left + column] =
            (byte) Math.round(255 * ink[row][column] / most);
      }
    }
    return greys;
  }

  /** Pixels before the ink that centre its mass, limited so that no ink is cut off. */
  private static int margin(double centreOfMass, int length) {
    int wanted = CENTRE - (int) Math.floor(centreOfMass);
    return Math.max(0, Math.min(SIDE - length, wanted));
  }

  /** How many other marks of its height are in a row with it. */
  public int beside() {
    return group.row().size() - 1;
  }

  /** The smallest rectangle around the digit's ink, in pixels of the picture. */
  public Rectangle2D box() {
    return view.inPicture(group.box());
  }

  /**
   * What stands out from the picture's background and was left out, and what is around the sheet
   * that the digit is on, in pixels of the picture. It may reach beyond the picture.
   */
  public Shape leftOut() {
    return view.leftOut(group, new Rectangle());
  }

  /** Grey value of one pixel, 0 to 255. */
  public int grey(int row, int column) {
    return greys[row * SIDE + column] & 0xff;
  }

  /** All grey values, {@code [784]}, row by row. */
  public byte[] greys() {
    return greys.clone();
  }
}
