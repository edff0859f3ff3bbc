package mnist4j.picture;

import java.awt.Point;
import java.awt.Rectangle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mnist4j.picture.Components.Component;

/**
 * Circles, boxes and cells of forms that are drawn around a digit, the brackets at the corners of a
 * box, and axes beside it, which are no strokes of it.
 */
final class Enclosures {

  /** Directions in which what is around a part is looked for. */
  private static final int DIRECTIONS = 64;

  /** A circle may have a gap: it is met in this share of the directions. */
  private static final double MIN_CLOSED = 0.9;

  /**
   * Longer side of what is written in an enclosure, over the enclosure's mean width; of the dot in
   * a printed 0 at most 0.4.
   */
  private static final double MIN_WITHIN = 0.45;

  /** Width of the line, over the longer side of its box; the paper of a sheet is wider. */
  private static final double MAX_LINE = 0.12;

  /** A box whose corners are open has so many pieces; more marks are a text or a texture. */
  private static final int MAX_SIDES = 4;

  /** Longer side of such a piece, over that of what is written in the box. */
  private static final double MIN_SIDE = 1.25;

  /** Brackets at four corners are alike: the longer side of the smallest over the largest's. */
  private static final double ALIKE = 0.7;

  /** Ink of a bracket, at most, in the quarter of its box that is towards what is in the middle. */
  private static final double MAX_INNER = 0.05;

  /** And at least in each of the others. */
  private static final double MIN_OUTER = 0.1;

  /** Of the ink of axes so much is in two straight lines; the rest are arrow heads and ticks. */
  private static final double MIN_AXES = 0.8;

  /** What has a shorter longer side is no digit. In pixels. */
  private static final int MIN_PIXELS = 6;

  /** The longest parts that are looked at; more are a text or a texture. */
  private static final int MAX_PARTS = 40;

  private final Components components;

  /** What is known of some lines: each may be around many parts, and a look at it takes long. */
  private final Map<List<Component>, Boolean> thin = new HashMap<>();

  private final Map<List<Component>, Boolean> loops = new HashMap<>();

  private final Map<Component, int[]> quarters = new HashMap<>();

  private final Map<Component, Optional<Point>> origins = new HashMap<>();

  private Enclosures(Components components) {
    this.components = components;
  }

  /** Some parts without those that are drawn around others. */
  static List<Component> removed(List<Component> parts, Components components) {
    return new Enclosures(components).removed(parts);
  }

  private List<Component> removed(List<Component> parts) {
    List<Component> large =
        parts.stream()
            .filter(part -> length(part) >= MIN_PIXELS)
            .sorted(Comparator.comparingInt(Enclosures::length).reversed())
            .limit(MAX_PARTS)
            .toList();
    Set<Component> removed = new HashSet<>();
    for (Component part : large) {
      large.stream()
          .filter(line -> !removed.contains(line))
          .filter(line -> areAround(List.of(line), part))
          .forEach(removed::add);
      List<Component> sides =
          large.stream()
              .takeWhile(side -> length(side) >= MIN_SIDE * length(part))
              .limit(MAX_SIDES + 1)
              .toList();
      if (sides.size() > 1
          && sides.size() <= MAX_SIDES
          && areBesideEachOther(sides)
          && areAround(sides, part)) {
        removed.addAll(sides);
      }
      List<Component> brackets = large.stream().filter(other -> isBracket(other, part)).toList();
      if (brackets.size() == MAX_SIDES && areAtTheCorners(brackets, part)) {
        removed.addAll(brackets);
      }
      large.stream().filter(lines -> areAxes(lines, part)).forEach(removed::add);
    }
    return parts.stream().filter(part -> !removed.contains(part)).toList();
  }

  /** Unlike the lines of an outlined 8 or 9, of which one is around the others. */
  private boolean areBesideEachOther(List<Component> sides) {
    return sides.stream()
        .noneMatch(
            outer ->
                sides.stream()
                    .filter(side -> side != outer)
                    .map(side -> radius(List.of(outer), side))
                    .anyMatch(Double::isFinite));
  }

  /** Whether it bends around the place of another one: a line down and one across. */
  private boolean isBracket(Component bracket, Component part) {
    if (bracket == part || length(bracket) >= length(part) || part.box().contains(bracket.box())) {
      return false;
    }
    int[] ink = quarters.computeIfAbsent(bracket, this::inkOfQuarters);
    int inner = 3 - corner(bracket, part);
    for (int i = 0; i < ink.length; i++) {
      double share = (double) ink[i] / bracket.area();
      if (i == inner ? share > MAX_INNER : share < MIN_OUTER) {
        return false;
      }
    }
    return true;
  }

