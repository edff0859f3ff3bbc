package mnist4j.drawn;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws the digits of {@code src/test/resources/mnist4j/drawn}: of each digit four by hand, with
 * pens, slants, sizes, places, papers and file formats of all kinds, and one in a printer's font.
 * Every image has its own fixed seed. No network had a say in how they look.
 *
 * <pre>
 * mvn test-compile exec:java -Dexec.classpathScope=test \
 *   -Dmain.class=mnist4j.drawn.DrawnDigits -Dexec.args=src/test/resources/mnist4j/drawn
 * </pre>
 */
public final class DrawnDigits {

  static final int BY_HAND = 4;

  /** Multiplied with, since java.util.Random starts alike from seeds that are close. */
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private static final int[] SIDES = {
    20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 200, 256, 320, 400, 500, 640, 800, 1_000
  };

  /** Noise does not compress, and the files are to stay small. */
  private static final int MAX_NOISY_SIDE = 128;

  private static final List<String> FONTS = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);

  /**
   * What a picture is drawn on and with.
   *
   * @param paper its colour
   * @param ink its colour
   * @param shade how much darker the paper is on one side, in grey levels
   * @param noise standard deviation of its grain, in grey levels
   * @param format {@code png} or {@code jpg}
   * @param transparent whether the paper is transparent instead
   */
  private record Material(
      Color paper, Color ink, double shade, double noise, String format, boolean transparent) {}

  private static final List<Material> MATERIALS =
      List.of(
          new Material(grey(255), grey(0), 0, 0, "png", false),
          new Material(grey(0), grey(255), 0, 0, "png", false),
          new Material(grey(240), grey(40), 70, 0, "png", false),
          new Material(grey(225), grey(50), 0, 10, "png", false),
          new Material(new Color(240, 232, 210), new Color(35, 45, 120), 45, 5, "jpg", false),
          new Material(grey(255), grey(20), 0, 0, "png", true),
          new Material(grey(30), grey(230), 30, 4, "jpg", false),
          new Material(new Color(40, 80, 60), new Color(235, 235, 225), 20, 0, "png", false));

  private DrawnDigits() {}

  /** Writes all of them into the directory named. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    for (int digit = 0; digit < 10; digit++) {
      for (int number = 1; number <= BY_HAND + 1; number++) {
        Path file = directory.resolve(fileName(digit, number));
        ImageIO.write(image(digit, number), material(digit, number).format, file.toFile());
      }
    }
  }

  /** {@code 3-02.png}: the digit, then which of its pictures, from 1. */
  static String fileName(int digit, int number) {
    return "%d-%02d.%s".formatted(digit, number, material(digit, number).format);
  }

  static BufferedImage image(int digit, int number) {
    Random hand = new Random(SEED * (10L * number + digit));
    Material material = material(digit, number);
    int side = SIDES[(digit * 10 + number * 6) % SIDES.length];
    if (material.noise > 0) {
      side = Math.min(side, MAX_NOISY_SIDE);
    }
    int width = side;
    int height = (int) Math.min(1_000, Math.round(side * between(hand, 0.8, 1.25)));
    Shape shape = number <= BY_HAND ? written(digit, (number - 1) % 2, hand) : printed(digit, hand);
    return developed(placed(shape, width, height, hand), width, height, material, hand);
  }

  private static Material material(int digit, int number) {
    return MATERIALS.get((digit * 3 + number) % MATERIALS.size());
  }

  /** A pen's way as a shape about 1 high: discs or, for a broad nib, slanted ellipses along it. */
  private static Shape written(int digit, int way, Random hand) {
    double pen = between(hand, 0.05, 0.15);
    double flatness = hand.nextInt(3) == 0 ? between(hand, 0.35, 0.6) : 1;
    double pressure = between(hand, 0, 0.3);
    double phase = between(hand, 0, 6);
    Path2D ink = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (List<Point2D> stroke : DigitStrokes.of(digit, way, hand)) {
      for (int i = 0; i < stroke.size(); i++) {
        double width = pen * (1 - pressure * (0.5 + 0.5 * Math.sin(phase + 0.06 * i)));
        AffineTransform nib =
            AffineTransform.getTranslateInstance(stroke.get(i).getX(), stroke.get(i).getY());
        nib.rotate(Math.toRadians(-40));
        nib.scale(width, width * flatness);
        ink.append(nib.createTransformedShape(new Ellipse2D.Double(-0.5, -0.5, 1, 1)), false);
      }
    }
    AffineTransform hold = AffineTransform.getRotateInstance(Math.toRadians(between(hand, -7, 7)));
    hold.shear(between(hand, -0.3, 0.12), 0);
    hold.scale(between(hand, 0.5, 0.8), 1);
    return hold.createTransformedShape(ink);
  }

  private static Shape printed(int digit, Random hand) {
    Font font = new Font(FONTS.get(digit % FONTS.size()), hand.nextInt(4), 100);
    return font.createGlyphVector(new FontRenderContext(null, true, true), Integer.toString(digit))
        .getOutline();
  }

  /** The shape made to fit the picture, and put somewhere in it. */
  private static Shape placed(Shape shape, int width, int height, Random hand) {
    Rectangle2D bounds = shape.getBounds2D();
    double share =
        Math.min(width, height) <= 32 ? between(hand, 0.75, 0.9) : between(hand, 0.4, 0.85);
    double scale = share * Math.min(width / bounds.getWidth(), height / bounds.getHeight());
    double left = between(hand, 0.05, 0.95) * (width - scale * bounds.getWidth());
    double top = between(hand, 0.05, 0.95) * (height - scale * bounds.getHeight());
    AffineTransform place = AffineTransform.getTranslateInstance(left, top);
    place.scale(scale, scale);
    place.translate(-bounds.getX(), -bounds.getY());
    return place.createTransformedShape(shape);
  }

  private static BufferedImage developed(
      Shape shape, int width, int height, Material material, Random hand) {
    int[] cover = cover(shape, width, height);
    double direction = between(hand, 0, 2 * Math.PI);
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            material.transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across =
            Math.cos(direction) * ((double) x / width - 0.5)
                + Math.sin(direction) * ((double) y / height - 0.5);
        double light =
            -material.shade * (0.5 + across / Math.sqrt(2)) + material.noise * hand.nextGaussian();
        int alpha = cover[y * width + x];
        image.setRGB(
            x,
            y,
            material.transparent
                ? alpha << 24 | material.ink.getRGB() & 0xffffff
                : mixed(material, alpha / 255.0, light));
      }
    }
    return image;
  }

  private static int mixed(Material material, double ink, double light) {
    int rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int paperLevel = material.paper.getRGB() >> shift & 0xff;
      int inkLevel = material.ink.getRGB() >> shift & 0xff;
      double level = (1 - ink) * paperLevel + ink * inkLevel + light;
      rgb |= (int) Math.max(0, Math.min(255, Math.round(level))) << shift;
    }
    return rgb;
  }

  /** How much of each pixel the shape covers, 0 to 255. */
  private static int[] cover(Shape shape, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.BLACK);
      graphics.fill(shape);
    } finally {
      graphics.dispose();
    }
    int[] cover = image.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < cover.length; i++) {
      cover[i] >>>= 24;
    }
    return cover;
  }

  private static double between(Random hand, double low, double high) {
    return low + (high - low) * hand.nextDouble();
  }

  private static Color grey(int level) {
    return new Color(level, level, level);
  }
}
