package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Pictures one below the other under a common title.
 *
 * @param title what they show together; empty for none
 * @param note what a reader must know to read them; empty for none
 * @param rows the pictures, from the top down
 */
public record Stacked(String title, String note, List<Figure> rows) implements Figure {

  /** Copies the list. */
  public Stacked {
    rows = List.copyOf(rows);
  }

  @Override
  public int width() {
    return rows.stream().mapToInt(Figure::width).max().orElse(0);
  }

  @Override
  public int height() {
    return top() + rows.stream().mapToInt(Figure::height).sum();
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, Theme.MARGIN, Theme.MARGIN, innerWidth());
    int above = top();
    for (Figure row : rows) {
      Graphics2D own = (Graphics2D) graphics.create(0, above, row.width(), row.height());
      try {
        row.paint(own);
      } finally {
        own.dispose();
      }
      above += row.height();
    }
  }

  private int top() {
    int heading = heading().height(innerWidth());
    // The rows bring a margin of their own.
    return heading == 0 ? 0 : Theme.MARGIN + heading - 6;
  }

  private Heading heading() {
    return new Heading(title, note);
  }

  private int innerWidth() {
    return width() - 2 * Theme.MARGIN;
  }
}
