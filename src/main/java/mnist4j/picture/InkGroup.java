package mnist4j.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A digit's ink.
 *
 * @param ink all ink of the picture
 * @param parts of it that are the digit's
 * @param mask whether each pixel belongs to the group, {@code [height * width]}
 * @param box the smallest rectangle around it
 * @param share how much of the picture all its ink takes, 0 to 1
 * @param likeness how much of the surroundings is as dark as the group though it is no ink, 0 to 1
 * @param levels how much each pixel differs from an even background
 */
record InkGroup(
    Ink ink,
    DigitParts parts,
    boolean[] mask,
    Rectangle box,
    double share,
    double likeness,
    GreyImage levels) {

  /** The blurred edge of strokes is narrower, in shares of the digit's size. */
  private static final double BLUR = 0.1;

  /** Half the width of a faint mark that is no blurred edge is more, in the same shares. */
  private static final double BLUR_REACH = 0.05;

  /** An edge is looked for so far within and without, in shares of the longer side of the box. */
  private static final double FADE = 3 * Ink.EDGE;

  /** Half as wide as a hole that noise leaves, at most, over the longer side of the box. */
  private static final double HOLE = 0.01;

  /** Where ink becomes paper, the level changes by more, in shares of the contrast. */
  private static final double FADED = 0.25;

  /** To the four pixels beside one. */
  private static final int[][] STEPS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

  /**
   * The main group of ink, or nothing if there is none.
   *
   * @param levels how much each pixel differs from an even background, ink above 0
   */
  static Optional<InkGroup> of(GreyImage levels, GreyImage plain) {
    return Ink.of(Background.removed(levels, plain))
        .map(ink -> Shades.removed(ink, plain))
        .flatMap(ink -> of(levels, ink));
  }

  /**
   * The strokes alone, or nothing unless the group is strokes and a shade beside or around these.
   *
   * @param plain the picture itself, ink above paper
   */
  Optional<InkGroup> withoutShade(GreyImage plain) {
    return ink.darker(plain, mask)
        .filter(strokes -> Shades.leavesShade(strokes, mask))
        .flatMap(strokes -> of(strokes.difference(), strokes));
  }

  private static Optional<InkGroup> of(GreyImage levels, Ink ink) {
    boolean[] all = ink.mask();
    return DigitParts.of(ink, all).map(parts -> of(levels, ink, all, parts));
  }

  private static InkGroup of(GreyImage levels, Ink ink, boolean[] all, DigitParts parts) {
    boolean[] mask = parts.mask();
    Rectangle box = parts.box();
    double share = (double) Strokes.area(all) / all.length;
    return new InkGroup(
        ink, parts, mask, box, share, likeness(levels, ink, all, mask, box), levels);
  }

  /** The mean level half way between the ink and the background beneath it. */
  private static double middle(GreyImage levels, Ink ink, boolean[] mask) {
    double sum = 0;
    int pixels = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        sum += levels.values()[i] - ink.difference().values()[i] / 2;
        pixels++;
      }
    }
    return sum / pixels;
  }

  private static double likeness(
      GreyImage levels, Ink ink, boolean[] all, boolean[] mask, Rectangle box) {
    double middle = middle(levels, ink, mask);
    Rectangle around = new Rectangle(box);
    around.grow(Components.longer(box), Components.longer(box));
    around = around.intersection(new Rectangle(levels.width(), levels.height()));
    int others = 0;
    int alike = 0;
    for (int y = around.y; y < around.y + around.height; y++) {
      for (int x = around.x; x < around.x + around.width; x++) {
        if (!all[y * levels.width() + x]) {
          others++;
          alike += levels.at(x, y) > middle ? 1 : 0;
        }
      }
    }
    return others == 0 ? 1 : (double) alike / others;
  }

  /** Sum of the strengths of its ink. */
  double strength() {
    return ink.sum(mask);
  }

  /** Whether it is solid but for the holes and dents that noise leaves, see {@link Strokes}. */
  boolean isSolid() {
    int width = levels.width();
    int reach = (int) Math.max(1, Math.round(HOLE * Components.longer(box)));
    boolean[] grown = Opening.extremes(mask, width, reach, 1);
    boolean[] whole = Opening.extremes(grown, width, reach, -1);
    return Strokes.areSolid(whole, width, box);
  }

  /**
   * How much of its outline is no edge, 0 to 1: from a little within to a little without, the
   * picture hardly becomes paler. The picture's own border does not count.
   */
  double faded() {
    int reach = (int) Math.ceil(FADE * Components.longer(box));
    int edges = 0;
    int faded = 0;
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        for (int[] step : STEPS) {
          if (has(x, y)
              && isInPicture(x + step[0], y + step[1])
              && !has(x + step[0], y + step[1])) {
            double within = level(x - reach * step[0], y - reach * step[1]);
            double without = level(x + (reach + 1) * step[0], y + (reach + 1) * step[1]);
            edges++;
            faded += within - without < FADED * ink.contrast() ? 1 : 0;
          }
        }
      }
    }
    return edges == 0 ? 0 : (double) faded / edges;
  }

  private boolean has(int x, int y) {
    return mask[y * levels.width() + x];
  }

  private boolean isInPicture(int x, int y) {
    return x >= 0 && x < levels.width() && y >= 0 && y < levels.height();
  }

  /** The level of the pixel, or of the nearest one if it is beyond the picture. */
  private double level(int x, int y) {
    return levels.at(
        Math.max(0, Math.min(levels.width() - 1, x)),
        Math.max(0, Math.min(levels.height() - 1, y)));
  }

  /** Mean width of its strokes in shares of its longer side. */
  double strokeWidth() {
    return Strokes.width(mask, levels.width()) / Components.longer(box);
  }

  /** Area of the box in pixels. */
  int size() {
    return box.width * box.height;
  }

  /** This group and those in a row with it, from left to right. */
  List<InkGroup> row() {
    List<InkGroup> row = new ArrayList<>(List.of(this));
    for (DigitParts digit : parts.row(side())) {
      row.add(new InkGroup(ink, digit, digit.mask(), digit.box(), share, likeness, levels));
    }
    row.sort(Comparator.comparingInt(group -> group.box.x));
    return row;
  }

  /** Whether some of the row are not among those that {@link #row} returns. */
  boolean isOfALongerRow() {
    return parts.isOfALongerRow(side());
  }

  /** The picture's shorter one. */
  private int side() {
    return Math.min(levels.width(), levels.height());
  }

  /**
   * The ink of the group, and what is fainter than ink and may be its blurred edge.
   *
   * @param margin of paper around the picture, in pixels
   */
  FoundDigit digit(int margin) {
    int width = ink.difference().width();
    int height = ink.difference().height();
    boolean[] all = ink.mask();
    boolean[] other = new boolean[all.length];
    for (int i = 0; i < other.length; i++) {
      other[i] = (all[i] || parts.lines()[i]) && !mask[i];
    }
    // Around what is left out, its blurred edge is left out too.
    int edge = (int) Math.max(1, Math.round(Ink.EDGE * Math.max(width, height)));
    boolean[] nearOther = Opening.extremes(other, width, edge, 1);
    // Farther away, fainter marks are shades or rules.
    int blur = (int) Math.ceil(BLUR * Components.longer(box));
    boolean[] near = Opening.extremes(mask, width, blur, 1);
    GreyImage faint =
        GreyImage.of(width, height, (x, y) -> mask[y * width + x] ? 0 : ink.strength(x, y));
    // So are those that are wider than an edge.
    GreyImage shade = Opening.of(faint, (int) Math.ceil(BLUR_REACH * Components.longer(box)));
    boolean[] filled = Strokes.filled(mask, width, box, margin);
    GreyImage strengths =
        GreyImage.of(
            width,
            height,
            (x, y) -> {
              int pixel = y * width + x;
              if (mask[pixel]) {
                return ink.strength(x, y);
              }
              if (filled[pixel]) {
                return ink.contrast();
              }
              return near[pixel] && !nearOther[pixel] ? faint.at(x, y) - shade.at(x, y) : 0;
            });
    return Strokes.widened(new FoundDigit(strengths, box), filled);
  }

  /**
   * Whether each pixel is ink of rules, frames and the like, or beside such ink: no part of a mark
   * that may be a digit's, {@code [height * width]}.
   */
  boolean[] takenAway() {
    boolean[] all = ink.mask();
    boolean[] marks = parts.components().mask(parts.others());
    boolean[] taken = new boolean[all.length];
    for (int i = 0; i < taken.length; i++) {
      marks[i] |= mask[i];
      taken[i] = (all[i] || parts.lines()[i]) && !marks[i];
    }
    boolean[] grown = Opening.extremes(taken, levels.width(), 1, 1);
    for (int i = 0; i < grown.length; i++) {
      grown[i] &= !marks[i];
    }
    return grown;
  }

  /** Whether each pixel is as dark as ink, but none of the group, {@code [height * width]}. */
  boolean[] other() {
    boolean[] all = ink.mask();
    boolean[] other = new boolean[all.length];
    double middle = middle(levels, ink, mask);
    for (int i = 0; i < other.length; i++) {
      // A wide frame is taken for background.
      boolean dark = levels.values()[i] - ink.difference().values()[i] > middle;
      other[i] = !mask[i] && (all[i] || dark);
    }
    return other;
  }
}
