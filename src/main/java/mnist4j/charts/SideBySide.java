package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Pictures in one row under a common title.
 *
 * @param title what they show together; empty for none
 * @param panels the pictures, left to right
 */
public record SideBySide(String title, List<Figure> panels) implements Figure {

  /** Copies the list. */
  public SideBySide {
    panels = List.copyOf(panels);
  }

  @Override
  public int width() {
    return panels.stream().mapToInt(Figure::width).sum();
  }

  @Override
  public int height() {
    return top() + panels.stream().mapToInt(Figure::height).max().orElse(0);
  }

  @Override
  public void paint(Graphics2D graphics) {
    new Heading(title, "").paint(graphics, Theme.MARGIN, Theme.MARGIN, innerWidth());
    int left = 0;
    for (Figure panel : panels) {
      Graphics2D own = (Graphics2D) graphics.create(left, top(), panel.width(), panel.height());
      try {
        panel.paint(own);
      } finally {
        own.dispose();
      }
      left += panel.width();
    }
  }

  private int top() {
    int heading = new Heading(title, "").height(innerWidth());
    // The panels bring a margin of their own.
    return heading == 0 ? 0 : Theme.MARGIN + heading - 6;
  }

  private int innerWidth() {
    return width() - 2 * Theme.MARGIN;
  }
}
