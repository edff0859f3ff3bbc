import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.picture.PreparedDigit;

/** What is no digit, by kinds, drawn at random and prepared as {@code predict} does. */
final class Outliers {

  /** Width and height of what is drawn. */
  private static final int SIDE = 112;

  private static final double MIDDLE = SIDE / 2.0;
  private static final int DIGIT = 28;

  /** Those that no digit looks like, however they are written. */
  private static final String LETTERS = "ACEFHKLMNPRTVWXdfhkmnptuwx";

  private static final String SYMBOLS = "#@&+×=%*<~^§€£¥ΔΣΩΨΦΞΠЖЩЮЯДИФ♥★☺♪";

  private static final List<String> FONTS =
      List.of(
          Font.DIALOG,
          Font.SERIF,
          Font.MONOSPACED,
          "Liberation Sans",
          "Liberation Serif",
          "DejaVu Sans Condensed");

  /** Columns of ink that a 1 has. */
  private static final int NARROW = 6;

  private static final int INK = 60;

  private interface Kind {
    void draw(Graphics2D graphics, Random random);
  }

  private final LabelledImages digits;
  private final int perKind;

  /**
   * @param digits of MNIST, 28 x 28, of which some kinds are made
   */
  Outliers(LabelledImages digits, int perKind) {
    this.digits = digits;
    this.perKind = perKind;
  }

  /**
   * The images of each kind, {@code [784]}.
   *
   * @param seed of all that is drawn
   */
  Map<String, List<byte[]>> byKind(long seed) {
    Map<String, Kind> drawn = new LinkedHashMap<>();
    drawn.put("letters", (graphics, random) -> character(graphics, random, LETTERS));
    drawn.put("symbols", (graphics, random) -> character(graphics, random, SYMBOLS));
    drawn.put("scribbles", Outliers::scribble);
    drawn.put("dashes, zigzags, waves", Outliers::line);
    drawn.put("filled shapes", Outliers::body);
    drawn.put("clouds", Outliers::cloud);
    drawn.put("drawn marks", sketch(Sketches.MARKS));
    drawn.put("drawn letters, things", sketch(Sketches.LETTERS_AND_THINGS));
    Map<String, Kind> ofDigits = new LinkedHashMap<>();
    ofDigits.put("digits with a frame or paper", this::unremoved);
    ofDigits.put("two touching digits", this::pair);
    ofDigits.put("digits in pieces", this::shuffled);
    ofDigits.put("digits on their side", this::turned);
    Map<String, List<byte[]>> images = new LinkedHashMap<>();
    drawn.forEach((name, kind) -> images.put(name, images(seed + images.size(), kind, true)));
    ofDigits.forEach((name, kind) -> images.put(name, images(seed + images.size(), kind, false)));
    return images;
  }

  /** Printed digits, which are none of the outliers: the image at i shows the digit i modulo 10. */
  List<byte[]> printed(long seed) {
    return IntStream.range(0, perKind)
        .mapToObj(
            i ->
                prepared(
                        picture(
                            (graphics, random) -> character(graphics, random, "" + i % 10),
                            new Random(seed * perKind + i)))
                    .orElseThrow())
        .toList();
  }

  /** A digit of MNIST as a picture of few pixels, unless it is refused. */
  Optional<byte[]> coarse(int image, long seed) {
    Random random = new Random(seed * digits.size() + image);
    BufferedImage digit = digit(image);
    Rectangle box = inked(digit);
    int height = 8 + random.nextInt(6);
    int width = Math.max(2, Math.round((float) height * box.width / box.height));
    int margin = random.nextInt(3);
    BufferedImage picture =
        new BufferedImage(
            Math.max(width, height) + 2 * margin,
            height + 2 * margin,
            BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.drawImage(
        digit
            .getSubimage(box.x, box.y, box.width, box.height)
            .getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING),
        (picture.getWidth() - width) / 2,
        margin,
        null);
    graphics.dispose();
    return prepared(picture);
  }

  private static Rectangle inked(BufferedImage digit) {
    Rectangle box = new Rectangle(-1, -1);
    for (int i = 0; i < DIGIT * DIGIT; i++) {
      if (digit.getRaster().getSample(i % DIGIT, i / DIGIT, 0) < 255 - INK) {
        box.add(new Rectangle(i % DIGIT, i / DIGIT, 1, 1));
      }
    }
    return box;
  }

  /** The grey values of each image, {@code [784]}. */
  static List<byte[]> bytes(LabelledImages images) {
    return IntStream.range(0, images.size())
        .mapToObj(
            image -> {
              byte[] greys = new byte[images.pixelsPerImage()];
              for (int i = 0; i < greys.length; i++) {
                greys[i] = (byte) images.pixel(image, i);
              }
              return greys;
            })
        .toList();
  }