  /** Ink in the quarters of the box, in the order of the corners. */
  private int[] inkOfQuarters(Component part) {
    Rectangle box = part.box();
    int[] ink = new int[4];
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        if (components.isOf(part, box.x + x, box.y + y)) {
          ink[(2 * y < box.height ? 0 : 2) + (2 * x < box.width ? 0 : 1)]++;
        }
      }
    }
    return ink;
  }

  /**
   * From the middle of a part: 0 for left and above, 1 right above, 2 left below, 3 right below.
   */
  private static int corner(Component other, Component part) {
    return (other.box().getCenterX() < part.box().getCenterX() ? 0 : 1)
        + (other.box().getCenterY() < part.box().getCenterY() ? 0 : 2);
  }

  private static boolean areAtTheCorners(List<Component> brackets, Component part) {
    Rectangle box = box(brackets);
    List<Integer> lengths = brackets.stream().map(Enclosures::length).sorted().toList();
    return brackets.stream().map(bracket -> corner(bracket, part)).distinct().count() == MAX_SIDES
        && lengths.get(0) >= ALIKE * lengths.get(MAX_SIDES - 1)
        && box.contains(part.box())
        && length(part) >= MIN_WITHIN * Components.longer(box);
  }

  /** Whether it is a line upwards and one to the right, and a part is between them. */
  private boolean areAxes(Component lines, Component part) {
    Rectangle box = lines.box();
    if (lines == part
        || !box.contains(part.box())
        || length(part) < MIN_WITHIN * length(lines)
        || length(lines) < MIN_SIDE * length(part)) {
      return false;
    }
    Optional<Point> origin = origins.computeIfAbsent(lines, this::origin);
    return origin.isPresent()
        && part.box().x > origin.get().x
        && part.box().getMaxY() <= origin.get().y;
  }

  /** Where the two lines meet, if it is made of two, one across and one down. */
  private Optional<Point> origin(Component lines) {
    Rectangle box = lines.box();
    int[] rows = new int[box.height];
    int[] columns = new int[box.width];
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        if (components.isOf(lines, box.x + x, box.y + y)) {
          rows[y]++;
          columns[x]++;
        }
      }
    }
    int row = fullest(rows);
    int column = fullest(columns);
    int width = (int) (MAX_LINE / 2 * length(lines));
    boolean areTwoLines =
        rows[row] >= (1 - MAX_LINE) * box.width
            && columns[column] >= (1 - MAX_LINE) * box.height
            && sum(rows, row, width) + sum(columns, column, width) >= MIN_AXES * lines.area();
    return areTwoLines ? Optional.of(new Point(box.x + column, box.y + row)) : Optional.empty();
  }

  private static int fullest(int[] counts) {
    int fullest = 0;
    for (int i = 1; i < counts.length; i++) {
      fullest = counts[i] > counts[fullest] ? i : fullest;
    }
    return fullest;
  }

  /** Of the counts near one, those of a straight line: more than half of the fullest. */
  private static int sum(int[] counts, int at, int reach) {
    int sum = 0;
    for (int i = Math.max(0, at - reach); i <= Math.min(counts.length - 1, at + reach); i++) {
      sum += counts[i] > counts[at] / 2 ? counts[i] : 0;
    }
    return sum;
  }

  private static int length(Component part) {
    return Components.longer(part.box());
  }

  /** Whether some components are lines around another one, and do not outline a digit with it. */
  private boolean areAround(List<Component> lines, Component part) {
    Rectangle box = box(lines);
    Rectangle around = new Rectangle(part.box());
    around.grow(1, 1);
    return box.contains(around)
        && length(part) >= MIN_WITHIN * 2 * radius(lines, part)
        && thin.computeIfAbsent(lines, this::areThin)
        && !(isLoop(lines) && isLoop(List.of(part)));
  }

  private boolean areThin(List<Component> lines) {
    return Strokes.width(components.mask(lines), components.width())
        <= MAX_LINE * Components.longer(box(lines));
  }

  private static Rectangle box(List<Component> parts) {
    Rectangle box = new Rectangle(parts.get(0).box());
    parts.forEach(part -> box.add(part.box()));
    return box;
  }

  private boolean isLoop(List<Component> parts) {
    return loops.computeIfAbsent(
        parts, lines -> Strokes.isLoop(components.mask(lines), components.width(), box(lines)));
  }

  /** From the middle of a part to the lines, on average; infinite if they are not all around it. */
  private double radius(List<Component> lines, Component part) {
    Rectangle box = box(lines);
    int met = 0;
    double sum = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double angle = 2 * Math.PI * i / DIRECTIONS;
      double distance = distance(lines, box, part.box(), angle);
      if (distance >= 0) {
        met++;
        sum += distance;
      }
    }
    return met >= MIN_CLOSED * DIRECTIONS ? sum / met : Double.POSITIVE_INFINITY;
  }

  /** From the middle of a part to the lines in one direction, in pixels, or −1 if it is not met. */
  private double distance(List<Component> lines, Rectangle box, Rectangle part, double angle) {
    double perX = Math.cos(angle);
    double perY = Math.sin(angle);
    for (int step = 0; ; step++) {
      int x = (int) Math.floor(part.getCenterX() + step * perX);
      int y = (int) Math.floor(part.getCenterY() + step * perY);
      if (!box.contains(x, y)) {
        return -1;
      }
      for (Component line : lines) {
        if (components.isOf(line, x, y)) {
          return step;
        }
      }
    }
  }
}
