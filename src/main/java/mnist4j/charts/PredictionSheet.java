package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import mnist4j.evaluation.Classification;

/**
 * A row per picture or digit, with the picture, the network's input, and the network's outputs as
 * bars.
 *
 * @param rows the first ones, in order, at most {@link #MAX_ROWS}
 * @param all how many there are in all
 * @param what they are, in the plural
 */
public record PredictionSheet(List<Row> rows, int all, String what) implements Figure {

  /** More rows make a picture that few programs open. */
  public static final int MAX_ROWS = 50;

  private static final int TILE = 140;

  /** Pixels per side within which a picture is drawn; a larger one should be scaled down first. */
  public static final int MAX_PIXELS = TILE * PIXELS_PER_UNIT;

  /**
   * What was found in a picture, in its pixels.
   *
   * @param box around the digit
   * @param leftOut what was taken for no part of it, which is hatched
   */
  public record Marks(Rectangle2D box, Shape leftOut) {}

  /**
   * One picture with its classification.
   *
   * @param name above the row
   * @param original the picture, at most {@link #MAX_PIXELS} a side
   * @param marks what was found, or nothing if the picture was taken as it is
   * @param prepared the input of the network
   * @param classification the network's outputs
   */
  public record Row(
      String name,
      BufferedImage original,
      Optional<Marks> marks,
      BufferedImage prepared,
      Classification classification) {}

  private static final int GAP = 24;
  private static final int MAX_BARS = 12;
  private static final int BAR_LENGTH = 200;
  private static final int MIN_PITCH = 14;
  private static final int LABEL_GAP = 6;
  private static final int SCALE_HEIGHT = 18;

  /** From one line of the hatching to the next, along the horizontal. */
  private static final int HATCH = 5;

  /** Between the digit and the line around it. */
  private static final double BOX_GAP = 2;

  static final Color BOX = Theme.seriesPaint(2);
  static final Color HATCHING = Theme.seriesPaint(1);
  private static final Color VEIL = new Color(255, 255, 255, 150);

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are more rows than are drawn, or than in all
   */
  public PredictionSheet {
    rows = List.copyOf(rows);
    if (rows.size() > Math.min(MAX_ROWS, all)) {
      throw new IllegalArgumentException(
          "%d rows of %d %s, expected at most %d".formatted(rows.size(), all, what, MAX_ROWS));
    }
  }

  @Override
  public int width() {
    return 2 * Theme.MARGIN + 2 * (TILE + GAP) + barsWidth();
  }

  @Override
  public int height() {
    int width = width();
    int rowHeights = rows.stream().mapToInt(row -> rowHeight(row, innerWidth(width))).sum();
    return heading().below(width) + rowHeights + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    int width = width();
    int innerWidth = innerWidth(width);
    double namesWidth = namesWidth();
    heading().paint(graphics, width);
    double top = heading().below(width);
    for (Row row : rows) {
      Heading name = new Heading("", row.name);
      name.paint(graphics, Theme.MARGIN, top, innerWidth);
      double below = top + name.height(innerWidth);
      paintImage(graphics, row.original, Theme.MARGIN, below);
      if (row.marks.isPresent()) {
        paintMarks(
            graphics, row.marks.get(), area(row.original, Theme.MARGIN, below), row.original);
      }
      paintImage(graphics, row.prepared, Theme.MARGIN + TILE + GAP, below);
      double barsLeft = Theme.MARGIN + 2 * (TILE + GAP) + namesWidth + LABEL_GAP;
      paintBars(graphics, row.classification, barsLeft, below);
      top += rowHeight(row, innerWidth);
    }
  }

  private Heading heading() {
    boolean marked = rows.stream().anyMatch(row -> row.marks.isPresent());
    String note =
        "Left: the picture"
            + (marked ? "; hatched: left out" : "")
            + ". Middle: the network's input.";
    int classes =
        rows.stream().mapToInt(row -> row.classification.outputs().size()).max().orElse(0);
    if (classes > MAX_BARS) {
      note += " Right: the %d highest of %d outputs.".formatted(MAX_BARS, classes);
    }
    return new Heading(
        "",
        all > rows.size()
            ? note + " The first %d of %d %s are shown.".formatted(rows.size(), all, what)
            : note);
  }

  private static int innerWidth(int width) {
    return width - 2 * Theme.MARGIN;
  }

  private static int rowHeight(Row row, int innerWidth) {
    int name = new Heading("", row.name).height(innerWidth);
    return name + Math.max(TILE, barsHeight(row.classification) + SCALE_HEIGHT) + GAP;
  }

  private static int barsHeight(Classification classification) {
    return Math.max(TILE - SCALE_HEIGHT, MIN_PITCH * shown(classification).size());
  }

  /**
   * The classes that have a bar: all in their order or, of many, those with the highest outputs.
   */
  private static List<Integer> shown(Classification classification) {
    int classes = classification.outputs().size();
    return IntStream.range(0, Math.min(classes, MAX_BARS))
        .map(i -> classes <= MAX_BARS ? i : classification.ranked(i))
        .boxed()
        .toList();
  }

  private static void paintImage(
      Graphics2D graphics, BufferedImage image, double left, double top) {
    Rectangle2D frame = area(image, left, top);
    ImageGrid.drawSharp(graphics, image, frame);
    graphics.setColor(Theme.FRAME);
    graphics.setStroke(new BasicStroke(1f));
    graphics.draw(frame);
  }

  /** Where an image is drawn, in whole units. */
  private static Rectangle2D area(BufferedImage image, double left, double top) {
    double scale = (double) TILE / Math.max(image.getWidth(), image.getHeight());
    int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
    int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
    return new Rectangle2D.Double((int) left, (int) top, width, height);
  }

