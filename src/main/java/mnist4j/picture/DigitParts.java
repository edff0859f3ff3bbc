package mnist4j.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import mnist4j.picture.Components.Component;

/**
 * The component with the most ink that is no line below others, and what belongs to it, without
 * rules, frames, what comes from beyond the border, and specks.
 *
 * @param components of the picture's ink
 * @param list those that are the digit's, the main one first
 * @param others those that are no digit's yet
 * @param lines whether each pixel is one of a rule's, which may be fainter than ink
 * @param cutOut whether some ink of the picture spans it as a digit does that is cut out along its
 *     edges
 */
record DigitParts(
    Components components,
    List<Component> list,
    List<Component> others,
    boolean[] lines,
    boolean cutOut) {

  /** What touches the border and is this long, in shares of the side, is no digit. */
  private static final double SPANS = 0.9;

  /** A line is no wider, in shares of its length, and one of this share of the side is ruled. */
  private static final double LINE = 0.03;

  private static final double LONG = 0.5;

  /** Of the ink of a digit cut out along its edges, more than this is in no straight line. */
  private static final double MIN_BENT = 0.25;

  /** Share of the picture's border that a digit cut out along its edges takes; a shadow more. */
  private static final double MAX_BORDER = 0.22;

  /** Width of an upright bar, in shares of its height. */
  static final double WIDEST_BAR = 0.5;

  /** A smaller mark is a speck, in shares of the picture's shorter side. */
  private static final double MIN_SIZE = 0.02;

  /** Less ink, in shares of the main component's, is a speck. */
  private static final double MIN_PART = 0.03;

  /** What is nearer belongs to the digit, in shares of its size. */
  private static final double NEAR = 0.2;

  /** Above and below, digits have wider gaps than beside: there is no other digit. */
  private static final double NEAR_IN_A_COLUMN = 1;

  /** Ink beyond such a gap, in shares of the main component's; a letter of a caption has less. */
  private static final double MIN_APART = 0.08;

  /** Ink over the box of a flat line; that of a flat arc, which is a part of a 5, is less. */
  private static final double STRAIGHT = 0.5;

  /** Height of what a line is below, in shares of its width; pieces of a digit are lower. */
  private static final double HIGH = 0.7;

  /** Width of a line below a digit, in shares of the digit's. */
  private static final double UNDERLINE_WIDTH = 0.6;

  /** A line with more ink than a digit is at most so many times as long; a speck is no digit. */
  private static final double UNDERLINED = 3;

  /** Paper above it, in shares of the digit's height. */
  private static final double UNDERLINE_APART = 0.03;

  /** Two parts of this ratio of heights, side by side, are two digits. */
  private static final double SAME_HEIGHT = 0.75;

  /** The heights of two digits of a row differ less, and they overlap by more of the height. */
  private static final double ROW = 0.5;

  /** Digits of a row, at most; more marks are a text or a texture. */
  static final int MAX_IN_A_ROW = 41;

  /**
   * The parts of the main digit, or nothing if no ink can be one.
   *
   * @param all whether each pixel is ink
   */
  static Optional<DigitParts> of(Ink ink, boolean[] all) {
    int width = ink.difference().width();
    int height = ink.difference().height();
    boolean[] lines = RuledLines.in(ink.faintMask(), width, height);
    boolean[] rest = new boolean[all.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = all[i] && !lines[i];
    }
    Components thin = new Components(rest, ink.difference());
    List<Component> marks =
        thin.list().stream()
            .filter(part -> !spans(part, thin, width, height) && !thin.isFrame(part))
            .toList();
    List<Component> candidates = new ArrayList<>(Enclosures.removed(marks, thin));
    candidates.addAll(thinOnes(thin, candidates, width, height));
    List<Component> across = bentAcross(thin, width, height);
    boolean bent = isBent(thin, across, all, rest, width, height);
    boolean cutOut = bent && !across.isEmpty();
    int side = Math.min(width, height);
    Optional<DigitParts> apart = of(thin, candidates, side, lines, cutOut);
    if (apart.isPresent()) {
      return apart;
    }
    Components whole = new Components(all, ink.difference());
    return bent || whole.list().size() == 1 && isBar(whole.list().get(0), width)
        ? of(whole, whole.list(), side, new boolean[all.length], cutOut)
        : Optional.empty();
  }

  /**
   * The candidate with the most ink that underlines no other, and those near it, one after the
   * other.
   */
  private static Optional<DigitParts> of(
      Components components,
      List<Component> candidates,
      int side,
      boolean[] lines,
      boolean cutOut) {
    List<Component> others =
        new ArrayList<>(
            candidates.stream()
                .sorted(Comparator.comparingDouble(Component::ink).reversed())
                .toList());
    if (others.isEmpty() || Components.longer(others.get(0).box()) < MIN_SIZE * side) {
      return Optional.empty();
    }
    // A line below thin strokes may have more ink than these.
    Component main =
        others.stream().filter(part -> !underlines(part, others)).findFirst().orElse(others.get(0));
    others.remove(main);
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
    return Optional.of(new DigitParts(components, parts, others, lines, cutOut));
  }

  private static boolean belongs(Component part, Component main, Rectangle box) {
    if (box.contains(part.box())) {
      return true;
    }
    if (isUnderline(part, box)) {
      return false;
    }
    int across = gap(part.box().x, part.box().width, box.x, box.width);
    int down = gap(part.box().y, part.box().height, box.y, box.height);
    double size = Components.longer(box);
    double heights = (double) part.box().height / box.height;
    if (across > 0 && Math.min(heights, 1 / heights) >= SAME_HEIGHT) {
      return false;
    }
    boolean apart = across <= 0 && part.ink() >= MIN_APART * main.ink();
    return part.ink() >= MIN_PART * main.ink()
        && across <= NEAR * size
        && down <= (apart ? NEAR_IN_A_COLUMN : NEAR) * size;
  }

  /** Whether it is a line below one of the others. */
  private static boolean underlines(Component part, List<Component> others) {
    return others.stream()
        .filter(other -> UNDERLINED * Components.longer(other.box()) >= part.box().width)
        .anyMatch(other -> isUnderline(part, other.box()));
  }

  /** Whether it is a line below a digit, and apart from it as the end of a broken stroke is not. */
  private static boolean isUnderline(Component part, Rectangle box) {
    Rectangle line = part.box();
    return DigitCriteria.isFlat(line)
        && part.area() >= STRAIGHT * line.width * line.height
        && box.height >= HIGH * box.width
        && line.width >= UNDERLINE_WIDTH * box.width
        && line.y - box.y - box.height >= UNDERLINE_APART * box.height;
  }

  /** Pixels between two stretches of a line, not above 0 if they overlap. */
  private static int gap(int from, int length, int otherFrom, int otherLength) {
    return Math.max(from - otherFrom - otherLength, otherFrom - from - length);
  }

  private static boolean spans(Component part, Components thin, int width, int height) {
    Rectangle box = part.box();
    double longer = Math.max((double) box.width / width, (double) box.height / height);
    return thin.reachesBorder(part) && longer >= SPANS || isLine(box) && longer >= LONG;
  }

  /**
   * Whether the ink may be a digit or a row cut out along its edges, which spans the picture too:
   * much of it is no straight line.
   *
   * @param across what may be the digit or those of the row, of which each has its own border
   */
  private static boolean isBent(
      Components thin,
      List<Component> across,
      boolean[] all,
      boolean[] rest,
      int width,
      int height) {
    int bent =
        thin.list().stream().filter(part -> isBent(part, thin)).mapToInt(Component::area).sum();
    int borders = across.stream().mapToInt(part -> part.box().width + part.box().height).sum();
    double longer = Math.max(1, (double) borders / (width + height));
    return borderShare(rest, width, height) <= longer * MAX_BORDER
        && bent >= MIN_BENT * Strokes.area(all);
  }

  private static boolean isBent(Component part, Components thin) {
    return !isLine(part.box()) && thin.sides(part) < 2;
  }

  /** The digit itself, or those of a row, that span the picture, and not what is left of a rule. */
  private static List<Component> bentAcross(Components thin, int width, int height) {
    int largest = thin.list().stream().mapToInt(Component::area).max().orElse(0);
    return thin.list().stream()
        .filter(part -> part.area() >= MIN_BENT * largest)
        .filter(part -> spans(part, thin, width, height) && isBent(part, thin))
        .filter(part -> !Strokes.areSolid(thin.mask(List.of(part)), width, part.box()))
        .toList();
  }

  /**
   * Of the lines that are no digits alone, those that are a 1 beside others: upright, as high as
   * one of these, and not a side of a box or table.
   */
  private static List<Component> thinOnes(
      Components thin, List<Component> candidates, int width, int height) {
    List<Component> lines =
        thin.list().stream()
            .filter(part -> isLine(part.box()) && spans(part, thin, width, height))
            .toList();
    return lines.stream().anyMatch(line -> line.box().width > line.box().height)
        ? List.of()
        : lines.stream()
            .filter(line -> !thin.reachesBorder(line))
            .filter(
                line -> candidates.stream().anyMatch(other -> isAsHigh(line.box(), other.box())))
            .toList();
  }

  /** Whether two digits of a row are as high as printed ones are. */
  private static boolean isAsHigh(Rectangle one, Rectangle other) {
    return isInRow(one, other)
        && Math.min(one.height, other.height) >= SAME_HEIGHT * Math.max(one.height, other.height);
  }

  /** How much of the picture's border is set. */
  static double borderShare(boolean[] mask, int width, int height) {
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
    return Math.min(box.width, box.height) <= LINE * Components.longer(box);
  }

  /** Whether each pixel belongs to them, {@code [height * width]}. */
  boolean[] mask() {
    return components.mask(list);
  }

  /** The smallest rectangle around them. */
  Rectangle box() {
    return list.stream().map(Component::box).reduce(Rectangle::union).orElseThrow();
  }

  /** How many they are without specks, which belong to a digit only if they are within it. */
  long countWithoutSpecks() {
    double least = MIN_PART * list.get(0).ink();
    return list.stream().filter(part -> part.ink() >= least).count();
  }

  /** Longer side of the largest one, in pixels. */
  int mainSide() {
    return list.stream()
        .max(Comparator.comparingInt(Component::area))
        .map(part -> Components.longer(part.box()))
        .orElseThrow();
  }

  /**
   * The parts of the other digits in a row with this one, at most 40.
   *
   * @param side the picture's shorter one, in pixels
   */
  List<DigitParts> row(int side) {
    return row(box(), marks(side), DigitParts::box);
  }

  /** The other marks with the most ink. */
  private List<DigitParts> marks(int side) {
    List<DigitParts> marks = new ArrayList<>();
    Optional<DigitParts> next = of(components, others, side, lines, cutOut);
    while (next.isPresent() && marks.size() < MAX_IN_A_ROW - 1) {
      marks.add(next.get());
      next = of(components, next.get().others, side, lines, cutOut);
    }
    return marks;
  }

  /** Whether some of the row are not among those that {@link #row(int)} returns. */
  boolean isOfALongerRow(int side) {
    List<DigitParts> marks = marks(side);
    if (marks.size() < MAX_IN_A_ROW - 1) {
      return false;
    }
    List<Rectangle> boxes = new ArrayList<>(marks.stream().map(DigitParts::box).toList());
    int seen = row(box(), boxes, Function.identity()).size();
    marks.get(marks.size() - 1).others.stream()
        .filter(part -> part.ink() >= MIN_PART * list.get(0).ink())
        .forEach(part -> boxes.add(part.box()));
    return row(box(), boxes, Function.identity()).size() > seen;
  }

  /**
   * Of some marks, those that are in a row with a digit, and those beside one of them and in a row
   * with it: a row may slope.
   *
   * @param boxOf the box of a mark
   */
  static <T> List<T> row(Rectangle digit, List<T> marks, Function<T, Rectangle> boxOf) {
    Map<Boolean, List<T>> level =
        marks.stream()
            .collect(Collectors.partitioningBy(mark -> isInRow(boxOf.apply(mark), digit)));
    List<T> row = new ArrayList<>(level.get(true));
    List<T> rest = level.get(false);
    List<Rectangle> boxes = new ArrayList<>(List.of(digit));
    row.forEach(mark -> boxes.add(boxOf.apply(mark)));
    for (int i = 0; i < boxes.size(); i++) {
      Rectangle accepted = boxes.get(i);
      for (Iterator<T> left = rest.iterator(); left.hasNext(); ) {
        T mark = left.next();
        Rectangle box = boxOf.apply(mark);
        if (isInRow(box, accepted)
            && gap(box.x, box.width, accepted.x, accepted.width) <= accepted.height
            && boxes.stream().noneMatch(other -> isAboveOrBelow(box, other))) {
          left.remove();
          row.add(mark);
          boxes.add(box);
        }
      }
    }
    return row;
  }

  /** Whether two boxes share more columns than those of leaning neighbours do. */
  private static boolean isAboveOrBelow(Rectangle one, Rectangle other) {
    return -gap(one.x, one.width, other.x, other.width) > ROW * Math.min(one.width, other.width);
  }

  private static boolean isInRow(Rectangle one, Rectangle other) {
    int lower = Math.min(one.height, other.height);
    int overlap = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    return lower >= ROW * Math.max(one.height, other.height) && overlap >= ROW * lower;
  }
}
