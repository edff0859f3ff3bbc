package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A picture as the digit is looked for in it: one channel, reduced or enlarged, or a sheet that
 * lies in the picture.
 *
 * @param grey what is looked at
 * @param toPicture from its pixels to the picture's
 * @param beyond draws what of the picture is around the sheet, in pixels of the picture: many small
 *     rectangles, which a prediction does without
 * @param margin width of the paper that was added on all sides, in pixels of {@code grey}
 */
record View(GreyImage grey, AffineTransform toPicture, Supplier<Shape> beyond, int margin) {

  /** Around a row of digits, more paper would take many times the row's memory. In pixels. */
  private static final int MAX_MARGIN = 200;

  /** The whole picture. */
  View(GreyImage grey, AffineTransform toPicture, int margin) {
    this(grey, toPicture, Path2D.Double::new, margin);
  }

  /**
   * This view with a margin of its paper on all sides, a quarter as wide as its longer side, and at
   * most 200 pixels.
   */
  View onPaper() {
    int margin = Math.min(MAX_MARGIN, Math.max(grey.width(), grey.height()) / 4);
    AffineTransform moved = new AffineTransform(toPicture);
    moved.translate(-margin, -margin);
    return new View(grey.onPaper(margin), moved, beyond, margin);
  }

  /** This view with pixels smaller by a whole factor. */
  View enlarged(int factor) {
    AffineTransform scaled = new AffineTransform(toPicture);
    scaled.scale(1.0 / factor, 1.0 / factor);
    return new View(grey.enlarged(factor), scaled, beyond, margin * factor);
  }

  /**
   * A part of this view.
   *
   * @param part whose left upper corner is at {@code left}, {@code top}
   * @param inside whether each pixel of this view is in the part, {@code [height * width]}
   */
  View part(GreyImage part, int left, int top, boolean[] inside) {
    AffineTransform moved = new AffineTransform(toPicture);
    moved.translate(left, top);
    return new View(part, moved, () -> joined(beyond.get(), outline(negated(inside))), 0);
  }

  private static boolean[] negated(boolean[] mask) {
    boolean[] negated = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      negated[i] = !mask[i];
    }
    return negated;
  }

  private static Shape joined(Shape one, Shape other) {
    Path2D both = new Path2D.Double(one);
    both.append(other, false);
    return both;
  }

  /**
   * This view, of all of a part of a picture, as one of the whole picture.
   *
   * @param part in pixels of the whole picture
   * @param around draws what is around the part, in the same pixels
   */
  View ofPart(Rectangle part, Supplier<Shape> around) {
    AffineTransform moved = AffineTransform.getTranslateInstance(part.x, part.y);
    moved.concatenate(toPicture);
    return new View(grey, moved, around, margin);
  }

  /**
   * Which pixels of this view are some of another view of the picture, {@code [height * width]}.
   *
   * @param some {@code [height * width]} of the other view
   */
  boolean[] of(boolean[] some, View other) {
    boolean[] mask = new boolean[grey.values().length];
    for (int i = 0; i < mask.length; i++) {
      int x =
          other.column(
              (i % grey.width() + 0.5) * toPicture.getScaleX() + toPicture.getTranslateX());
      int y =
          other.row((i / grey.width() + 0.5) * toPicture.getScaleY() + toPicture.getTranslateY());
      mask[i] =
          x >= 0
              && y >= 0
              && x < other.grey.width()
              && y < other.grey.height()
              && some[y * other.grey.width() + x];
    }
    return mask;
  }

  private int column(double x) {
    return (int) Math.floor((x - toPicture.getTranslateX()) / toPicture.getScaleX());
  }

  private int row(double y) {
    return (int) Math.floor((y - toPicture.getTranslateY()) / toPicture.getScaleY());
  }

  /**
   * This view with some pixels of another view painted over, each as the nearest one that stays, or
   * nothing if it has none of them.
   *
   * @param some {@code [height * width]} of the other view
   */
  Optional<View> without(boolean[] some, View other) {
    int width = grey.width();
    boolean[] away = of(some, other);
    float[] values = grey.values().clone();
    int[] reached = new int[values.length];
    int count = 0;
    for (int i = 0; i < away.length; i++) {
      if (!away[i]) {
        reached[count++] = i;
      }
    }
    if (count == away.length) {
      return Optional.empty();
    }
    for (int next = 0; next < count; next++) {
      int pixel = reached[next];
      for (int neighbour : Strokes.neighbours(pixel, width, away.length)) {
        if (away[neighbour]) {
          away[neighbour] = false;
          values[neighbour] = values[pixel];
          reached[count++] = neighbour;
        }
      }
    }
    return Optional.of(
        new View(
            new GreyImage(width, grey.height(), values),
            toPicture,
            () -> joined(beyond.get(), other.outline(some)),
            margin));
  }

  /**
   * What stands out from the picture's background outside a rectangle and is not of the group, and
   * what is around this view, in pixels of the picture.
   */
  Shape leftOut(InkGroup group, Rectangle box) {
    boolean[] other = group.other();
    for (int i = 0; i < other.length; i++) {
      other[i] &= !box.contains(i % grey.width(), i / grey.width());
    }
    return joined(beyond.get(), outline(other));
  }

  /** A rectangle of this view in pixels of the picture. */
  Rectangle2D inPicture(Rectangle box) {
    return toPicture.createTransformedShape(box).getBounds2D();
  }

  /**
   * Some pixels of this view, as rectangles of one row each, in pixels of the picture.
   *
   * @param mask {@code [height * width]}
   */
  Shape outline(boolean[] mask) {
    Path2D runs = new Path2D.Double(Path2D.WIND_NON_ZERO);
    int width = grey.width();
    for (int y = 0; y < grey.height(); y++) {
      int x = 0;
      while (x < width) {
        int from = x;
        while (x < width && mask[y * width + x]) {
          x++;
        }
        if (x > from) {
          runs.append(new Rectangle(from, y, x - from, 1), false);
        }
        x++;
      }
    }
    return toPicture.createTransformedShape(runs);
  }
}