  private static void paintMarks(
      Graphics2D graphics, Marks marks, Rectangle2D area, BufferedImage original) {
    AffineTransform place = AffineTransform.getTranslateInstance(area.getX(), area.getY());
    place.scale(area.getWidth() / original.getWidth(), area.getHeight() / original.getHeight());
    Shape before = graphics.getClip();
    graphics.clip(area);
    Shape within = graphics.getClip();
    graphics.clip(place.createTransformedShape(marks.leftOut));
    graphics.setColor(VEIL);
    graphics.fill(area);
    graphics.setColor(HATCHING);
    graphics.setStroke(new BasicStroke(1f));
    for (double x = area.getX() - area.getHeight(); x < area.getMaxX(); x += HATCH) {
      graphics.draw(new Line2D.Double(x, area.getMaxY(), x + area.getHeight(), area.getY()));
    }
    graphics.setClip(within);
    Rectangle2D box = place.createTransformedShape(marks.box).getBounds2D();
    box.setRect(
        box.getX() - BOX_GAP,
        box.getY() - BOX_GAP,
        box.getWidth() + 2 * BOX_GAP,
        box.getHeight() + 2 * BOX_GAP);
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke(2.5f));
    graphics.draw(box);
    graphics.setColor(BOX);
    graphics.setStroke(new BasicStroke(1.5f));
    graphics.draw(box);
    graphics.setClip(before);
  }

  private void paintBars(
      Graphics2D graphics, Classification classification, double barsLeft, double top) {
    double low = Math.min(0, outputs().min().orElse(0));
    double high = Math.max(1, outputs().max().orElse(1));
    double perOutput = BAR_LENGTH / (high - low);
    double zero = barsLeft - low * perOutput;
    List<Integer> shown = shown(classification);
    double pitch = (double) barsHeight(classification) / shown.size();
    paintScale(graphics, classification, zero, perOutput, low, high, top);
    for (int bar = 0; bar < shown.size(); bar++) {
      int i = shown.get(bar);
      double output = classification.outputs().get(i);
      boolean highest = i == classification.ranked(0);
      double y = top + bar * pitch;
      graphics.setColor(highest ? Theme.seriesPaint(0) : Theme.MUTED_TEXT);
      graphics.fill(
          new Rectangle2D.Double(
              zero + Math.min(0, output) * perOutput,
              y + 0.15 * pitch,
              Math.abs(output) * perOutput,
              0.7 * pitch));
      Font font = highest ? Fonts.bold(11) : Fonts.plain(11);
      double baseline = y + pitch / 2 + Fonts.ascent(font) / 2 - 1;
      graphics.setColor(Theme.TEXT);
      String name = classification.classNames().get(i);
      drawText(graphics, name, font, barsLeft - LABEL_GAP - Fonts.width(name, font), baseline);
      drawText(graphics, number(output), font, barsLeft + BAR_LENGTH + LABEL_GAP, baseline);
    }
  }

  /**
   * Grid lines at zero, at the ends of the scale and at half the highest output, and the unit.
   * Those whose labels would run into another one's are left out.
   */
  private static void paintScale(
      Graphics2D graphics,
      Classification classification,
      double zero,
      double perOutput,
      double low,
      double high,
      double top) {
    double bottom = top + barsHeight(classification);
    Font font = Fonts.plain(10);
    double baseline = bottom + 3 + Fonts.ascent(font);
    graphics.setStroke(new BasicStroke(1f));
    List<Rectangle2D> labelled = new ArrayList<>();
    for (double tick : new double[] {0, low, high, high / 2}) {
      double x = zero + tick * perOutput;
      // An output that is no probability may be any number.
      String label =
          String.format(Locale.ROOT, classification.probabilities() ? "%.1f" : "%.2f", tick);
      double width = Fonts.width(label, font);
      Rectangle2D place = new Rectangle2D.Double(x - width / 2 - 2, baseline, width + 4, 1);
      if (labelled.stream().noneMatch(place::intersects)) {
        labelled.add(place);
        graphics.setColor(tick == 0 ? Theme.FRAME : Theme.GRIDLINE);
        graphics.draw(new Line2D.Double(x, top, x, bottom));
        graphics.setColor(Theme.MUTED_TEXT);
        drawText(graphics, label, font, x - width / 2, baseline);
      }
    }
    String unit = classification.probabilities() ? "probability" : "output";
    double between = zero + perOutput * (-low > high ? low / 2 : high / 4);
    drawText(graphics, unit, font, between - Fonts.width(unit, font) / 2, baseline);
  }

  private static void drawText(
      Graphics2D graphics, String text, Font font, double left, double baseline) {
    graphics.setFont(font);
    graphics.drawString(text, (float) left, (float) baseline);
  }

  private int barsWidth() {
    double numbers =
        outputs().map(output -> Fonts.width(number(output), Fonts.bold(11))).max().orElse(0);
    return (int) Math.ceil(namesWidth() + BAR_LENGTH + 2 * LABEL_GAP + numbers);
  }

  private double namesWidth() {
    return rows.stream()
        .flatMap(row -> row.classification.classNames().stream())
        .mapToDouble(name -> Fonts.width(name, Fonts.bold(11)))
        .max()
        .orElse(0);
  }

  private DoubleStream outputs() {
    return rows.stream()
        .flatMap(row -> row.classification.outputs().stream())
        .mapToDouble(output -> output);
  }

  private static String number(double output) {
    return String.format(Locale.ROOT, "%.4f", output);
  }
}
