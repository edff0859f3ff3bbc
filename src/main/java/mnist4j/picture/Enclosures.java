package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mnist4j.picture.Components.Component;

/** Circles, boxes and cells of forms that are drawn around a digit, and are no strokes of it. */
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

  /** What has a shorter longer side is no digit. In pixels. */
  private static final int MIN_PIXELS = 6;

  /** The longest parts that are looked at; more are a text or a texture. */
  private static final int MAX_PARTS = 40;

  private final Components components;

  /** What is known of some lines: each may be around many parts, and a look at it takes long. */
  private final Map<List<Component>, Boolean> thin = new HashMap<>();

  private final Map<List<Component>, Boolean> loops = new HashMap<>();

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
