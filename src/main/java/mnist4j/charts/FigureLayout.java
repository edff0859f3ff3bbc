package mnist4j.charts;

import java.awt.Graphics2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Figures in rows and columns under a common title. Each row is as high as its highest figure.
 *
 * @param title what the figures show together; empty for none
 * @param note what a reader must know to read them; empty for none
 * @param columns figures per row, at least 1
 * @param panels the figures, row by row
 */
public record FigureLayout(String title, String note, int columns, List<Figure> panels)
    implements Figure {

  /** By how much the gap below the heading reaches into the margin of the first row. */
  private static final int OVERLAP = 6;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no column
   */
  public FigureLayout {
    panels = List.copyOf(panels);
    if (columns < 1) {
      throw new IllegalArgumentException("a layout of %d columns".formatted(columns));
    }
  }

  /** All figures in one row, left to right. */
  public static FigureLayout row(String title, List<Figure> panels) {
    return new FigureLayout(title, "", Math.max(1, panels.size()), panels);
  }

  @Override
  public int width() {
    return rows().stream()
        .mapToInt(row -> row.stream().mapToInt(Figure::width).sum())
        .max()
        .orElse(0);
  }

  @Override
  public int height() {
    return top() + rows().stream().mapToInt(FigureLayout::height).sum();
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paint(graphics, width());
    int top = top();
    for (List<Figure> row : rows()) {
      int left = 0;
      for (Figure panel : row) {
        // Clipped, so that no panel paints over its neighbour.
        Graphics2D clipped = (Graphics2D) graphics.create(left, top, panel.width(), panel.height());
        panel.paint(clipped);
        clipped.dispose();
        left += panel.width();
      }
      top += height(row);
    }
  }

  private List<List<Figure>> rows() {
    return IntStream.iterate(0, first -> first < panels.size(), first -> first + columns)
        .mapToObj(first -> panels.subList(first, Math.min(first + columns, panels.size())))
        .toList();
  }

  private static int height(List<Figure> row) {
    return row.stream().mapToInt(Figure::height).max().orElse(0);
  }

  private int top() {
    int below = heading().below(width());
    return below == Theme.MARGIN ? 0 : below - OVERLAP;
  }

  private Heading heading() {
    return new Heading(title, note);
  }
}
