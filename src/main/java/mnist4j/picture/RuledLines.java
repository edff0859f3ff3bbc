package mnist4j.picture;

import java.util.Arrays;

/**
 * Straight lines from border to border, level or upright or a little turned: rules, grids, the
 * lines of a table, frames. A line is removed but where it is thicker than it is bare, since a
 * stroke crosses it there, as with staff lines in music (Dalitz and others, "A comparative study of
 * staff removal algorithms", 2008).
 */
final class RuledLines {

  /** Rows or columns that a line may drift from border to border, in shares of its length. */
  private static final double MAX_DRIFT = 0.16;

  /** A line may be bent by one pixel in so many. */
  private static final int PIXELS_PER_BEND = 400;

  /** A thicker line is none, in shares of the side across it. */
  private static final double MAX_THICKNESS = 0.15;

  /** A gap that does not end a line, in shares of its length. */
  private static final double GAP = 0.02;

  /**
   * A line that leaves the picture through another side is at least so long, in the same shares.
   */
  private static final double MIN_LENGTH = 0.25;

  /** And no thicker, in shares of its own length: it is no bar of a digit that touches the side. */
  private static final double THIN = 0.05;

  /** Strokes run across less than this share of a line. */
  private static final double MAX_CROSSED = 0.6;

  /** And along less than the rest of it: the pixels of this rank say how thick it is. */
  private static final double THINNEST = 0.13;

  /** Of more ink than this share of the picture there are no lines on paper. */
  private static final double MAX_AREA = 0.6;

  /** Where a line is that much thicker, a stroke crosses it. */
  private static final double STROKE = 1.5;

  private final boolean[] rest;
  private final int length;
  private final int sides;
  private final int along;
  private final int across;
  private final int bend;
  private final boolean[] near;
  private final int[] starts;
  private final int[] thickness;

  /**
   * Lines along one direction.
   *
   * @param rest the mask, from which lines are removed
   * @param length of the picture's side along which the lines are
   * @param sides length of the other one
   * @param along distance in the mask of pixels that are neighbours along a line
   * @param across the same across it
   */
  private RuledLines(boolean[] rest, int length, int sides, int along, int across) {
    this.rest = rest;
    this.length = length;
    this.sides = sides;
    this.along = along;
    this.across = across;
    bend = (length + PIXELS_PER_BEND - 1) / PIXELS_PER_BEND;
    near = new boolean[rest.length];
    starts = new int[rest.length];
    thickness = new int[rest.length];
    measure();
  }

  /**
   * The pixels of lines.
   *
   * @param mask ink and what is fainter, {@code [height * width]}
   */
  static boolean[] in(boolean[] mask, int width, int height) {
    boolean[] lines = new boolean[mask.length];
    if (Strokes.area(mask) > MAX_AREA * mask.length) {
      return lines;
    }
    boolean[] rest = mask.clone();
    new RuledLines(rest, width, height, 1, width).remove();
    new RuledLines(rest, height, width, width, 1).remove();
    for (int i = 0; i < lines.length; i++) {
      lines[i] = mask[i] && !rest[i];
    }
    return lines;
  }

  /**
   * For each pixel, where the ink across the line begins and how thick it is, and whether there is
   * any within a bend. What is erased later stays in here: it is looked up for ink alone.
   */
  private void measure() {
    for (int i = 0; i < length; i++) {
      int start = 0;
      while (start < sides) {
        int end = start;
        while (end < sides && rest[place(i, end)]) {
          end++;
        }
        for (int row = start; row < end; row++) {
          starts[place(i, row)] = place(i, start);
          thickness[place(i, row)] = end - start;
        }
        for (int row = Math.max(0, start - bend);
            end > start && row < Math.min(sides, end + bend);
            row++) {
          near[place(i, row)] = true;
        }
        start = end + 1;
      }
    }
  }

  private int place(int i, int row) {
    return row * across + i * along;
  }

  private void remove() {
    int most = (int) Math.round(MAX_DRIFT * length);
    for (int drift = 0; drift <= most; drift += 2 * bend) {
      removeDrifting(drift);
      if (drift > 0) {
        removeDrifting(-drift);
      }
    }
  }

  private void removeDrifting(int drift) {
    int[] shifts = new int[length];
    Arrays.setAll(shifts, i -> Math.round((float) drift * i / length));
    for (int first = -Math.max(0, drift); first < sides - Math.min(0, drift); first++) {
      int rows =
          Math.min(sides - 1, first + Math.max(0, drift))
              - Math.max(0, first + Math.min(0, drift))
              + 1;
      if (isLine(first, shifts, length * rows / (Math.abs(drift) + 1))) {
        erase(first, shifts);
      }
    }
  }

  /**
   * Whether ink goes on from border to border, some of it thin.
   *
   * @param inside how much of the line is in the picture
   */
  private boolean isLine(int first, int[] shifts, int inside) {
    if (inside < MIN_LENGTH * length) {
      return false;
    }
    double mostThickness = inside == length ? MAX_THICKNESS * sides : THIN * inside;
    int mostGap = (int) Math.max(1, GAP * length);
    int crossed = 0;
    int gap = 0;
    double mostCrossed = MAX_CROSSED * inside;
    for (int i = 0; i < length && gap <= mostGap && crossed <= mostCrossed; i++) {
      int row = first + shifts[i];
      if (row >= 0 && row < sides) {
        int pixel = near[place(i, row)] ? nearest(i, row) : -1;
        gap = pixel < 0 ? gap + 1 : 0;
        crossed += pixel >= 0 && thickness[pixel] <= mostThickness ? 0 : 1;
      }
    }
    return gap <= mostGap && crossed <= mostCrossed;
  }

  /** The nearest pixel of ink within a bend of the line, or −1. */
  private int nearest(int i, int row) {
    for (int away = 0; away <= bend; away++) {
      if (isInk(i, row - away)) {
        return place(i, row - away);
      }
      if (isInk(i, row + away)) {
        return place(i, row + away);
      }
    }
    return -1;
  }

  private boolean isInk(int i, int row) {
    return row >= 0 && row < sides && rest[place(i, row)];
  }

  private void erase(int first, int[] shifts) {
    int[] pixels = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      int pixel = nearest(i, first + shifts[i]);
      if (pixel >= 0) {
        pixels[count++] = pixel;
      }
    }
    int[] sorted =
        Arrays.stream(pixels, 0, count).map(pixel -> thickness[pixel]).sorted().toArray();
    int most = (int) Math.ceil(STROKE * sorted[(int) (THINNEST * count)]) + 1;
    for (int k = 0; k < count; k++) {
      int pixel = pixels[k];
      if (thickness[pixel] <= most) {
        for (int row = 0; row < thickness[pixel]; row++) {
          rest[starts[pixel] + row * across] = false;
        }
      }
    }
  }
}
