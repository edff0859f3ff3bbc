package mnist4j.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mnist4j.picture.Components.Component;

/** Finds the digit among all the ink of a picture. */
final class DigitFinder {

  /** Longer side in pixels at which the digit is looked for. */
  static final int SIDE = 800;

  private static final double SPANS = 0.9;
  private static final double LEAST_PART = 0.03;
  private static final double NEAR = 0.2;
  private static final double LEAST_SIZE = 0.02;
  private static final double MOST_SHARE = 0.6;

  private record Candidate(Ink ink, boolean[] mask, List<Component> parts, Rectangle box, double mass, double share, double support) {}

  private DigitFinder() {}

  static Optional<FoundDigit> find(DigitPicture picture) {
    return picture.channels(SIDE).stream().flatMap(channel -> find(channel, 0).stream()).findFirst();
  }

  private static Optional<FoundDigit> find(GreyImage grey, int depth) {
    BackgroundPlane plane = BackgroundPlane.fit(grey);
    GreyImage darker =
        GreyImage.of(
            grey.width(),
            grey.height(),
            (x, y) -> plane.at(x, y, grey.width(), grey.height()) - grey.at(x, y));
    GreyImage lighter =
        GreyImage.of(grey.width(), grey.height(), (x, y) -> -darker.at(x, y));
    List<Candidate> candidates =
        Stream.of(darker, lighter)
            .flatMap(
                raw ->
                    Ink.of(Background.removed(raw)).stream()
                        .flatMap(ink -> candidate(ink, raw).stream()))
            .toList();
    if (Boolean.getBoolean("talk")) candidates.forEach(c -> System.err.println(c.box + " mass " + c.mass + " share " + c.share + " contrast " + c.ink.contrast() + " thr " + c.ink.threshold() + " parts " + c.parts.size() + " support " + c.support));
    return candidates.stream()
        .reduce(DigitFinder::better)
        .flatMap(best -> sheet(grey, best, depth).or(() -> Optional.of(found(best))));
  }

  private static Candidate better(Candidate one, Candidate other) {
    if (one.share > MOST_SHARE != other.share > MOST_SHARE) {
      return one.share > MOST_SHARE ? other : one;
    }
    if (Math.abs(one.support - other.support) > 0.1) {
      return one.support < other.support ? one : other;
    }
    if (one.ink.contrast() < 0.4 * other.ink.contrast()) {
      return other;
    }
    if (other.ink.contrast() < 0.4 * one.ink.contrast()) {
      return one;
    }
    return area(one.box) <= area(other.box) ? one : other;
  }

  private static double area(Rectangle box) {
    return (double) box.width * box.height;
  }

  private static Optional<FoundDigit> sheet(GreyImage grey, Candidate best, int depth) {
    if (depth > 2) {
      return Optional.empty();
    }
    return Sheet.inside(grey, best.mask, best.box).flatMap(inner -> find(inner, depth + 1));
  }

  private static Optional<Candidate> candidate(Ink ink, GreyImage raw) {
    GreyImage difference = ink.difference();
    int width = difference.width();
    int height = difference.height();
    boolean[] all = ink.mask();
    boolean[] mask = RuledLines.removed(all, width, height);
    Components components = new Components(mask, difference);
    List<Component> inner = components.list().stream().filter(c -> !spans(c, width, height)).toList();
    List<Component> parts = group(inner, width, height);
    if (parts.isEmpty()) {
      mask = all;
      components = new Components(mask, difference);
      parts = group(components.list(), width, height);
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    boolean[] keep = new boolean[components.list().size() + 1];
    parts.forEach(part -> keep[part.label()] = true);
    boolean[] kept = new boolean[mask.length];
    int count = 0;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = keep[components.labels()[i]];
      count += all[i] ? 1 : 0;
    }
    Rectangle box = parts.stream().map(Component::box).reduce(Rectangle::union).orElseThrow();
    double mass = parts.stream().mapToDouble(Component::ink).sum();
    return Optional.of(
        new Candidate(ink, kept, parts, box, mass, (double) count / mask.length, overlap(all, kept, box, raw, difference)));
  }

  /** Share of the surroundings that is as dark as the ink, though no ink. */
  private static double overlap(boolean[] all, boolean[] mask, Rectangle box, GreyImage raw, GreyImage difference) {
    int width = raw.width();
    double ink = 0;
    double paper = 0;
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        ink += raw.values()[i];
        paper += raw.values()[i] - difference.values()[i];
        count++;
      }
    }
    double middle = (ink + paper) / 2 / count;
    int margin = Math.max(box.width, box.height);
    Rectangle around = new Rectangle(box);
    around.grow(margin, margin);
    Rectangle inside = around.intersection(new Rectangle(width, raw.height()));
    int others = 0;
    int same = 0;
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (!all[y * width + x]) {
          others++;
          same += raw.at(x, y) > middle ? 1 : 0;
        }
      }
    }
    return others == 0 ? 1 : (double) same / others;
  }

  private static boolean spans(Component component, int width, int height) {
    Rectangle box = component.box();
    boolean touches =
        box.x == 0 || box.y == 0 || box.x + box.width == width || box.y + box.height == height;
    return touches && (box.width >= SPANS * width || box.height >= SPANS * height);
  }

  /** The component with the most ink and those near it. */
  private static List<Component> group(List<Component> components, int width, int height) {
    List<Component> sorted =
        components.stream().sorted(Comparator.comparingDouble(Component::ink).reversed()).toList();
    if (sorted.isEmpty()) {
      return List.of();
    }
    Component main = sorted.get(0);
    int size = Math.max(main.box().width, main.box().height);
    if (size < LEAST_SIZE * Math.min(width, height)) {
      return List.of();
    }
    List<Component> parts = new ArrayList<>(List.of(main));
    Rectangle box = new Rectangle(main.box());
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Component component : sorted) {
        if (!parts.contains(component) && belongs(component, main, box, size)) {
          parts.add(component);
          box.add(component.box());
          grown = true;
        }
      }
    }
    return parts;
  }

  private static boolean belongs(Component component, Component main, Rectangle box, int size) {
    if (box.contains(component.box())) {
      return true;
    }
    int gapX = gap(component.box().x, component.box().width, box.x, box.width);
    int gapY = gap(component.box().y, component.box().height, box.y, box.height);
    int reach = Math.max(size, Math.max(box.width, box.height));
    return component.ink() >= LEAST_PART * main.ink()
        && gapX <= NEAR * reach
        && gapY <= (gapX <= 0 ? 0.5 : NEAR) * reach;
  }

  private static int gap(int from, int length, int otherFrom, int otherLength) {
    return Math.max(from - otherFrom - otherLength, otherFrom - from - length);
  }

  private static FoundDigit found(Candidate best) {
    GreyImage difference = best.ink.difference();
    int width = difference.width();
    boolean[] dropped = best.ink.mask();
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] &= !best.mask[i];
    }
    int halo = Math.max(1, (int) Math.round(0.006 * Math.max(width, difference.height())));
    GreyImage near =
        Opening.extremes(
            GreyImage.of(width, difference.height(), (x, y) -> dropped[y * width + x] ? 1 : 0), halo, 1);
    GreyImage ink =
        GreyImage.of(
            width,
            difference.height(),
            (x, y) ->
                near.at(x, y) > 0 && !best.mask[y * width + x] ? 0 : best.ink.strength(x, y));
    return new FoundDigit(ink, best.box);
  }
}
