package mnist4j.picture;

import java.awt.Rectangle;
import java.util.List;
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

  /** What has a shorter longer side is no digit. In pixels. */
  private static final int MIN_PIXELS = 6;

  private Enclosures() {}

  /** Some parts without those that are drawn around others. */
  static List<Component> removed(List<Component> parts, Components components) {
    List<Component> large =
        parts.stream().filter(part -> Components.longer(part.box()) >= MIN_PIXELS).toList();
    return parts.stream()
        .filter(line -> large.stream().noneMatch(part -> isAround(line, part, components)))
        .toList();
  }

  /** Whether a component is a line around another one, and the two outline no digit together. */
  private static boolean isAround(Component line, Component part, Components components) {
    Rectangle around = new Rectangle(part.box());
    around.grow(1, 1);
    return line.box().contains(around)
        && isMetAllAround(line, part.box(), components)
        && Strokes.width(components.mask(List.of(line)), components.width())
            <= MAX_LINE * Components.longer(line.box())
        && !(isLoop(line, components) && isLoop(part, components));
  }

  private static boolean isLoop(Component part, Components components) {
    return Strokes.isLoop(components.mask(List.of(part)), components.width(), part.box());
  }

  private static boolean isMetAllAround(Component line, Rectangle part, Components components) {
    int met = 0;
    double sum = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double angle = 2 * Math.PI * i / DIRECTIONS;
      double distance = distance(line, part, Math.cos(angle), Math.sin(angle), components);
      if (distance >= 0) {
        met++;
        sum += distance;
      }
    }
    return met >= MIN_CLOSED * DIRECTIONS && Components.longer(part) >= MIN_WITHIN * 2 * sum / met;
  }

  /** From the middle of a part to a line in one direction, in pixels, or −1 if it is not met. */
  private static double distance(
      Component line, Rectangle part, double perX, double perY, Components components) {
    for (int step = 0; ; step++) {
      int x = (int) Math.floor(part.getCenterX() + step * perX);
      int y = (int) Math.floor(part.getCenterY() + step * perY);
      if (!line.box().contains(x, y)) {
        return -1;
      }
      if (components.isOf(line, x, y)) {
        return step;
      }
    }
  }
}
