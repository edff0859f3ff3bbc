package mnist4j.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mnist4j.picture.Components.Component;

/** Makes the pictures that people really take out of a picture of one digit. */
public final class PictureKinds {

  /** Width and height of the clean picture. */
  static final int SIDE = 500;

  private static final int DARK = 128;

  private final BufferedImage clean;
  private final boolean[] ink;
  private final double strength;
  private final Random random = new Random(1);

  private PictureKinds(DigitPicture picture, double strength) {
    this.strength = strength;
    clean = clean(picture);
    ink = new boolean[SIDE * SIDE];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (clean.getRGB(i % SIDE, i / SIDE) & 0xff) < DARK;
    }
  }

  /**
   * The kinds by their names, each made when it is asked for.
   *
   * @param strength 1 as a rule; scales widths, margins and contrasts
   */
  public static Map<String, Supplier<BufferedImage>> of(DigitPicture picture, double strength) {
    PictureKinds made = new PictureKinds(picture, strength);
    Map<String, Supplier<BufferedImage>> kinds = new LinkedHashMap<>();
    kinds.put("plain", () -> made.clean);
    kinds.put("thin frame", () -> made.framed(made.pixels(2)));
    kinds.put("thick frame", () -> made.framed(made.pixels(12)));
    kinds.put("sheet on a table", () -> made.onTable(0));
    kinds.put("sheet askew on a table", () -> made.onTable(8 * strength));
    kinds.put("title bar", made::titleBar);
    kinds.put("cell of a table", made::cell);
    kinds.put("box of a form", made::boxOfAForm);
    kinds.put("end of a wide field", made::endOfAField);
    kinds.put("corner of a large frame", made::cornerOfAFrame);
    kinds.put("row of separate boxes", made::separateBoxes);
    kinds.put("circled", () -> made.inACircle(false));
    kinds.put("box drawn by hand", made::inABoxOfStrokes);
    kinds.put("brackets at the corners", made::inBrackets);
    kinds.put("axes", made::besideAxes);
    kinds.put("round label", () -> made.inACircle(true));
    kinds.put("underlined", made::underlined);
    kinds.put("sheet from an angle", made::fromAnAngle);
    kinds.put("ruled paper", () -> made.ruled(new Color(150, 180, 220), 70, false));
    kinds.put("squared paper", () -> made.ruled(new Color(150, 180, 220), 50, true));
    kinds.put("strong grid", () -> made.ruled(new Color(90, 110, 170), 50, true));
    kinds.put("ruled paper askew", () -> made.lit(45, 230, 3, (x, y) -> 1 - made.rule(x, y)));
    kinds.put(
        "squared paper askew",
        () ->
            made.lit(45, 230, 3, (x, y) -> 1 - Math.max(made.rule(x, y), made.rule(SIDE - y, x))));
    kinds.put("outlined", () -> made.black(made.outline()));
    kinds.put("thin", () -> made.black(made.thinned()));
    kinds.put("thick", () -> made.black(Opening.extremes(made.ink, SIDE, made.pixels(14), 1)));
    kinds.put("pencil", () -> made.lit(175, 232, 6, (x, y) -> 1));
    kinds.put("hard shadow", () -> made.shaded(10, PictureKinds::beyondALine));
    kinds.put("soft shadow", () -> made.shaded(100, PictureKinds::beyondALine));
    kinds.put("shadow across", () -> made.shaded(10, PictureKinds::inABand));
    kinds.put("round shadow", () -> made.shaded(10, PictureKinds::inADisc));
    kinds.put("vignette", () -> made.lit(45, 230, 3, made::vignette));
    kinds.put("light on dark", () -> made.coloured(0xebebeb, 0x141414));
    kinds.put("red on green", () -> made.coloured(0xe62828, 0x1e6e3c));
    kinds.put("tilted", () -> made.tilted(20 * Math.min(1, strength)));
    kinds.put("white on transparent", made::whiteOnTransparent);
    kinds.put("small in a corner", made::smallInACorner);
    return kinds;
  }

  /** The digit in black on white, in the middle if the picture is no square. */
  private static BufferedImage clean(DigitPicture picture) {
    DigitFinder.Found seen = DigitFinder.group(picture).orElseThrow();
    GreyImage found = seen.group().digit(seen.view().margin()).ink();
    float most = 0;
    for (float value : found.values()) {
      most = Math.max(most, value);
    }
    float full = most;
    int width = found.width();
    int height = found.height();
    BufferedImage digit =
        Sketch.image(width, height, (x, y) -> 255 - Math.round(255 * found.at(x, y) / full));
    double scale = (double) SIDE / Math.max(width, height);
    int columns = (int) (width * scale);
    int rows = (int) (height * scale);
    return canvas(
        SIDE,
        SIDE,
        Color.WHITE,
        graphics ->
            graphics.drawImage(
                digit, (SIDE - columns) / 2, (SIDE - rows) / 2, columns, rows, null));
  }

  private static BufferedImage canvas(
      int width, int height, Color paper, Consumer<Graphics2D> painter) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.setColor(paper);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(Color.BLACK);
      painter.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private BufferedImage onClean(Consumer<Graphics2D> painter) {
    return canvas(
        SIDE,
        SIDE,
        Color.WHITE,
        graphics -> {
          graphics.drawImage(clean, 0, 0, null);
          painter.accept(graphics);
        });
  }

  private int pixels(double size) {
    return (int) Math.max(1, Math.round(size * strength));
  }

  private BufferedImage framed(int width) {
    return onClean(
        graphics -> {
          for (int i = 0; i < width; i++) {
            graphics.drawRect(i, i, SIDE - 1 - 2 * i, SIDE - 1 - 2 * i);
          }
        });
  }

  private BufferedImage onTable(double degrees) {
    int margin = pixels(100);
    int side = SIDE + 2 * margin;
    return canvas(
        side,
        side,
        new Color(65, 65, 65),
        graphics -> {
          graphics.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
          graphics.drawImage(clean, margin, margin, null);
        });
  }

  private BufferedImage titleBar() {
    int bar = pixels(40);
    return canvas(
        SIDE,
        SIDE + bar + 20,
        Color.WHITE,
        graphics -> {
          graphics.drawImage(clean, 0, bar + 20, null);
          graphics.setColor(new Color(70, 70, 70));
          graphics.fillRect(0, 0, SIDE, bar);
        });
  }

  private BufferedImage cell() {
    return onClean(
        graphics -> {
          graphics.fillRect(0, 0, pixels(8), SIDE);
          graphics.fillRect(0, SIDE - pixels(8), SIDE, pixels(8));
        });
  }

  /** A row of boxes, the second of which is filled in. */
  private BufferedImage boxOfAForm() {
    Rectangle box = box();
    int side = longerSide() + pixels(120);
    return canvas(
        4 * side + 100,
        side + 100,
        Color.WHITE,
        graphics -> {
          graphics.setStroke(new BasicStroke(pixels(8)));
          for (int i = 0; i < 4; i++) {
            graphics.drawRect(50 + i * side, 50, side, side);
          }
          drawInk(graphics, 50 + 1.5 * side, 50 + 0.5 * side);
        });
  }

  /** A field with room for many digits, the first of which is filled in. */
  private BufferedImage endOfAField() {
    return small(1_000, 400, pixels(4), 190, 200, new Rectangle(100, 100, 800, 200));
  }

  private BufferedImage cornerOfAFrame() {
    return small(1_000, 1_000, pixels(4), 150, 150, new Rectangle(50, 50, 900, 900));
  }

  private BufferedImage separateBoxes() {
    Rectangle[] boxes = new Rectangle[5];
    Arrays.setAll(boxes, i -> new Rectangle(60 + 180 * i, 120, 150, 160));
    return small(1_000, 400, pixels(4), 315, 200, boxes);
  }

  /** The digit, a fifth as large, its middle at a place, among boxes. */
  private BufferedImage small(int width, int height, int line, int x, int y, Rectangle... boxes) {
    return canvas(
        width,
        height,
        Color.WHITE,
        graphics -> {
          graphics.setStroke(new BasicStroke(line));
          Arrays.stream(boxes).forEach(graphics::draw);
          graphics.translate(x, y);
          graphics.scale(0.2, 0.2);
          drawInk(graphics, 0, 0);
        });
  }

  /** The digit alone, its middle at a place. */
  private void drawInk(Graphics2D graphics, double x, double y) {
    Rectangle box = box();
    graphics.translate(x - box.getCenterX(), y - box.getCenterY());
    graphics.clipRect(box.x, box.y, box.width, box.height);
    graphics.drawImage(clean, 0, 0, null);
  }

  /** The digit in a circle, as a pen draws it, or on a label as round. */
  private BufferedImage inACircle(boolean label) {
    Rectangle box = box();
    double radius = Math.hypot(box.width, box.height) / 2 + pixels(40);
    int side = (int) (2 * radius) + 200;
    double left = side / 2.0 - radius;
    Shape circle = new Ellipse2D.Double(left, left, 2 * radius, 2 * radius);
    return canvas(
        side,
        side,
        label ? new Color(65, 65, 65) : Color.WHITE,
        graphics -> {
          graphics.setColor(label ? Color.WHITE : Color.BLACK);
          graphics.setStroke(new BasicStroke(pixels(14)));
          if (label) {
            graphics.fill(circle);
          } else {
            graphics.draw(circle);
          }
          drawInk(graphics, side / 2.0, side / 2.0);
        });
  }

  /** Four strokes, each a little askew, that leave the corners open. */
  private BufferedImage inABoxOfStrokes() {
    int length = longerSide() + 120;
    int gap = pixels(14);
    return betweenFour(
        length + 200,
        graphics -> graphics.drawLine(100 + gap, 100, 100 + length - gap, 100 + pixels(8)));
  }

  /** As a viewfinder shows where to aim: a bent line at each corner of a box. */
  private BufferedImage inBrackets() {
    int length = longerSide() + 80;
    return betweenFour(
        length + 220,
        graphics -> {
          graphics.drawLine(110, 110, 110 + length / 4, 110);
          graphics.drawLine(110, 110, 110, 110 + length / 4);
        });
  }

  /** The digit in the middle of strokes that are drawn at each of the four sides. */
  private BufferedImage betweenFour(int side, Consumer<Graphics2D> strokes) {
    return canvas(
        side,
        side,
        Color.WHITE,
        graphics -> {
          graphics.setStroke(new BasicStroke(pixels(14)));
          for (int i = 0; i < 4; i++) {
            strokes.accept(graphics);
            graphics.rotate(Math.PI / 2, side / 2.0, side / 2.0);
          }
          drawInk(graphics, side / 2.0, side / 2.0);
        });
  }

  private int longerSide() {
    return Math.max(box().width, box().height);
  }

  /** Right above where the axes of a diagram cross. */
  private BufferedImage besideAxes() {
    Rectangle box = box();
    int side = longerSide() + 400;
    int left = (side - box.width) / 2 - 30;
    int bottom = (side + box.height) / 2 + 30;
    return canvas(
        side,
        side,
        Color.WHITE,
        graphics -> {
          graphics.setStroke(new BasicStroke(pixels(8)));
          graphics.drawLine(left, bottom + 80, left, bottom - box.height - 110);
          graphics.drawLine(left - 80, bottom, left + box.width + 110, bottom);
          drawInk(graphics, side / 2.0, side / 2.0);
        });
  }

  private BufferedImage underlined() {
    Rectangle box = box();
    int left = box.x + 100 - pixels(20);
    int below = box.y + box.height + 130 + pixels(20);
    return canvas(
        SIDE + 200,
        SIDE + 200,
        Color.WHITE,
        graphics -> {
          graphics.drawImage(clean, 100, 100, null);
          graphics.fillRect(left, below, box.width + 2 * pixels(20), pixels(20));
        });
  }

  /** A sheet on a table: what is higher is farther away. */
  private BufferedImage fromAnAngle() {
    return Sketch.image(
        SIDE + 200,
        SIDE + 200,
        (x, y) -> {
          double far = 1 + 0.4 * strength * (1 - (y - 100.0) / SIDE);
          int column = (int) Math.round((x - 100 - SIDE / 2.0) * far + SIDE / 2.0);
          int row = y - 100;
          boolean onSheet = Sketch.within(column, row, 0, 0, SIDE, SIDE) == 1;
          return onSheet ? clean.getRGB(column, row) & 0xff : 65;
        });
  }

  /** The smallest rectangle around the ink. */
  private Rectangle box() {
    return new Components(ink, GreyImage.of(SIDE, SIDE, (x, y) -> 1))
        .list().stream().map(Component::box).reduce(Rectangle::union).orElseThrow();
  }

  private BufferedImage ruled(Color colour, int step, boolean squared) {
    BufferedImage page =
        canvas(
            SIDE,
            SIDE,
            new Color(250, 249, 244),
            graphics -> {
              graphics.setColor(colour);
              graphics.setStroke(new BasicStroke(pixels(3)));
              for (int t = step / 2; t < SIDE; t += step) {
                graphics.draw(new Line2D.Double(0, t, SIDE, t));
                if (squared) {
                  graphics.draw(new Line2D.Double(t, 0, t, SIDE));
                }
              }
            });
    for (int i = 0; i < ink.length; i++) {
      if (ink[i]) {
        page.setRGB(i % SIDE, i / SIDE, 0x1e1e3c);
      }
    }
    return page;
  }

  /** How much of the light the lines of paper that is turned a little take, paler than ink. */
  private double rule(int x, int y) {
    double angle = Math.toRadians(4 * strength);
    double down = y * Math.cos(angle) - x * Math.sin(angle) + SIDE;
    double distance = Math.abs(down % 110 - 55);
    return 0.35 * Math.max(0, Math.min(1, (pixels(3) + 1) / 2.0 - distance));
  }

  private boolean[] outline() {
    boolean[] outline = Opening.extremes(ink, SIDE, pixels(3), 1);
    for (int i = 0; i < ink.length; i++) {
      outline[i] &= !ink[i];
    }
    return outline;
  }

  /** Wears the strokes off, as long as there is something left of them. */
  private boolean[] thinned() {
    boolean[] thin = ink;
    for (int round = 0; round < pixels(4); round++) {
      boolean[] paper = thin.clone();
      for (int i = 0; i < paper.length; i++) {
        paper[i] = !paper[i];
      }
      boolean[] thinner = Opening.extremes(paper, SIDE, 2, 1);
      int left = 0;
      for (int i = 0; i < thinner.length; i++) {
        thinner[i] = !thinner[i];
        left += thinner[i] ? 1 : 0;
      }
      if (left < 1_500) {
        break;
      }
      thin = thinner;
    }
    return thin;
  }

  private BufferedImage black(boolean[] mask) {
    return Sketch.image(SIDE, SIDE, (x, y) -> mask[y * SIDE + x] ? 0 : 255);
  }

  private BufferedImage lit(int dark, int light, double noise, GreyImage.Values lights) {
    return Sketch.image(
        SIDE,
        SIDE,
        (x, y) -> {
          double level = (ink[y * SIDE + x] ? dark : light) * lights.at(x, y);
          return (int) Math.max(0, Math.min(255, level + noise * random.nextGaussian()));
        });
  }

  /**
   * A shadow whose edge is so wide.
   *
   * @param within how many pixels each pixel is within it
   */
  private BufferedImage shaded(double edge, GreyImage.Values within) {
    double dark = Math.min(0.6, 0.35 * strength);
    return lit(
        45, 230, 3, (x, y) -> 1 - dark * Math.max(0, Math.min(1, within.at(x, y) / edge + 0.5)));
  }

  /** The line runs down from the upper right. */
  private static double beyondALine(int x, int y) {
    return (x + 0.6 * y - 480) / 1.17;
  }

  private static double inABand(int x, int y) {
    return 80 - Math.abs(x + 0.6 * y - 400) / 1.17;
  }

  private static double inADisc(int x, int y) {
    return 220 - Math.hypot(x - 480, y - 100);
  }

  private double vignette(int x, int y) {
    double distance = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0) / (SIDE / Math.sqrt(2));
    return 1 - Math.min(0.7, 0.6 * strength) * distance * distance;
  }

  private BufferedImage coloured(int dark, int light) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < ink.length; i++) {
      image.setRGB(i % SIDE, i / SIDE, ink[i] ? dark : light);
    }
    return image;
  }

  private BufferedImage tilted(double degrees) {
    return canvas(
        SIDE,
        SIDE,
        Color.WHITE,
        graphics -> {
          graphics.rotate(-Math.toRadians(degrees), SIDE / 2.0, SIDE / 2.0);
          graphics.drawImage(clean, 0, 0, null);
        });
  }

  private BufferedImage whiteOnTransparent() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    int[] pixels = new int[ink.length];
    Arrays.setAll(pixels, i -> ink[i] ? 0xffffffff : 0x00ffffff);
    image.setRGB(0, 0, SIDE, SIDE, pixels, 0, SIDE);
    return image;
  }

  private BufferedImage smallInACorner() {
    return canvas(
        1_500, 1_000, Color.WHITE, graphics -> graphics.drawImage(clean, 1_350, 850, 80, 80, null));
  }
}
