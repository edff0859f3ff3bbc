package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mnist4j.picture.Components.Component;

/** A sheet of paper on a table, or the paper within a frame. */
final class Sheet {

  /** Less of the picture is no sheet. */
  private static final double MIN_AREA = 0.1;

  /** Less paper within the outline is no sheet: it would be all ink. */
  private static final double MIN_PAPER = 0.5;

  /** Share of the narrowest rectangle around it; 1 for a rectangle, 0.785 for an ellipse. */
  private static final double MIN_FILL = 0.87;

  /**
   * The same, and the share of paper, of a round or torn sheet, or one that is seen at an angle.
   */
  private static final double MIN_FILL_WRITTEN = 0.7;

  private static final double MIN_PAPER_WRITTEN = 0.7;

  /** Longer side of what is drawn on such a sheet, in shares of the sheet's. */
  private static final double MIN_DRAWN = 0.3;

  /** Sides of a sheet with a bar on it differ less, in shares of the longer; those of a 0 more. */
  private static final double MAX_UNEVEN = 0.12;

  /** What is inside takes a larger share of the sheet. */
  private static final double MIN_CONTENT = 0.003;

  /** A sheet is not so much higher than wide. */
  private static final double MIN_BAR = 2;

  /** An even rectangle is a sheet with nothing on it if it takes more of the picture. */
  private static final double MIN_BLANK = 0.33;

  /** Along the edge, this much is left out, in shares of the longer side. */
  private static final double MARGIN = 0.02;

  /** Directions in which the narrowest rectangle is looked for. */
  private static final int DIRECTIONS = 45;

  private final InkGroup paper;
  private final boolean lighter;
  private final int width;
  private final int rows;
  private final int columns;

  // The outline: first and last pixel of the sheet in each row and column of its box.
  private final int[] left;
  private final int[] right;
  private final int[] top;
  private final int[] bottom;

