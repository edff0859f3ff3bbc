package mnist4j.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;

/**
 * The title of a figure and a smaller note beneath it, wrapped to the figure's width.
 *
 * @param title one sentence; empty for none
 * @param note what a reader must know to read the figure; empty for none
 */
record Heading(String title, String note) {

  private static final double GAP = 10;

  /** Width of the title or note on a single line, whichever is wider, in units. */
  double naturalWidth() {
    return Math.ceil(Math.max(Fonts.width(title, titleFont()), Fonts.width(note, noteFont())));
  }

  /**
   * Height when wrapped to {@code width}, with the gap to what follows; 0 when there is no text.
   */
  int height(double width) {
    double height =
        lines(title, titleFont(), width).size() * Fonts.lineHeight(titleFont())
            + lines(note, noteFont(), width).size() * Fonts.lineHeight(noteFont());
    return height == 0 ? 0 : (int) Math.ceil(height + GAP);
  }

  /** Where the content of a figure starts that has this heading at its top, in units. */
  int below(int figureWidth) {
    return Theme.MARGIN + height(figureWidth - 2.0 * Theme.MARGIN);
  }

  /** Paints the heading at the top of a figure, within its margins. */
  void paint(Graphics2D graphics, int figureWidth) {
    paint(graphics, Theme.MARGIN, Theme.MARGIN, figureWidth - 2.0 * Theme.MARGIN);
  }

  /** Paints the heading at the top of a figure and a chart beneath, {@code height} units high. */
  void paintAbove(JFreeChart chart, double height, Graphics2D graphics, int figureWidth) {
    paint(graphics, figureWidth);
    // The chart has the right margin as padding, since tick labels may reach into it.
    chart.draw(
        graphics,
        new Rectangle2D.Double(
            Theme.MARGIN, below(figureWidth), (double) figureWidth - Theme.MARGIN, height));
  }

  void paint(Graphics2D graphics, double x, double y, double width) {
    double below = paintLines(graphics, Theme.TEXT, title, titleFont(), x, y, width);
    paintLines(graphics, Theme.MUTED_TEXT, note, noteFont(), x, below, width);
  }

  private static double paintLines(
      Graphics2D graphics, Color colour, String text, Font font, double x, double y, double width) {
    graphics.setFont(font);
    graphics.setColor(colour);
    double top = y;
    for (String line : lines(text, font, width)) {
      graphics.drawString(line, (float) x, (float) (top + Fonts.ascent(font)));
      top += Fonts.lineHeight(font);
    }
    return top;
  }

  private static List<String> lines(String text, Font font, double width) {
    return text.isEmpty() ? List.of() : Fonts.wrap(text, font, width);
  }

  private static Font titleFont() {
    return Fonts.bold(15);
  }

  private static Font noteFont() {
    return Fonts.plain(11);
  }
}
