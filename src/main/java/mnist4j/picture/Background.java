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

  /** Half the window along the border for ink with sharp ends, such as lines along two sides. */
  private static final double SHARP_REACH = 1.1;

  /** Pixels within which a sharp end is, and the share of its height that it rises there. */
  private static final int SHARP = 2;

  private static final double SHARP_RISE = 0.5;

  /** A smaller difference on the border is paper. In grey levels. */
  private static final double LEAST_INK = 20;

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
    GreyImage padded = padded(small, reach + 1, side);
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
  private static GreyImage padded(GreyImage image, int margin, int side) {
    int width = image.width();
    int height = image.height();
    float[] border = new float[2 * (width + height) - 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x += y == 0 || y == height - 1 ? 1 : width - 1) {
        border[place(x, y, width, height)] = image.at(x, y);
      }
    }
    float[] paper = paper(border, side);
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

  /** The border without ink: without short stretches, and longer ones if both ends are sharp. */
  private static float[] paper(float[] border, int side) {
    float[] paper = Opening.ofCircle(border, (int) Math.round(BORDER_REACH * side));
    int reach = (int) Math.min(border.length / 2.0 - 1, Math.round(SHARP_REACH * side));
    float[] beneath = Opening.ofCircle(border, reach);
    int length = border.length;
    int start = 0;
    while (start < length && isInk(border, beneath, start)) {
      start++;
    }
    for (int i = start; i < start + length; i++) {
      int end = i;
      while (end < start + length && isInk(border, beneath, end % length)) {
        end++;
      }
      if (end > i && isSharp(border, beneath, i) && isSharp(border, beneath, end - 1)) {
        for (int j = i - SHARP; j < end + SHARP; j++) {
          int place = Math.floorMod(j, length);
          paper[place] = Math.min(paper[place], beneath[place]);
        }
      }
      i = end;
    }
    return paper;
  }

  private static boolean isInk(float[] border, float[] beneath, int place) {
    return border[place] - beneath[place] > LEAST_INK;
  }

  private static boolean isSharp(float[] border, float[] beneath, int place) {
    int length = border.length;
    float before = border[Math.floorMod(place - SHARP, length)];
    float behind = border[Math.floorMod(place + SHARP, length)];
    float height = Math.max(before, behind) - beneath[Math.floorMod(place, length)];
    return Math.abs(before - behind) >= SHARP_RISE * height;
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
