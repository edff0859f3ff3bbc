package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * Images in rows, each with a caption beneath. Ink is dark on white, every image pixel a sharp
 * square.
 *
 * @param title what the images are; empty for none
 * @param note what a reader must know besides; empty for none
 * @param images the images, in order, row by row
 * @param captions one per image, in the same order
 * @param columns images per row, at least 1
 */
public record ImageGrid(
    String title, String note, LabelledImages images, List<Caption> captions, int columns)
    implements Figure {

  private static final int TILE = 112;
  private static final int GAP = 14;
  private static final int ABOVE_CAPTION = 4;
  private static final int LEAST_WIDTH = 160;

  /**
   * Copies the list of captions.
   *
   * @throws IllegalArgumentException if there is not one caption per image, or no column
   */
  public ImageGrid {
    captions = List.copyOf(captions);
    if (captions.size() != images.size()) {
      throw new IllegalArgumentException(
          "%d captions for %d images".formatted(captions.size(), images.size()));
    }
    if (columns < 1) {
      throw new IllegalArgumentException("a grid of %d columns".formatted(columns));
    }
  }

  /**
   * {@code data show}: the given images with their class and position, five to a row.
   *
   * @param all the set they come from
   * @param positions which of them, from 0, in the order to be shown
   * @param classNames a name per class
   * @throws IndexOutOfBoundsException if a position is not within the set
   */
  public static ImageGrid of(
      String title, LabelledImages all, int[] positions, List<String> classNames) {
    return new ImageGrid(
        title,
        "",
        all.select(positions),
        Arrays.stream(positions)
            .mapToObj(
                position ->
                    Caption.neutral(
                        classNames.get(all.label(position)), "(image %d)".formatted(position)))
            .toList(),
        5);
  }

  @Override
  public int width() {
    int wanted = (int) Math.min(Math.max(heading().naturalWidth(), LEAST_WIDTH), 5 * (TILE + GAP));
    return Math.max(usedColumns() * (TILE + GAP) - GAP, wanted) + 2 * Theme.MARGIN;
  }

  @Override
  public int height() {
    int rows = (images.size() + columns - 1) / columns;
    int grid = rows == 0 ? 0 : rows * rowHeight() - GAP;
    return heading().height(width() - 2.0 * Theme.MARGIN) + grid + 2 * Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    double inner = width() - 2.0 * Theme.MARGIN;
    heading().paint(graphics, Theme.MARGIN, Theme.MARGIN, inner);
    int top = Theme.MARGIN + heading().height(inner);
    CaptionLayout layout = layout();
    for (int i = 0; i < images.size(); i++) {
      int left = Theme.MARGIN + i % columns * (TILE + GAP);
      int tileTop = top + i / columns * rowHeight();
      paintTile(graphics, i, left, tileTop);
      paintCaption(graphics, layout, i, left + TILE / 2.0, tileTop + TILE + ABOVE_CAPTION);
    }
  }

  private void paintTile(Graphics2D graphics, int index, int left, int top) {
    Caption.Tone tone = captions.get(index).tone();
    double scale = scale();
    double width = images.columns() * scale;
    double height = images.rows() * scale;
    Rectangle2D frame =
        new Rectangle2D.Double(left + (TILE - width) / 2, top + (TILE - height) / 2, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(
        ink(index),
        (int) frame.getX(),
        (int) frame.getY(),
        (int) Math.round(width),
        (int) Math.round(height),
        null);
    graphics.setColor(tone == Caption.Tone.NEUTRAL ? Theme.RULE : colour(tone));
    graphics.setStroke(new BasicStroke(tone == Caption.Tone.WRONG ? 2.5f : 1f));
    graphics.draw(frame);
  }

  private void paintCaption(
      Graphics2D graphics, CaptionLayout layout, int index, double centre, double top) {
    graphics.setFont(layout.font());
    graphics.setColor(colour(captions.get(index).tone()));
    double baseline = top + Fonts.ascent(layout.font());
    for (String line : layout.lines().get(index)) {
      double width = Fonts.width(line, layout.font());
      graphics.drawString(line, (float) (centre - width / 2), (float) baseline);
      baseline += Fonts.lineHeight(layout.font());
    }
  }

  private static Color colour(Caption.Tone tone) {
    return switch (tone) {
      case NEUTRAL -> Theme.INK;
      case RIGHT -> Theme.RIGHT;
      case WRONG -> Theme.WRONG;
    };
  }

  /** Units per image pixel: a whole number of screen pixels when the image is enlarged. */
  private double scale() {
    double fitting = (double) TILE / Math.max(images.rows(), images.columns());
    double onScreen = fitting * PIXELS_PER_UNIT;
    return onScreen < 1 ? fitting : Math.floor(onScreen) / PIXELS_PER_UNIT;
  }

  /** One image as it is drawn: full ink black, background white. */
  private BufferedImage ink(int index) {
    int columns = images.columns();
    BufferedImage image = new BufferedImage(columns, images.rows(), BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, images.pixelsPerImage())
        .forEach(
            pixel ->
                image.setRGB(
                    pixel % columns,
                    pixel / columns,
                    (255 - images.pixel(index, pixel)) * 0x010101));
    return image;
  }

  private int usedColumns() {
    return Math.min(columns, images.size());
  }

  private int rowHeight() {
    return TILE + ABOVE_CAPTION + (int) Math.ceil(layout().height()) + GAP;
  }

  private CaptionLayout layout() {
    // Captions may reach into the gap, as long as they leave space between each other.
    return CaptionLayout.of(captions, TILE + GAP - 4.0);
  }

  private Heading heading() {
    return new Heading(title, note);
  }
}
