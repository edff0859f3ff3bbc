package mnist4j.picture;

/**
 * The background of a picture, under the ink too: what openings leave, so that a shadow, a vignette
 * or a table beside the sheet does not count as ink (the top-hat transform, Meyer 1979).
 *
 * @param image the picture, reduced, ink above paper
 * @param levels of its border, clockwise from the upper left corner
 * @param paper the same without the ink that crosses the border
 */
record Background(GreyImage image, float[] levels, float[] paper) {

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
  private static final double MIN_INK = 20;

  /** Behind a line along a side there is paper again, in shares of the mean side. */
  private static final double BEHIND = 0.15;

  /** Along so much of it; a shadow or a table reaches farther in. */
  private static final double MAX_DEEP = 0.5;

  /**
   * Subtracts the background, from the difference to a plane, or from the picture itself if then
   * less along the border is taken for ink: beside a deep shadow the plane slopes, and the light
   * does not.
   *
   * @param difference how much each pixel differs from the plane, see {@link BackgroundPlane}, ink
   *     above 0
   * @param plain the picture itself, ink above paper
   * @return ink above a background near 0
   */
  static GreyImage removed(GreyImage difference, GreyImage plain) {
    Background sloping = Background.of(difference.reduced(SIDE));
    int ink = sloping.ink();
    if (ink == 0) {
      return sloping.removedFrom(difference);
    }
    Background even = Background.of(plain.reduced(SIDE));
    return even.ink() < ink ? even.removedFrom(plain) : sloping.removedFrom(difference);
  }

  private static Background of(GreyImage image) {
    int side = meanSide(image);
    float[] levels = ring(image, 0);
    int middle = (Math.min(image.width(), image.height()) - 1) / 2;
    float[] deeper = ring(image, Math.min(middle, (int) Math.round(BEHIND * side)));
    return new Background(image, levels, withoutInk(levels, deeper, side));
  }

  private static int meanSide(GreyImage image) {
    return (image.width() + image.height()) / 2;
  }

  /** How many pixels of the border are no paper. */
  private int ink() {
    int ink = 0;
    for (int i = 0; i < levels.length; i++) {
      ink += isInk(levels, paper, i) ? 1 : 0;
    }
    return ink;
  }

  /** The picture without its background. */
  private GreyImage removedFrom(GreyImage picture) {
    int reach = Math.max(1, (int) Math.round(REACH * meanSide(image)));
    GreyImage upright = inside(Opening.of(padded(reach + 1), reach));
    GreyImage level = upright;
    if (isShaded()) {
      // Only one of the two squares fits into the outermost parts of a round shadow.
      int corner = (int) Math.ceil(Math.sqrt(2) * reach);
      GreyImage turned = inside(Opening.ofTurned(padded(corner + 1), reach));
      level =
          GreyImage.of(
              image.width(), image.height(), (x, y) -> Math.max(upright.at(x, y), turned.at(x, y)));
    }
    float[] background = level.enlarged(picture.width(), picture.height()).values();
    float[] values = picture.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] -= background[i];
    }
    return new GreyImage(picture.width(), picture.height(), values);
  }

  /** Whether the paper along the border is not the same everywhere. */
  private boolean isShaded() {
    float least = paper[0];
    float most = paper[0];
    for (float level : paper) {
      least = Math.min(least, level);
      most = Math.max(most, level);
    }
    return most - least > MIN_INK;
  }

  /** What was padded, without the margin. */
  private GreyImage inside(GreyImage padded) {
    int margin = (padded.width() - image.width()) / 2;
    return GreyImage.of(image.width(), image.height(), (x, y) -> padded.at(x + margin, y + margin));
  }

  /** The image, continued outwards by the paper along its border. */
  private GreyImage padded(int margin) {
    int width = image.width();
    int height = image.height();
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

  /** For each pixel of the border, the nearest one that is so deep in the image. */
  private static float[] ring(GreyImage image, int depth) {
    int width = image.width();
    int height = image.height();
    float[] ring = new float[2 * (width + height) - 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x += y == 0 || y == height - 1 ? 1 : width - 1) {
        ring[place(x, y, width, height)] =
            image.at(
                Math.max(depth, Math.min(width - 1 - depth, x)),
                Math.max(depth, Math.min(height - 1 - depth, y)));
      }
    }
    return ring;
  }

  /**
   * The border without ink: without short stretches, and longer ones if both ends are sharp and the
   * ink is thin.
   */
  private static float[] withoutInk(float[] border, float[] deeper, int side) {
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
      if (end > i
          && isSharp(border, beneath, i)
          && isSharp(border, beneath, end - 1)
          && isThin(border, deeper, beneath, i, end)) {
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
    return border[place] - beneath[place] > MIN_INK;
  }

  private static boolean isSharp(float[] border, float[] beneath, int place) {
    int length = border.length;
    float before = border[Math.floorMod(place - SHARP, length)];
    float behind = border[Math.floorMod(place + SHARP, length)];
    float height = Math.max(before, behind) - beneath[Math.floorMod(place, length)];
    return Math.abs(before - behind) >= SHARP_RISE * height;
  }

  /** Whether there is paper behind most of a stretch of ink along the border. */
  private static boolean isThin(
      float[] border, float[] deeper, float[] beneath, int start, int end) {
    int deep = 0;
    for (int i = start; i < end; i++) {
      int place = i % border.length;
      deep += deeper[place] > (border[place] + beneath[place]) / 2 ? 1 : 0;
    }
    return deep <= MAX_DEEP * (end - start);
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
