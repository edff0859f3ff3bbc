package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Images in rows, each with a caption beneath. An enlarged image pixel is a sharp square.
 *
 * @param title what the images are; empty for none
 * @param note what else a reader must know; empty for none
 * @param images the images, row by row
 * @param captions one per image, in the same order
 * @param columns images per row, at least 1
 */
public record ImageGrid(
    String title, String note, List<BufferedImage> images, List<Caption> captions, int columns)
    implements Figure {

  private static final int TILE = 112;
  private static final int GAP = 14;
  private static final int ABOVE_CAPTION = 4;
  private static final int MIN_WIDTH = 160;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is not one caption per image, or no column
   */
  public ImageGrid {
    images = List.copyOf(images);
    captions = List.copyOf(captions);
    if (captions.size() != images.size()) {
      throw new IllegalArgumentException(
          "%d captions for %d images".formatted(captions.size(), images.size()));
    }
    if (columns < 1) {
      throw new IllegalArgumentException("a grid of %d columns".formatted(columns));
    }
  }

  @Override
  public int width() {
    int wanted = (int) Math.min(Math.max(heading().naturalWidth(), MIN_WIDTH), 5 * (TILE + GAP));
    return Math.max(usedColumns() * (TILE + GAP) - GAP, wanted) + 2 * Theme.MARGIN;
  }

  @Override
  public int height() {
    int rows = (images.size() + columns - 1) / columns;
    int grid = rows == 0 ? 0 : rows * rowHeight() - GAP;
    return heading().below(width()) + grid + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, width());
    int top = heading().below(width());
    Caption.Layout layout = layout();
    for (int i = 0; i < images.size(); i++) {
      int left = Theme.MARGIN + i % columns * (TILE + GAP);
      int tileTop = top + i / columns * rowHeight();
      paintTile(graphics, images.get(i), captions.get(i).outcome(), left, tileTop);
      graphics.setColor(captions.get(i).outcome().colour());
      paintCaption(
          graphics,
          layout,
          layout.lines().get(i),
          left + TILE / 2.0,
          tileTop + TILE + ABOVE_CAPTION);
    }
  }

  private static void paintTile(
      Graphics2D graphics, BufferedImage image, Caption.Outcome outcome, int left, int top) {
    double scale = scale(image);
    double width = image.getWidth() * scale;
    double height = image.getHeight() * scale;
    Rectangle2D frame =
        new Rectangle2D.Double(
            left + onScreenPixel((TILE - width) / 2),
            top + onScreenPixel((TILE - height) / 2),
            width,
            height);
    drawSharp(graphics, image, frame);
    graphics.setColor(outcome == Caption.Outcome.NONE ? Theme.FRAME : outcome.colour());
    graphics.setStroke(new BasicStroke(outcome == Caption.Outcome.WRONG ? 2.5f : 1f));
    graphics.draw(frame);
  }

  private static double onScreenPixel(double units) {
    return Math.floor(units * PIXELS_PER_UNIT) / PIXELS_PER_UNIT;
  }

  /** Draws an image with sharp pixels. */
  static void drawSharp(Graphics2D graphics, BufferedImage image, Rectangle2D area) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    AffineTransform toArea = AffineTransform.getTranslateInstance(area.getX(), area.getY());
    toArea.scale(area.getWidth() / image.getWidth(), area.getHeight() / image.getHeight());
    graphics.drawImage(image, toArea, null);
  }

  private static void paintCaption(
      Graphics2D graphics, Caption.Layout layout, List<String> lines, double centre, double top) {
    graphics.setFont(layout.font());
    double baseline = top + Fonts.ascent(layout.font());
    for (String line : lines) {
      double width = Fonts.width(line, layout.font());
      graphics.drawString(line, (float) (centre - width / 2), (float) baseline);
      baseline += Fonts.lineHeight(layout.font());
    }
  }

  /** Units per image pixel: a whole number of screen pixels when the image is enlarged. */
  private static double scale(BufferedImage image) {
    double fitting = (double) TILE / Math.max(image.getWidth(), image.getHeight());
    double onScreen = fitting * PIXELS_PER_UNIT;
    return onScreen < 1 ? fitting : Math.floor(onScreen) / PIXELS_PER_UNIT;
  }

  private int usedColumns() {
    return Math.min(columns, images.size());
  }

  private int rowHeight() {
    return TILE + ABOVE_CAPTION + (int) Math.ceil(layout().height()) + GAP;
  }

  private Caption.Layout layout() {
    // Captions may reach into the gap, as long as there is space between them.
    return Caption.Layout.of(captions, TILE + GAP - 4.0);
  }

  private Heading heading() {
    return new Heading(title, note);
  }
}
