package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import mnist4j.data.ImageData;
import mnist4j.evaluation.Classification;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PreparedDigit;

/**
 * {@code predict --show}: a row per picture, with the picture, what the network sees of it, and the
 * network's outputs as bars.
 *
 * @param rows the pictures, in order; at most the first 50 are drawn
 */
public record PredictionSheet(List<Row> rows) implements Figure {

  /**
   * One picture and what came of it.
   *
   * @param name what the picture is called
   * @param original the picture, small enough to be drawn as it is
   * @param prepared what the network sees
   * @param found what it says
   */
  public record Row(
      String name, BufferedImage original, PreparedDigit prepared, Classification found) {

    /** The same with the picture made small. */
    public static Row of(
        String name, DigitPicture picture, PreparedDigit prepared, Classification found) {
      return new Row(name, picture.shrunk(TILE * PIXELS_PER_UNIT), prepared, found);
    }
  }

  private static final int MOST = 50;
  private static final int TILE = 140;
  private static final int GAP = 24;
  private static final int BAR_LENGTH = 200;
  private static final int LEAST_PITCH = 14;
  private static final int LABEL_GAP = 6;
  private static final int SCALE_HEIGHT = 18;

  /** Copies the list. */
  public PredictionSheet {
    rows = List.copyOf(rows);
  }

  @Override
  public int width() {
    return 2 * Theme.MARGIN + 2 * (TILE + GAP) + barsWidth();
  }

  @Override
  public int height() {
    int top = Theme.MARGIN + heading().height(innerWidth());
    return top + shown().stream().mapToInt(this::rowHeight).sum() + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, Theme.MARGIN, Theme.MARGIN, innerWidth());
    double top = Theme.MARGIN + heading().height(innerWidth());
    for (Row row : shown()) {
      Heading name = new Heading("", row.name);
      name.paint(graphics, Theme.MARGIN, top, innerWidth());
      double below = top + name.height(innerWidth());
      paintImage(graphics, row.original, Theme.MARGIN, below);
      paintImage(graphics, ink(row.prepared), Theme.MARGIN + TILE + GAP, below);
      paintBars(graphics, row.found, Theme.MARGIN + 2 * (TILE + GAP), below);
      top += rowHeight(row);
    }
  }

  private List<Row> shown() {
    return rows.subList(0, Math.min(MOST, rows.size()));
  }

  private Heading heading() {
    String note = "Left: the picture. Middle: the 28 × 28 pixels that the network sees.";
    return new Heading(
        "",
        rows.size() > MOST
            ? note + " The first %d of %d pictures are shown.".formatted(MOST, rows.size())
            : note);
  }

  private int innerWidth() {
    return width() - 2 * Theme.MARGIN;
  }

  private int rowHeight(Row row) {
    int name = new Heading("", row.name).height(innerWidth());
    return name + Math.max(TILE, barsHeight(row.found) + SCALE_HEIGHT) + GAP;
  }

  private static int barsHeight(Classification found) {
    return Math.max(TILE - SCALE_HEIGHT, LEAST_PITCH * found.outputs().size());
  }

  private static void paintImage(
      Graphics2D graphics, BufferedImage image, double left, double top) {
    double scale = (double) TILE / Math.max(image.getWidth(), image.getHeight());
    int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
    int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(image, (int) left, (int) top, width, height, null);
    graphics.setColor(Theme.RULE);
    graphics.setStroke(new BasicStroke(1f));
    graphics.draw(new Rectangle2D.Double((int) left, (int) top, width, height));
  }

  /** Full ink black, background white. */
  private static BufferedImage ink(PreparedDigit prepared) {
    int side = ImageData.SIDE;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        image.setRGB(column, row, (255 - prepared.grey(row, column)) * 0x010101);
      }
    }
    return image;
  }

  private void paintBars(Graphics2D graphics, Classification found, double left, double top) {
    double barsLeft = left + namesWidth() + LABEL_GAP;
    double low = Math.min(0, outputs().min().orElse(0));
    double high = Math.max(1, outputs().max().orElse(1));
    double perOutput = BAR_LENGTH / (high - low);
    double zero = barsLeft - low * perOutput;
    double pitch = (double) barsHeight(found) / found.outputs().size();
    paintScale(graphics, found, zero, perOutput, high, top);
    for (int i = 0; i < found.outputs().size(); i++) {
      double output = found.outputs().get(i);
      boolean decided = i == found.ranked(0);
      double y = top + i * pitch;
      graphics.setColor(decided ? Theme.hue(0) : Theme.MUTED);
      graphics.fill(
          new Rectangle2D.Double(
              zero + Math.min(0, output) * perOutput,
              y + 0.15 * pitch,
              Math.abs(output) * perOutput,
              0.7 * pitch));
      Font font = decided ? Fonts.bold(11) : Fonts.plain(11);
      double baseline = y + pitch / 2 + Fonts.ascent(font) / 2 - 1;
      graphics.setColor(Theme.INK);
      String name = found.classNames().get(i);
      write(graphics, name, font, barsLeft - LABEL_GAP - Fonts.width(name, font), baseline);
      write(graphics, figure(output), font, barsLeft + BAR_LENGTH + LABEL_GAP, baseline);
    }
  }

  /** Lines at nothing, half and all of the highest output, and what the outputs are. */
  private static void paintScale(
      Graphics2D graphics,
      Classification found,
      double zero,
      double perOutput,
      double high,
      double top) {
    double bottom = top + barsHeight(found);
    Font font = Fonts.plain(10);
    double baseline = bottom + 3 + Fonts.ascent(font);
    graphics.setStroke(new BasicStroke(1f));
    for (double tick : new double[] {0, high / 2, high}) {
      double x = zero + tick * perOutput;
      graphics.setColor(tick == 0 ? Theme.RULE : Theme.GRID);
      graphics.draw(new Line2D.Double(x, top, x, bottom));
      graphics.setColor(Theme.MUTED);
      String label = String.format(Locale.ROOT, "%.1f", tick);
      write(graphics, label, font, x - Fonts.width(label, font) / 2, baseline);
    }
    String unit = found.probabilities() ? "probability" : "output";
    double quarter = zero + perOutput * high / 4;
    write(graphics, unit, font, quarter - Fonts.width(unit, font) / 2, baseline);
  }

  private static void write(
      Graphics2D graphics, String text, Font font, double left, double baseline) {
    graphics.setFont(font);
    graphics.drawString(text, (float) left, (float) baseline);
  }

  private int barsWidth() {
    double figures =
        outputs().map(output -> Fonts.width(figure(output), Fonts.bold(11))).max().orElse(0);
    return (int) Math.ceil(namesWidth() + BAR_LENGTH + 2 * LABEL_GAP + figures);
  }

  private double namesWidth() {
    return shown().stream()
        .flatMap(row -> row.found.classNames().stream())
        .mapToDouble(name -> Fonts.width(name, Fonts.bold(11)))
        .max()
        .orElse(0);
  }

  private DoubleStream outputs() {
    return shown().stream()
        .flatMap(row -> row.found.outputs().stream())
        .mapToDouble(output -> output);
  }

  private static String figure(double output) {
    return String.format(Locale.ROOT, "%.4f", output);
  }
}
