package mnist4j.data;

/**
 * Pixels within a picture.
 *
 * @param left first column
 * @param top first row
 * @param right last column
 * @param bottom last row
 */
record Box(int left, int top, int right, int bottom) {

  /** A box without any pixel. */
  static final Box NOTHING =
      new Box(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE);

  /** The smallest box around this one and one pixel more. */
  Box with(int x, int y) {
    boolean within = x >= left && x <= right && y >= top && y <= bottom;
    return within
        ? this
        : new Box(Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y));
  }

  int width() {
    return right - left + 1;
  }

  int height() {
    return bottom - top + 1;
  }
}
