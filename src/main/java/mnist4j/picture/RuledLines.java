package mnist4j.picture;

/**
 * Removes straight lines from border to border: rules, grids, the lines of a table, frames. A line
 * is removed where it is as thin as most of it, and stays where a stroke crosses it, as staff lines
 * are removed from music (Dalitz and others, "A comparative study of staff removal algorithms",
 * 2008).
 */
final class RuledLines {

  /** A thicker line is none, in shares of the side across it. */
  private static final double MOST_THICKNESS = 0.15;

  /** A gap that does not end a line, in shares of its length. */
  private static final double GAP = 0.02;

  /** Where a line is that much thicker, a stroke crosses it. */
  private static final double STROKE = 1.5;

  private RuledLines() {}

  /** The mask {@code [height * width]} without lines across or down the picture. */
  static boolean[] removed(boolean[] mask, int width, int height) {
    boolean[] rest = mask.clone();
    remove(rest, width, height, 1, width);
    remove(rest, height, width, width, 1);
    return rest;
  }

  /** Removes lines along one direction, whose pixels are {@code along} apart in the mask. */
  private static void remove(boolean[] mask, int length, int lines, int along, int across) {
    boolean[] full = new boolean[lines];
    for (int line = 0; line < lines; line++) {
      full[line] = spans(mask, length, line * across, along);
    }
    int first = 0;
    while (first < lines) {
      int end = first;
      while (end < lines && full[end]) {
        end++;
      }
      if (end > first && end - first <= MOST_THICKNESS * lines) {
        erase(mask, length, lines, along, across, first, end);
      }
      first = end + 1;
    }
  }

  private static boolean spans(boolean[] mask, int length, int start, int along) {
    int gap = 0;
    int most = (int) Math.max(1, GAP * length);
    for (int i = 0; i < length; i++) {
      gap = mask[start + i * along] ? 0 : gap + 1;
      if (gap > most) {
        return false;
      }
    }
    return true;
  }

  private static void erase(
      boolean[] mask, int length, int lines, int along, int across, int first, int end) {
    int thickness = end - first;
    int most = (int) Math.ceil(STROKE * thickness) + 1;
    for (int i = 0; i < length; i++) {
      int from = first;
      int to = end;
      while (from > 0 && end - from <= most && mask[(from - 1) * across + i * along]) {
        from--;
      }
      while (to < lines && to - from <= most && mask[to * across + i * along]) {
        to++;
      }
      if (to - from <= most) {
        for (int line = from; line < to; line++) {
          mask[line * across + i * along] = false;
        }
      }
    }
  }
}