  /** Pictures of another data set as {@code predict} prepares them, without those it refuses. */
  static List<byte[]> prepared(LabelledImages images) {
    return images.toBufferedImages().stream().flatMap(image -> prepared(image).stream()).toList();
  }

  private List<byte[]> images(long seed, Kind kind, boolean finding) {
    return IntStream.range(0, perKind)
        .parallel()
        .mapToObj(i -> picture(kind, new Random(seed * perKind + i)))
        .flatMap(picture -> (finding ? prepared(picture) : Optional.of(scaled(picture))).stream())
        .filter(image -> !isNarrow(image))
        .toList();
  }

  private static BufferedImage picture(Kind kind, Random random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    kind.draw(graphics, random);
    graphics.dispose();
    return image;
  }

  private static Optional<byte[]> prepared(BufferedImage picture) {
    try {
      return Optional.of(PreparedDigit.of(DigitPicture.of("picture", picture)).greys());
    } catch (PictureException e) {
      return Optional.empty();
    }
  }

  /** As it is, without looking for a digit in it. */
  private static byte[] scaled(BufferedImage picture) {
    int factor = SIDE / DIGIT;
    int[] sums = new int[DIGIT * DIGIT];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        sums[y / factor * DIGIT + x / factor] += 255 - picture.getRaster().getSample(x, y, 0);
      }
    }
    byte[] greys = new byte[sums.length];
    for (int i = 0; i < sums.length; i++) {
      greys[i] = (byte) (sums[i] / (factor * factor));
    }
    return greys;
  }

  /** Whether an image may be taken for a 1. */
  static boolean isNarrow(byte[] image) {
    int[] columns =
        IntStream.range(0, image.length)
            .filter(i -> (image[i] & 0xff) > INK)
            .map(i -> i % DIGIT)
            .toArray();
    int first = IntStream.of(columns).min().orElse(0);
    int last = IntStream.of(columns).max().orElse(0);
    return last - first < NARROW;
  }

  private static double between(Random random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private static Color grey(Random random, int darkest, int lightest) {
    return new Color((int) between(random, darkest, lightest) * 0x010101);
  }

  private static BasicStroke stroke(Random random, double thinnest, double thickest) {
    float width = (float) between(random, thinnest, thickest);
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** One of the characters in any font, slant and weight. */
  private static void character(Graphics2D graphics, Random random, String characters) {
    String one = "" + characters.charAt(random.nextInt(characters.length()));
    Font font = new Font(FONTS.get(random.nextInt(FONTS.size())), random.nextInt(4), 60);
    GlyphVector glyph = font.createGlyphVector(graphics.getFontRenderContext(), one);
    Rectangle2D box = glyph.getOutline().getBounds2D();
    AffineTransform placed = AffineTransform.getTranslateInstance(MIDDLE, MIDDLE);
    placed.rotate(Math.toRadians(between(random, -15, 15)));
    placed.shear(between(random, -0.2, 0.2), 0);
    placed.scale(between(random, 0.8, 1.1), between(random, 0.8, 1.1));
    placed.translate(-box.getCenterX(), -box.getCenterY());
    Shape outline = placed.createTransformedShape(glyph.getOutline());
    graphics.fill(outline);
    if (random.nextBoolean()) {
      graphics.setStroke(stroke(random, 1, 5));
      graphics.draw(outline);
    }
  }

  private static Kind sketch(List<String> marks) {
    return (graphics, random) -> Sketches.draw(graphics, random, SIDE, marks);
  }

  private static void scribble(Graphics2D graphics, Random random) {
    Path2D path = new Path2D.Double();
    int strokes = 1 + random.nextInt(4);
    for (int i = 0; i < strokes; i++) {
      path.moveTo(between(random, 15, 97), between(random, 15, 97));
      boolean curved = random.nextBoolean();
      int parts = strokes == 1 ? 5 + random.nextInt(10) : 2 + random.nextInt(5);
      for (int part = 0; part < parts; part++) {
        double[] to = random.doubles(6, 10, 102).toArray();
        if (curved) {
          path.curveTo(to[0], to[1], to[2], to[3], to[4], to[5]);
        } else {
          path.lineTo(to[0], to[1]);
        }
      }
    }
    graphics.setStroke(stroke(random, 3, 14));
    graphics.draw(path);
  }

  /** A dash, two dashes, a zigzag or a wave. */
  private static void line(Graphics2D graphics, Random random) {
    graphics.setStroke(stroke(random, 4, 12));
    graphics.rotate(Math.toRadians(between(random, -20, 20)), MIDDLE, MIDDLE);
    int kind = random.nextInt(4);
    if (kind == 0) {
      graphics.draw(new Line2D.Double(20, 56, 92, between(random, 48, 64)));
    } else if (kind == 1) {
      graphics.draw(new Line2D.Double(20, 40, 92, 40));
      graphics.draw(new Line2D.Double(20, 72, 92, 72));
    } else {
      Path2D path = new Path2D.Double();
      path.moveTo(15, MIDDLE);
      int points = kind == 2 ? 3 + random.nextInt(6) : 60;
      double height = between(random, 10, 35);
      double waves = between(random, 1, 4);
      for (int i = 1; i <= points; i++) {
        double up = kind == 2 ? 1 - 2 * (i % 2) : Math.sin(2 * Math.PI * waves * i / points);
        path.lineTo(15 + 82.0 * i / points, MIDDLE + height * up);
      }
      graphics.draw(path);
    }
  }

  private static Shape polygon(Random random) {
    int corners = 4 + random.nextInt(8);
    double[] radius = random.doubles(corners, 18, 46).toArray();
    double wide = between(random, 0.55, 1);
    double high = between(random, 0.55, 1);
    boolean symmetric = random.nextBoolean();
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners - Math.PI / 2;
      double away = radius[symmetric ? Math.min(i, (corners - i) % corners) : i];
      double x = MIDDLE + wide * away * Math.cos(angle);
      double y = MIDDLE + high * away * Math.sin(angle);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }

  private static Rectangle2D centred(double width, double height) {
    return new Rectangle2D.Double(MIDDLE - width / 2, MIDDLE - height / 2, width, height);
  }

  /** A filled shape, plain, shaded or striped. */
  private static void body(Graphics2D graphics, Random random) {
    Area area = new Area();
    double width = between(random, 30, 80);
    double height = between(random, Math.max(20, width * 0.35), Math.min(90, width * 1.8));
    switch (random.nextInt(5)) {
      case 0 -> area.add(new Area(polygon(random)));
      case 1 -> area.add(new Area(centred(width, height)));
      case 2 -> {
        Ellipse2D ellipse = new Ellipse2D.Double();
        ellipse.setFrame(centred(width, height));
        area.add(new Area(ellipse));
      }
      case 3 -> area.add(withLimbs(random));
      default -> {
        area.add(new Area(polygon(random)));
        area.add(new Area(polygon(random)));
      }
    }
    if (random.nextInt(3) == 0) {
      double[] hole = random.doubles(4).toArray();
      area.subtract(
          new Area(
              new Rectangle2D.Double(
                  30 + 40 * hole[0], 30 + 40 * hole[1], 5 + 25 * hole[2], 5 + 55 * hole[3])));
    }
    area.transform(
        AffineTransform.getRotateInstance(
            Math.toRadians(between(random, -15, 15)), MIDDLE, MIDDLE));
    float[] ends = {random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()};
    graphics.setPaint(
        new GradientPaint(
            SIDE * ends[0],
            SIDE * ends[1],
            grey(random, 0, 60),
            SIDE * ends[2],
            SIDE * ends[3],
            grey(random, 0, 200)));
    graphics.fill(area);
    if (random.nextBoolean()) {
      stripe(graphics, random, area);
    }
  }

  /** A trunk with a limb of the same size on either side. */
  private static Area withLimbs(Random random) {
    double width = between(random, 16, 50);
    double limb = between(random, 8, 42);
    double length = between(random, 15, 80);
    double top = between(random, 10, 40);
    Area area = new Area(centred(width, between(random, 40, 90)));
    area.add(new Area(new Rectangle2D.Double(MIDDLE - width / 2 - limb, top, limb, length)));
    area.add(new Area(new Rectangle2D.Double(MIDDLE + width / 2, top, limb, length)));
    return area;
  }

  private static void stripe(Graphics2D graphics, Random random, Area area) {
    graphics.setClip(area);
    graphics.setStroke(stroke(random, 2, 8));
    boolean level = random.nextBoolean();
    int stripes = 2 + random.nextInt(8);
    for (int i = 0; i < stripes; i++) {
      graphics.setColor(grey(random, 0, 255));
      double at = between(random, 5, 107);
      graphics.draw(
          level ? new Line2D.Double(0, at, SIDE, at) : new Line2D.Double(at, 0, at, SIDE));
    }
  }

  /** Smooth noise above a level, most of it symmetric. */
  private static void cloud(Graphics2D graphics, Random random) {
    int cells = 3 + random.nextInt(5);
    double[] noise = random.doubles((cells + 1) * (cells + 1)).toArray();
    boolean symmetric = random.nextInt(3) > 0;
    double level = between(random, 0.3, 0.6);
    double softness = between(random, 0.05, 0.5);
    Shape inside = random.nextBoolean() ? polygon(random) : new Rectangle2D.Double(8, 8, 96, 96);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (inside.contains(x, y)) {
          int mirrored = symmetric ? Math.min(x, SIDE - 1 - x) : x;
          double value = at(noise, cells, (double) mirrored / SIDE, (double) y / SIDE);
          double ink = Math.max(0, Math.min(1, (value - level) / softness));
          graphics.setColor(new Color((int) (255 - 255 * ink) * 0x010101));
          graphics.fillRect(x, y, 1, 1);
        }
      }
    }
  }

  /** Bilinear interpolation between the corners of cells, at shares of the side. */
  private static double at(double[] noise, int cells, double x, double y) {
    int column = (int) (x * cells);
    int row = (int) (y * cells);
    double right = x * cells - column;
    double down = y * cells - row;
    int corner = row * (cells + 1) + column;
    int below = corner + cells + 1;
    return (1 - down) * ((1 - right) * noise[corner] + right * noise[corner + 1])
        + down * ((1 - right) * noise[below] + right * noise[below + 1]);
  }

  private int anyDigit(Random random) {
    return random.nextInt(digits.size());
  }

  private BufferedImage digit(int image) {
    return digits.range(image, image + 1).toBufferedImages().get(0);
  }

  /** A digit with what was not removed: lines at the edges, or its paper taken for ink. */
  private void unremoved(Graphics2D graphics, Random random) {
    int side = (int) between(random, 45, 84);
    int x = (int) between(random, 6, 106 - side);
    int y = (int) between(random, 6, 106 - side);
    BufferedImage digit = digit(anyDigit(random));
    if (random.nextBoolean()) {
      for (int i = 0; i < DIGIT * DIGIT; i++) {
        int light = 255 - digit.getRGB(i % DIGIT, i / DIGIT) & 0xff;
        digit.setRGB(i % DIGIT, i / DIGIT, (64 + light * 3 / 4) * 0x010101);
      }
      graphics.setColor(Color.DARK_GRAY);
      graphics.fillRect(8, 8, 96, 96);
    } else {
      graphics.setStroke(stroke(random, 4, 10));
      int sides = 1 + random.nextInt(15);
      int[] corners = {10, 10, 102, 10, 102, 102, 10, 102, 10, 10};
      for (int i = 0; i < 4; i++) {
        if ((sides >> i & 1) == 1) {
          graphics.drawLine(
              corners[2 * i], corners[2 * i + 1], corners[2 * i + 2], corners[2 * i + 3]);
        }
      }
    }
    graphics.drawImage(digit, x, y, side, side, null);
  }

  /** Two digits that touch. */
  private void pair(Graphics2D graphics, Random random) {
    int height = (int) between(random, 50, 80);
    int width = (int) (0.72 * height);
    int apart = (int) (width * between(random, 0.55, 0.8));
    int left = (SIDE - apart - width) / 2;
    int top = (SIDE - height) / 2;
    List<Integer> images = List.of(anyDigit(random), anyDigit(random));
    List<BufferedImage> halves =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    picture(
                        (half, unused) ->
                            half.drawImage(
                                digit(images.get(i)), left + i * apart, top, width, height, null),
                        random))
            .toList();
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      graphics.setColor(
          new Color(
              Math.min(halves.get(0).getRGB(x, y) & 0xff, halves.get(1).getRGB(x, y) & 0xff)
                  * 0x010101));
      graphics.fillRect(x, y, 1, 1);
    }
  }

  /** The four or sixteen parts of a digit in another order. */
  private void shuffled(Graphics2D graphics, Random random) {
    BufferedImage digit = digit(anyDigit(random));
    int parts = random.nextBoolean() ? 2 : 4;
    int side = 20 / parts;
    int drawn = 100 / parts;
    List<Integer> order = new ArrayList<>(IntStream.range(0, parts * parts).boxed().toList());
    List<Integer> sorted = List.copyOf(order);
    while (order.equals(sorted)) {
      Collections.shuffle(order, random);
    }
    for (int i = 0; i < order.size(); i++) {
      int from = order.get(i);
      graphics.drawImage(
          digit.getSubimage(4 + from % parts * side, 4 + from / parts * side, side, side),
          6 + i % parts * drawn,
          6 + i / parts * drawn,
          drawn,
          drawn,
          null);
    }
  }

  /** A quarter turn makes no other digit of a 2, 3, 4, 5 or 7. */
  private void turned(Graphics2D graphics, Random random) {
    int image = anyDigit(random);
    while (!List.of(2, 3, 4, 5, 7).contains(digits.label(image))) {
      image = anyDigit(random);
    }
    graphics.rotate(random.nextBoolean() ? Math.PI / 2 : -Math.PI / 2, MIDDLE, MIDDLE);
    graphics.drawImage(digit(image), 0, 0, SIDE, SIDE, null);
  }
}
