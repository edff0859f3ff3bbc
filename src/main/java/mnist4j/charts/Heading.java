package mnist4j.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;

/**
 * The title over a picture and a smaller note beneath it, wrapped to the width there is.
 *
 * @param title one sentence; empty for none
 * @param note what a reader must know to read the picture; empty for none
 */
record Heading(String title, String note) {

  private static final double GAP = 10;

  /** Width at which the title stands on one line, in units. */
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

  void paint(Graphics2D graphics, double x, double y, double width) {
    double below = paintLines(graphics, Theme.INK, title, titleFont(), x, y, width);
    paintLines(graphics, Theme.MUTED, note, noteFont(), x, below, width);
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
