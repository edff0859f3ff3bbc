package mnist4j.picture;

/**
 * The background of a picture, under the ink too: first a plane, see {@link BackgroundPlane}, then
 * what an opening leaves of the difference to it, so that a shadow, a vignette or a table beside
 * the sheet does not count as ink (the top-hat transform, Meyer 1979).
 */
final class Background {

  /** Side of the reduced picture in which the opening is made, in pixels. */
  private static final int SIDE = 128;

  /** Half the opening's window in shares of the mean side; no stroke is wider than the window. */
  private static final double REACH = 0.25;

  /** Half the window along the border, in the same measure. */
  private static final double BORDER_REACH = 0.5;

  private Background() {}

  /**
   * Subtracts the background.
   *
   * @param difference how much each pixel differs from the plane, ink above 0
   * @return the same with a background near 0
   */
  static GreyImage removed(GreyImage difference) {
    GreyImage small = difference.reduced(SIDE);
    int side = (small.width() + small.height()) / 2;
    int reach = Math.max(1, (int) Math.round(REACH * side));
    GreyImage padded = padded(small, reach + 1, (int) Math.round(BORDER_REACH * side));
    GreyImage opened = Opening.of(padded, reach);
    GreyImage inside =
        GreyImage.of(
            small.width(), small.height(), (x, y) -> opened.at(x + reach + 1, y + reach + 1));
    GreyImage level = inside.enlarged(difference.width(), difference.height());
    float[] values = difference.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] -= level.values()[i];
    }
    return new GreyImage(difference.width(), difference.height(), values);
  }

  /**
   * Continues the picture outwards by the values of its border, without the ink that crosses it.
   */
  private static GreyImage padded(GreyImage image, int margin, int borderReach) {
    int width = image.width();
    int height = image.height();
    float[] border = new float[2 * (width + height) - 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x += y == 0 || y == height - 1 ? 1 : width - 1) {
        border[place(x, y, width, height)] = image.at(x, y);
      }
    }
    float[] paper = Opening.ofCircle(border, borderReach);
    return GreyImage.of(
        width + 2 * margin,
        height + 2 * margin,
        (x, y) -> {
          int column = x - margin;
          int row = y - margin;
          int nearestColumn = Math.max(0, Math.min(width - 1, column));
          int nearestRow = Math.max(0, Math.min(height - 1, row));
          return column == nearestColumn && row == nearestRow
              ? image.at(column, row)
              : paper[place(nearestColumn, nearestRow, width, height)];
        });
  }

  /** Number of a border pixel, clockwise from the upper left corner. */
  private static int place(int x, int y, int width, int height) {
    if (y == 0) {
      return x;
    }
    if (x == width - 1) {
      return width - 1 + y;
    }
    if (y == height - 1) {
      return 2 * (width - 1) + height - 1 - x;
    }
    return 2 * (width - 1) + 2 * (height - 1) - y;
  }
}
