package mnist4j.picture;

/**
 * Pixels within a picture.
 *
 * @param left first column
 * @param top first row
 * @param right last column
 * @param bottom last row
 */
record BoundingBox(int left, int top, int right, int bottom) {

  /** A box without any pixel. */
  static final BoundingBox NOTHING =
      new BoundingBox(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE);

  /** The smallest box around this one and one pixel more. */
  BoundingBox with(int x, int y) {
    boolean within = x >= left && x <= right && y >= top && y <= bottom;
    return within
        ? this
        : new BoundingBox(
            Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y));
  }

  int width() {
    return right - left + 1;
  }

  int height() {
    return bottom - top + 1;
  }
}