  private Sheet(InkGroup paper, boolean lighter) {
    this.paper = paper;
    this.lighter = lighter;
    width = paper.ink().difference().width();
    rows = paper.box().height;
    columns = paper.box().width;
    left = filled(rows, columns);
    right = filled(rows, -1);
    top = filled(columns, rows);
    bottom = filled(columns, -1);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (isPaper(x, y)) {
          left[y] = Math.min(left[y], x);
          right[y] = Math.max(right[y], x);
          top[x] = Math.min(top[x], y);
          bottom[x] = Math.max(bottom[x], y);
        }
      }
    }
  }

  /** The same sheet with its convex hull as the outline. */
  private Sheet(Sheet dented) {
    paper = dented.paper;
    lighter = dented.lighter;
    width = dented.width;
    rows = dented.rows;
    columns = dented.columns;
    left = convex(dented.left, 1);
    right = convex(dented.right, -1);
    top = convex(dented.top, 1);
    bottom = convex(dented.bottom, -1);
  }

  private static int[] filled(int length, int value) {
    int[] values = new int[length];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * The sheet, if a group of ink or paper has the shape of one.
   *
   * @param lighter whether the group is lighter than what is around it
   */
  static Optional<Sheet> of(InkGroup paper, boolean lighter) {
    int picture = paper.mask().length;
    if (paper.size() < MIN_AREA * picture) {
      return Optional.empty();
    }
    return Optional.of(new Sheet(paper, lighter))
        .filter(sheet -> sheet.hasTheShape(picture))
        // Ink that touches the edge dents the outline, and is on the sheet all the same.
        .map(Sheet::new);
  }

  /**
   * The greatest convex function that is nowhere above the values, at whole numbers (the lower hull
   * of Andrew's monotone chain, 1979); for a sign of −1, the least concave one that is nowhere
   * below.
   */
  private static int[] convex(int[] values, int sign) {
    int[] corners = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      while (count > 1 && !turnsUp(values, sign, corners[count - 2], corners[count - 1], i)) {
        count--;
      }
      corners[count++] = i;
    }
    int[] hull = values.clone();
    for (int corner = 1; corner < count; corner++) {
      int from = corners[corner - 1];
      int to = corners[corner];
      for (int i = from + 1; i < to; i++) {
        double share = (double) (i - from) / (to - from);
        hull[i] = (int) Math.round(values[from] + share * (values[to] - values[from]));
      }
    }
    return hull;
  }

  private static boolean turnsUp(int[] values, int sign, int first, int second, int third) {
    long before = (long) (values[second] - values[first]) * (third - second);
    long behind = (long) (values[third] - values[second]) * (second - first);
    return sign * before < sign * behind;
  }

  private boolean hasTheShape(int picture) {
    double area = 0;
    double papers = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        area += isInside(x, y, 0) ? 1 : 0;
        papers += isPaper(x, y) ? 1 : 0;
      }
    }
    double fill = area / narrowestRectangle();
    return area >= MIN_AREA * picture
        && papers >= MIN_PAPER * area
        && (fill >= MIN_FILL
            || lighter // A dark one would be thick strokes far more often.
                && fill >= MIN_FILL_WRITTEN
                && papers >= MIN_PAPER_WRITTEN * area
                && isDrawnOn(area));
  }

  /**
   * Whether the largest thing on it may be a digit, and no loop of one: that is rounder, or as
   * narrow only if the digit is narrow too or slants.
   */
  private boolean isDrawnOn(double area) {
    boolean[] content = new boolean[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        content[y * columns + x] = isInside(x, y, 1) && !isPaper(x, y);
      }
    }
    Components parts =
        new Components(content, new GreyImage(columns, rows, new float[content.length]));
    return parts.list().stream()
        .max(Comparator.comparingInt(Component::area))
        .filter(part -> !parts.reachesBorder(part))
        .filter(part -> Components.longer(part.box()) >= MIN_DRAWN * Math.max(rows, columns))
        .filter(part -> isDrawn(parts.mask(List.of(part)), part.box(), area))
        .isPresent();
  }

  private boolean isDrawn(boolean[] mask, Rectangle box, double area) {
    boolean even =
        Math.abs(rows - columns) <= MAX_UNEVEN * Math.max(rows, columns)
            && area >= MIN_FILL_WRITTEN * rows * columns;
    return Strokes.width(mask, columns) < DigitFinder.ROUND * Components.longer(box)
        && (even || !Strokes.areSolid(mask, columns, box));
  }

  /** Whether something is on it. */
  boolean isWritten() {
    int margin = margin();
    double inner = 0;
    double content = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        boolean inside = isInside(x, y, margin);
        inner += inside ? 1 : 0;
        content += inside && !isPaper(x, y) ? 1 : 0;
      }
    }
    return content >= MIN_CONTENT * inner;
  }

  /** Whether it may be the upright bar of a 1, or a part of another digit. */
  boolean isBar() {
    return rows >= MIN_BAR * columns || rows * columns < MIN_BLANK * paper.mask().length;
  }

  /** What is inside, without its edge. Beyond that it is continued in its own mean grey. */
  View inside(View view) {
    int margin = margin();
    Rectangle box = paper.box();
    // Becomes the first rectangle that is added.
    Rectangle inner = new Rectangle(-1, -1);
    boolean[] inside = new boolean[paper.mask().length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (isInside(x, y, margin)) {
          inside[(box.y + y) * width + box.x + x] = true;
          inner.add(new Rectangle(box.x + x, box.y + y, 1, 1));
        }
      }
    }
    double mean = meanPaper(view.grey());
    GreyImage part =
        GreyImage.of(
            inner.width,
            inner.height,
            (x, y) ->
                inside[(inner.y + y) * width + inner.x + x]
                    ? view.grey().at(inner.x + x, inner.y + y)
                    : mean);
    return view.part(part, inner.x, inner.y, inside);
  }

  private double meanPaper(GreyImage grey) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (isPaper(x, y)) {
          sum += grey.at(paper.box().x + x, paper.box().y + y);
          count++;
        }
      }
    }
    return sum / count;
  }

  private int margin() {
    return (int) Math.ceil(MARGIN * Math.max(rows, columns));
  }

  private boolean isPaper(int x, int y) {
    return paper.mask()[(paper.box().y + y) * width + paper.box().x + x];
  }

  private boolean isInside(int x, int y, int margin) {
    return x >= left[y] + margin
        && x <= right[y] - margin
        && y >= top[x] + margin
        && y <= bottom[x] - margin;
  }

  /** Area of the smallest rectangle around the sheet, in any direction, to a few degrees. */
  private double narrowestRectangle() {
    double smallest = Double.MAX_VALUE;
    for (int i = 0; i < DIRECTIONS; i++) {
      double angle = Math.PI / 2 * i / DIRECTIONS;
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      smallest = Math.min(smallest, extent(cos, sin) * extent(-sin, cos));
    }
    return smallest;
  }

  /** Length of the sheet along a direction. */
  private double extent(double cos, double sin) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int y = 0; y < rows; y++) {
      if (right[y] >= 0) {
        // The four corners of the first and of the last pixel of the row.
        for (int x : new int[] {left[y], left[y] + 1, right[y], right[y] + 1}) {
          double upper = cos * x + sin * y;
          least = Math.min(least, Math.min(upper, upper + sin));
          most = Math.max(most, Math.max(upper, upper + sin));
        }
      }
    }
    return most - least;
  }
}
