package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import mnist4j.picture.Components.Component;

/**
 * What a group of ink must be to be taken for a digit, and no texture, noise, line, dot, sheet, or
 * what a shadow's edge leaves.
 *
 * <p>The figures after the limits were measured on what is read: of 3,000 of MNIST's training
 * images, drawn 10 to 56 pixels wide, of the 1,797 digits of scikit-learn, and of 40 of the former
 * in every kind of picture at three strengths. (The inked shares are of the 40; a thick marker has
 * 0.52.) Where that left room, clothes decided, Fashion-MNIST's images as pictures: on the
 * likeness, the dots and the share of all ink.
 */
final class DigitCriteria {

  /** Longer side of the box in pixels of the picture; at least 6.42, of scikit-learn's 8. */
  private static final double MIN_PIXELS = 6.4;

  /** Width over height; what is flatter is a dash. */
  private static final double MAX_FLAT = 3;

  /** Ink over the picture's pixels; at most 0.39. */
  private static final double MAX_AREA = 0.75;

  /** All ink over the picture's pixels; at most 0.39. */
  private static final double MAX_SHARE = 0.65;

  /** How much of the surroundings is as dark, see {@link InkGroup}; at most 0.37. */
  private static final double MAX_LIKENESS = 0.6;

  /** Mean stroke width over the box's longer side; at most 0.40 but for two, a square has 0.64. */
  private static final double MAX_WIDTH = 0.47;

  /** Longer side of a dot, in shares of the picture's. */
  private static final double DOT = 0.4;

  /** The largest part's longer side over the box's: specks in a row are no stroke. */
  private static final double MIN_MAIN_PART = 0.2;

  /** The same of a small digit; at least 0.53. */
  private static final double MIN_MAIN_PART_OF_SMALL = 0.5;

  /** Of the left or right side of a picture that was cut closely around it; at most 0.27. */
  private static final double MAX_OF_A_SIDE = 0.5;

  /** What is nearer to a side begins there, in shares of the longer one: edges are blurred. */
  private static final double NEAR_A_SIDE = 0.025;

  /** Ink over the box of a darker end; a slanting bar takes less, if it is not nearly upright. */
  private static final double MIN_WEDGE = 0.6;

  /** Of the outline, see {@link InkGroup#faded}; a band beside a shadow fades on one side. */
  private static final double MAX_FADED = 0.3;

  /** Other marks of this share of its ink make it one of a texture, if there are more. */
  private static final double ALIKE = 0.25;

  /** A form may have some; none were found beside the digits measured. */
  private static final int MAX_ALIKE = 5;

  private static final int MAX_ALIKE_IN_CORNERS = 1;

  /** A digit with a longer side of fewer pixels of the picture is small. */
  private static final double SMALL = 48;

  /** Parts of a digit, and more of noisy or broken ink: at most 9 of 117 pixels. */
  private static final int FEW_PARTS = 2;

  private static final double PARTS_PER_PIXEL = 0.1;

  /** The longer side of what the parts of broken strokes make up, over the box's. */
  private static final double MIN_JOINED = 0.9;

  /** Parts of broken strokes per pixel of the longer side; at most 0.46. */
  private static final double MAX_BROKEN = 0.5;

  /** How much of the picture's ink broken strokes have. */
  private static final double MIN_OF_INK = 0.9;

  /** Length of the outline in pixel edges over the longer side: at most 14.8, outlined. */
  private static final double MAX_EDGES = 16;

  /** The same of a small digit; at most 8.6. */
  private static final double MAX_EDGES_OF_SMALL = 9.5;

  /** See {@link Ink#contrastTo}; at least 4.6, beside a hard shadow. */
  private static final double MIN_CONTRAST = 4;

  /** The same of a small digit; at least 6.0, in 8 x 8 pixels. */
  private static final double MIN_CONTRAST_OF_SMALL = 5.7;

  private DigitCriteria() {}

  static boolean areMet(InkGroup group, View view) {
    double pixels = pixels(group, view);
    return pixels >= MIN_PIXELS
        && !isAlongASide(group, view)
        && !isShade(group, view)
        && !isFlat(group.box())
        && Strokes.area(group.mask()) <= MAX_AREA * group.mask().length
        && group.share() <= MAX_SHARE
        && group.likeness() <= MAX_LIKENESS
        && !isDot(group)
        && alike(group) <= (isInACorner(group) ? MAX_ALIKE_IN_CORNERS : MAX_ALIKE)
        && isEven(group, view, pixels);
  }

  /** Whether a box is that of a dash. */
  static boolean isFlat(Rectangle box) {
    return box.width > MAX_FLAT * box.height;
  }

  /** Longer side of the box in pixels of the picture. */
  static double pixels(InkGroup group, View view) {
    Rectangle2D box = view.inPicture(group.box());
    return Math.max(box.getWidth(), box.getHeight());
  }

