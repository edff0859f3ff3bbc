package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
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
   * This view, of a part of a picture, as one of the whole picture.
   *
   * @param part in pixels of the whole picture
   * @param around draws what is around the part, in the same pixels
   */
  View ofPart(Rectangle part, Supplier<Shape> around) {
    AffineTransform offset = AffineTransform.getTranslateInstance(part.x, part.y);
    AffineTransform moved = new AffineTransform(offset);
    moved.concatenate(toPicture);
    return new View(
        grey,
        moved,
        () -> joined(around.get(), offset.createTransformedShape(beyond.get())),
        margin);
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
