package mnist4j.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import mnist4j.picture.Components.Component;

/**
 * The component with the most ink and what belongs to it, without rules, frames, what comes from
 * beyond the border, and specks.
 *
 * @param ink all ink of the picture
 * @param mask whether each pixel belongs to the group, {@code [height * width]}
 * @param box the smallest rectangle around it
 * @param share how much of the picture all its ink takes, 0 to 1
 * @param likeness how much of the surroundings is as dark as the group though it is no ink, 0 to 1
 * @param levels how much each pixel differs from an even background
 * @param components of the picture's ink
 * @param parts how many of them are the group's
 * @param others components that are in no group yet
 * @param cutOut whether some ink of the picture spans it as a digit does that is cut out along its
 *     edges
 */
record InkGroup(
    Ink ink,
    boolean[] mask,
    Rectangle box,
    double share,
    double likeness,
    GreyImage levels,
    Components components,
    int parts,
    List<Component> others,
    boolean cutOut) {

  /** What touches the border and is this long, in shares of the side, is no digit. */
  private static final double SPANS = 0.9;

  /** A line is no wider, in shares of its length, and one of this share of the side is ruled. */
  private static final double LINE = 0.03;

  private static final double LONG = 0.5;

  /** Of the ink of a digit cut out along its edges, more than this is in no straight line. */
  private static final double LEAST_BENT = 0.25;

  /** Share of the picture's border that a digit cut out along its edges takes; a shadow more. */
  private static final double MOST_BORDER = 0.22;

  /** Width of an upright bar, in shares of its height. */
  static final double WIDEST_BAR = 0.5;

  /** A smaller mark is a speck, in shares of the picture's shorter side. */
  private static final double LEAST_SIZE = 0.02;

  /** Less ink, in shares of the main component's, is a speck. */
  private static final double LEAST_PART = 0.03;

  /** What is nearer belongs to the digit, in shares of its size. */
  private static final double NEAR = 0.2;

  /** Above and below, digits have wider gaps than beside: there is no other digit. */
  private static final double NEAR_IN_A_COLUMN = 1;

  /** Two parts of this ratio of heights, side by side, are two digits. */
  private static final double SAME_HEIGHT = 0.75;

  /** The heights of two digits of a row differ less, and they overlap by more of the height. */
  private static final double ROW = 0.5;

  /** Marks that are looked at for a row; more are a text or a texture. */
  private static final int MOST_GROUPS = 40;

  /** Half the width of a shade is more, in shares of the strokes' width: it is no paler stroke. */
  private static final double SHADE = 0.5;

  /** A shade without its edges, in shares of the ink. */
  private static final double LEAST_SHADE = 0.03;

  /** The blurred edge of strokes is narrower, in shares of the digit's size. */
  private static final double BLUR = 0.1;

  /** Around what is left out, its blurred edge is left out too, in shares of the longer side. */
  private static final double EDGE = 0.006;

  /** An edge is looked for so far within and without, in shares of the longer side of the box. */
  private static final double FADE = 3 * EDGE;

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
  static Optional<InkGroup> of(GreyImage levels) {
    return Ink.of(Background.removed(levels)).flatMap(ink -> of(levels, ink));
  }

  /**
   * The strokes alone, or nothing unless the group is strokes and a shade beside or around these.
   *
   * @param plain the picture itself, ink above paper
   */
  Optional<InkGroup> withoutShade(GreyImage plain) {
    return ink.darker(plain, mask)
        .filter(this::leavesShade)
        .flatMap(strokes -> of(strokes.difference(), strokes));
  }

  /** Whether what is no stroke is more than the blurred edge of strokes. */
  private boolean leavesShade(Ink strokes) {
    int width = levels.width();
    boolean[] dark = strokes.mask();
    boolean[] own = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      own[i] = mask[i] && dark[i];
    }
    GreyImage rest = where(width, levels.height(), pixel -> mask[pixel] && !own[pixel]);
    // One more for the blur, which is as wide beside thin strokes.
    int edge = 1 + (int) Math.ceil(SHADE * Strokes.width(own, width));
    int shade = 0;
    for (float value : Opening.extremes(rest, edge, -1).values()) {
      shade += value > 0 ? 1 : 0;
    }
    return shade >= LEAST_SHADE * Strokes.area(own);
  }

  private static Optional<InkGroup> of(GreyImage levels, Ink ink) {
    int width = levels.width();
    int height = levels.height();
    boolean[] all = ink.mask();
    boolean[] rest = RuledLines.removed(all, width, height);
    Components thin = new Components(rest, ink.difference());
    Components components = thin;
    List<Component> candidates =
        thin.list().stream()
            .filter(part -> !spans(part, width, height) && !thin.isFrame(part))
            .toList();
    int side = Math.min(width, height);
    List<Component> parts = grouped(candidates, side);
    boolean bent = isBent(thin, all, rest, width, height);
    if (parts.isEmpty()) {
      Components whole = new Components(all, ink.difference());
      if (bent || whole.list().size() == 1 && isBar(whole.list().get(0), width)) {
        components = whole;
        candidates = whole.list();
        parts = grouped(candidates, side);
      }
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    boolean[] mask = components.mask(parts);
    Rectangle box = box(parts);
    return Optional.of(
        new InkGroup(
            ink,
            mask,
            box,
            (double) Strokes.area(all) / all.length,
            likeness(levels, ink, all, mask, box),
            levels,
            components,
            parts.size(),
            without(candidates, parts),
            bent
                && thin.list().stream()
                    .anyMatch(part -> isBentAcross(part, thin, all, width, height))));
  }

  private static Rectangle box(List<Component> parts) {
    return parts.stream().map(Component::box).reduce(Rectangle::union).orElseThrow();
  }

  private static List<Component> without(List<Component> all, List<Component> some) {
    List<Component> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  static boolean isInRow(Rectangle one, Rectangle other) {
    int lower = Math.min(one.height, other.height);
    int overlap = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    return lower >= ROW * Math.max(one.height, other.height) && overlap >= ROW * lower;
  }

  private static boolean spans(Component part, int width, int height) {
    Rectangle box = part.box();
    boolean touches =
        box.x == 0 || box.y == 0 || box.x + box.width == width || box.y + box.height == height;
    double longer = Math.max((double) box.width / width, (double) box.height / height);
    return touches && longer >= SPANS || isLine(box) && longer >= LONG;
  }

  /**
   * Whether the ink may be a digit cut out along its edges, which spans the picture too: much of it
   * is no straight line.
   */
  private static boolean isBent(
      Components thin, boolean[] all, boolean[] rest, int width, int height) {
    int bent =
        thin.list().stream().filter(part -> isBent(part, thin)).mapToInt(Component::area).sum();
    return borderShare(rest, width, height) <= MOST_BORDER
        && bent >= LEAST_BENT * Strokes.area(all);
  }

  private static boolean isBent(Component part, Components thin) {
    return !isLine(part.box()) && thin.sides(part) < 2;
  }

  /** Whether it is the digit itself that spans the picture, and not what is left of a rule. */
  private static boolean isBentAcross(
      Component part, Components thin, boolean[] all, int width, int height) {
    return part.area() >= LEAST_BENT * Strokes.area(all)
        && spans(part, width, height)
        && isBent(part, thin)
        && !Strokes.areSolid(thin.mask(List.of(part)), width, part.box());
  }

  /** How much of the picture's border is set. */
  private static double borderShare(boolean[] mask, int width, int height) {
    int set = 0;
    for (int x = 0; x < width; x++) {
      set += (mask[x] ? 1 : 0) + (mask[(height - 1) * width + x] ? 1 : 0);
    }
    for (int y = 0; y < height; y++) {
      set += (mask[y * width] ? 1 : 0) + (mask[y * width + width - 1] ? 1 : 0);
    }
    return set / (2.0 * (width + height));
  }

  private static boolean isBar(Component part, int width) {
    Rectangle box = part.box();
    return box.x > 0
        && box.x + box.width < width
        && box.width > LINE * box.height
        && box.width <= WIDEST_BAR * box.height;
  }

  private static boolean isLine(Rectangle box) {
    return Math.min(box.width, box.height) <= LINE * longer(box);
  }

  /** The component with the most ink and those near it, one after the other. */
  private static List<Component> grouped(List<Component> components, int side) {
    List<Component> others =
        new ArrayList<>(
            components.stream()
                .sorted(Comparator.comparingDouble(Component::ink).reversed())
                .toList());
    if (others.isEmpty() || longer(others.get(0).box()) < LEAST_SIZE * side) {
      return List.of();
    }
    Component main = others.remove(0);
    List<Component> parts = new ArrayList<>(List.of(main));
    Rectangle box = new Rectangle(main.box());
    Optional<Component> next = Optional.of(main);
    while (next.isPresent()) {
      next = others.stream().filter(part -> belongs(part, main, box)).findFirst();
      next.ifPresent(
          part -> {
            others.remove(part);
            parts.add(part);
            box.add(part.box());
          });
    }
    return parts;
  }

  private static boolean belongs(Component part, Component main, Rectangle box) {
    if (box.contains(part.box())) {
      return true;
    }
    int across = gap(part.box().x, part.box().width, box.x, box.width);
    int down = gap(part.box().y, part.box().height, box.y, box.height);
    double size = longer(box);
    double heights = (double) part.box().height / box.height;
    if (across > 0 && Math.min(heights, 1 / heights) >= SAME_HEIGHT) {
      return false;
    }
    return part.ink() >= LEAST_PART * main.ink()
        && across <= NEAR * size
        && down <= (across <= 0 ? NEAR_IN_A_COLUMN : NEAR) * size;
  }

  /** Pixels between two stretches of a line, not above 0 if they overlap. */
  private static int gap(int from, int length, int otherFrom, int otherLength) {
    return Math.max(from - otherFrom - otherLength, otherFrom - from - length);
  }

  /** The longer side of a box, in pixels. */
  static int longer(Rectangle box) {
    return Math.max(box.width, box.height);
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
    around.grow(longer(box), longer(box));
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
    double sum = 0;
    for (int i = 0; i < mask.length; i++) {
      sum += mask[i] ? ink.difference().values()[i] : 0;
    }
    return sum;
  }

  /** Longer side of its largest part, in shares of its own. */
  double mainPart() {
    return components.list().stream()
            .filter(part -> box.contains(part.box()) && !others.contains(part))
            .max(Comparator.comparingInt(Component::area))
            .map(part -> (double) longer(part.box()))
            .orElse(0.0)
        / longer(box);
  }

  /** Whether it is solid but for the holes and dents that noise leaves, see {@link Strokes}. */
  boolean isSolid() {
    int width = levels.width();
    int reach = (int) Math.max(1, Math.round(HOLE * longer(box)));
    GreyImage group = where(width, levels.height(), pixel -> mask[pixel]);
    GreyImage closed = Opening.extremes(Opening.extremes(group, reach, 1), reach, -1);
    boolean[] whole = new boolean[mask.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = closed.values()[i] > 0;
    }
    return Strokes.areSolid(whole, width, box);
  }

  /**
   * How much of its outline is no edge, 0 to 1: from a little within to a little without, the
   * picture hardly becomes paler. The picture's own border does not count.
   */
  double faded() {
    int reach = (int) Math.ceil(FADE * longer(box));
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
    return Strokes.width(mask, levels.width()) / longer(box);
  }

  /** Area of the box in pixels. */
  int size() {
    return box.width * box.height;
  }

  /** This group and those in a row with it, from left to right. */
  List<InkGroup> row() {
    int side = Math.min(ink.difference().width(), ink.difference().height());
    List<InkGroup> row = new ArrayList<>(List.of(this));
    List<Component> left = others;
    for (int i = 0; i < MOST_GROUPS; i++) {
      List<Component> next = grouped(left, side);
      if (next.isEmpty()) {
        break;
      }
      left = without(left, next);
      if (isInRow(box(next), box)) {
        row.add(
            new InkGroup(
                ink,
                components.mask(next),
                box(next),
                share,
                likeness,
                levels,
                components,
                next.size(),
                List.of(),
                cutOut));
      }
    }
    row.sort(Comparator.comparingInt(group -> group.box.x));
    return row;
  }

  /**
   * The ink of the group, and what is fainter than ink but not beside other ink.
   *
   * @param margin of paper around the picture, in pixels
   */
  FoundDigit digit(int margin) {
    int width = ink.difference().width();
    int height = ink.difference().height();
    boolean[] all = ink.mask();
    GreyImage other = where(width, height, pixel -> isOther(all, pixel));
    int edge = (int) Math.max(1, Math.round(EDGE * Math.max(width, height)));
    GreyImage nearOther = Opening.extremes(other, edge, 1);
    GreyImage near = near(width, height);
    boolean[] filled = Strokes.filled(mask, width, box, margin);
    GreyImage strengths =
        GreyImage.of(
            width,
            height,
            (x, y) -> {
              int pixel = y * width + x;
              if (filled[pixel] && !mask[pixel]) {
                return ink.contrast();
              }
              boolean own = near.at(x, y) > 0 && nearOther.at(x, y) == 0;
              return own || mask[pixel] ? ink.strength(x, y) : 0;
            });
    return Strokes.widened(new FoundDigit(strengths, box), filled);
  }

  /**
   * The group and what may be its blurred edge: farther away, fainter marks are shades or rules.
   */
  private GreyImage near(int width, int height) {
    GreyImage group = where(width, height, pixel -> mask[pixel]);
    return Opening.extremes(group, (int) Math.ceil(BLUR * longer(box)), 1);
  }

  /** An image of 1 for each pixel of which that is true, otherwise 0. */
  private static GreyImage where(int width, int height, IntPredicate isSet) {
    return GreyImage.of(width, height, (x, y) -> isSet.test(y * width + x) ? 1 : 0);
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

  private boolean isOther(boolean[] all, int pixel) {
    return all[pixel] && !mask[pixel];
  }
}