  /** Large filled shapes are left to the detector of outliers: what is around them is no digit. */
  private static boolean isDot(InkGroup group) {
    int side = Math.max(group.levels().width(), group.levels().height());
    return group.strokeWidth() > MAX_WIDTH && Components.longer(group.box()) < DOT * side;
  }

  /** Whether it has so few pixels of the picture that noise and blur are as wide as strokes. */
  static boolean isSmall(InkGroup group, View view) {
    return pixels(group, view) < SMALL;
  }

  private static boolean isEven(InkGroup group, View view, double pixels) {
    int longer = Components.longer(group.box());
    boolean small = pixels < SMALL;
    // Enlarging joins the parts of a digit, but not noise.
    double more = longer > pixels ? 0 : PARTS_PER_PIXEL * longer;
    double main = (small ? MIN_MAIN_PART_OF_SMALL : MIN_MAIN_PART) * longer;
    double edges = (small ? MAX_EDGES_OF_SMALL : MAX_EDGES) * longer;
    boolean whole =
        group.parts().countWithoutSpecks() <= FEW_PARTS + more && group.parts().mainSide() >= main;
    return (whole || small && longer <= pixels && isBroken(group))
        && Strokes.edges(group.mask(), view.grey().width()) <= edges
        && group.ink().contrastTo(group.mask(), view.margin())
            >= (small ? MIN_CONTRAST_OF_SMALL : MIN_CONTRAST);
  }

  /**
   * Whether its strokes are broken by gaps as narrow as they are, and there is little other ink:
   * specks of noise are all over the picture.
   */
  private static boolean isBroken(InkGroup group) {
    int longer = Components.longer(group.box());
    Ink ink = group.ink();
    if (group.parts().countWithoutSpecks() > MAX_BROKEN * longer
        || group.strength() < MIN_OF_INK * ink.sum(ink.mask())) {
      return false;
    }
    int reach = (int) Math.max(1, Math.round(group.strokeWidth() * longer / 2));
    boolean[] grown = Opening.extremes(group.mask(), group.levels().width(), reach, 1);
    return new Components(grown, group.levels())
        .list().stream()
            .anyMatch(part -> Components.longer(part.box()) >= MIN_JOINED * longer + 2 * reach);
  }

  /** Whether it is the darker side of a picture that was cut closely, and no stroke. */
  private static boolean isAlongASide(InkGroup group, View view) {
    int margin = view.margin();
    int rows = view.grey().height();
    int right = view.grey().width() - margin - 1;
    int atLeft = 0;
    int atRight = 0;
    for (int y = margin; margin > 0 && y < rows - margin; y++) {
      atLeft += group.mask()[y * view.grey().width() + margin] ? 1 : 0;
      atRight += group.mask()[y * view.grey().width() + right] ? 1 : 0;
    }
    return Math.max(atLeft, atRight) > MAX_OF_A_SIDE * (rows - 2 * margin);
  }

  /** Whether it is the darker or lighter end or corner of a picture or sheet, and no bar. */
  private static boolean isShade(InkGroup group, View view) {
    Rectangle box = group.box();
    Rectangle picture = new Rectangle(view.grey().width(), view.grey().height());
    picture.grow(-view.margin(), -view.margin());
    double near = NEAR_A_SIDE * Components.longer(picture);
    int sides =
        (box.x - picture.x <= near ? 1 : 0) + (picture.getMaxX() - box.getMaxX() <= near ? 1 : 0);
    int ends =
        (box.y - picture.y <= near ? 1 : 0) + (picture.getMaxY() - box.getMaxY() <= near ? 1 : 0);
    boolean wide = box.width > DigitParts.WIDEST_BAR * box.height;
    // What was cut out along its edges may be a bar, upright or from corner to corner.
    boolean shade =
        view.margin() == 0
            ? sides + ends > 1 && wide || sides > 0 && ends > 0
            : sides > 1 && ends > 0 && Strokes.area(group.mask()) > MIN_WEDGE * group.size();
    return (shade || sides + ends > 0 && group.faded() > MAX_FADED) && group.isSolid();
  }

  private static long alike(InkGroup group) {
    double least = ALIKE * group.strength();
    List<Component> marks =
        group.parts().others().stream().filter(part -> part.ink() >= least).toList();
    return marks.size() - DigitParts.row(group.box(), marks, Component::box).size();
  }

  /** Whether it is what a vignette leaves in a corner of the picture. */
  private static boolean isInACorner(InkGroup group) {
    Rectangle box = group.box();
    boolean side = box.x == 0 || box.x + box.width == group.levels().width();
    boolean end = box.y == 0 || box.y + box.height == group.levels().height();
    return side && end;
  }
}
