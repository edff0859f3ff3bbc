package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Comparator;
import mnist4j.picture.Components.Component;

/**
 * The pen strokes of a digit, mended where a network trained on MNIST would stumble: outlined
 * digits are filled, and strokes much thinner than MNIST's are made as wide.
 */
final class Strokes {

  /** Length over width of the space within an outline; the loop of a digit is rounder. */
  private static final double MIN_OUTLINED = 7;

  /** Width of the line that goes around an outlined digit, over the longer side of the box. */
  private static final double MAX_LINE = 0.07;

  /** Of MNIST's digits hardly one is thinner. Width over the longer side of the box. */
  private static final double THIN = 0.07;

  /** A common width of MNIST's strokes, in the same measure. */
  private static final double WIDE_ENOUGH = 0.1;

  /**
   * Thin ink of this share of the strongest counts as full: much of a thin line is only half
   * covered.
   */
  private static final double FULL = 0.5;

  /** Length of a curve over the pixel edges along it, averaged over all directions. */
  private static final double LENGTH_PER_EDGE = Math.PI / 4;

  /** Outline of strokes over the outline of their box; of a bar or a wedge it is 1. */
  private static final double MIN_DENTED = 1.15;

  /** Outline of a loop's hole over its outer one; those of a 6 or 9 are less alike. */
  private static final double LOOP = 0.5;

  private Strokes() {}

  /**
   * Fills the space between an outline's two sides.
   *
   * @param mask the digit, {@code [height * width]}
   * @param margin of the picture, in which there is no ink
   * @return the mask with the space, or the mask itself if it is no outline: the space is rounder
   *     than strokes are, or takes less room than the ink
   */
  static boolean[] filled(boolean[] mask, int width, Rectangle box, int margin) {
    int columns = box.width + 2;
    boolean[] digit = withMargin(mask, width, box);
    Rectangle picture = new Rectangle(width, mask.length / width);
    picture.grow(-margin, -margin);
    closeAtBorder(digit, columns, box, picture);
    boolean[] space = enclosed(digit, columns);
    boolean thick = width(digit, columns) > MAX_LINE * Components.longer(box);
    if (thick || area(space) < area(digit) || !isStroke(largest(space, columns), columns)) {
      return mask;
    }
    boolean[] filled = mask.clone();
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        filled[(box.y + y) * width + box.x + x] |= space[(y + 1) * columns + x + 1];
      }
    }
    return filled;
  }

  /** What is in the box, with a margin of one pixel. */
  private static boolean[] withMargin(boolean[] mask, int width, Rectangle box) {
    int columns = box.width + 2;
    boolean[] part = new boolean[columns * (box.height + 2)];
    for (int y = 0; y < box.height; y++) {
      System.arraycopy(mask, (box.y + y) * width + box.x, part, (y + 1) * columns + 1, box.width);
    }
    return part;
  }

  /** Whether a component, whose box is given, is a line around one hole and hardly more. */
  static boolean isLoop(boolean[] mask, int width, Rectangle box) {
    int columns = box.width + 2;
    int hole = edges(largest(enclosed(withMargin(mask, width, box), columns), columns), columns);
    return hole >= LOOP * (edges(mask, width) - hole);
  }

  /** Whether a space is longer than a loop is; the two loops of an 8 are not longer together. */
  private static boolean isStroke(boolean[] space, int width) {
    double stroke = width(space, width);
    return area(space) >= MIN_OUTLINED * stroke * stroke;
  }

  private static boolean[] largest(boolean[] space, int width) {
    Components parts =
        new Components(space, new GreyImage(width, space.length / width, new float[space.length]));
    return parts.mask(
        parts.list().stream().max(Comparator.comparingInt(Component::area)).stream().toList());
  }

  /**
   * Where the picture's border cuts a digit, it would open an outline, and is taken for a part.
   *
   * @param digit the pixels of the box, with a margin
   */
  private static void closeAtBorder(
      boolean[] digit, int columns, Rectangle box, Rectangle picture) {
    int inner = columns + 1;
    int last = digit.length - columns - 1;
    if (box.y == picture.y) {
      copyExtent(digit, inner, -columns, 1, box.width);
    }
    if (box.y + box.height == picture.y + picture.height) {
      copyExtent(digit, last - box.width, columns, 1, box.width);
    }
    if (box.x == picture.x) {
      copyExtent(digit, inner, -1, columns, box.height);
    }
    if (box.x + box.width == picture.x + picture.width) {
      copyExtent(digit, inner + box.width - 1, 1, columns, box.height);
    }
  }

  /** Of a line of pixels, sets in the line beside it all from its first set one to its last. */
  private static void copyExtent(boolean[] mask, int start, int beside, int step, int length) {
    int first = start;
    while (!mask[first]) {
      first += step;
    }
    int last = start + (length - 1) * step;
    while (!mask[last]) {
      last -= step;
    }
    for (int i = first; i <= last; i += step) {
      mask[i + beside] = true;
    }
  }

  /** The digit with wider strokes, if its own are thin. */
  static FoundDigit widened(FoundDigit digit, boolean[] mask) {
    GreyImage ink = digit.ink();
    Rectangle box = digit.box();
    int size = Components.longer(box);
    double stroke = width(mask, ink.width());
    int reach = (int) Math.round((WIDE_ENOUGH * size - stroke) / 2);
    if (stroke > THIN * size || reach < 1) {
      return digit;
    }
    double most = 0;
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        most = Math.max(most, ink.at(x, y));
      }
    }
    double full = FULL * most;
    // Fainter ink farther from the strokes would be widened too.
    GreyImage even =
        GreyImage.of(
            ink.width(),
            ink.height(),
            (x, y) -> mask[y * ink.width() + x] ? Math.min(full, ink.at(x, y)) : 0);
    box = new Rectangle(box);
    box.grow(reach, reach);
    return new FoundDigit(
        Opening.extremes(even, reach, 1),
        box.intersection(new Rectangle(ink.width(), ink.height())));
  }

  /** Number of pixels. */
  static int area(boolean[] mask) {
    int area = 0;
    for (boolean set : mask) {
      area += set ? 1 : 0;
    }
    return area;
  }

  /** Mean width of the strokes: twice the area over the length of the outline. */
  static double width(boolean[] mask, int width) {
    int edges = edges(mask, width);
    return edges == 0 ? 0 : 2 * area(mask) / (edges * LENGTH_PER_EDGE);
  }

  /** Length of the outline in pixel edges. */
  static int edges(boolean[] mask, int width) {
    int edges = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        int x = i % width;
        edges += x > 0 && mask[i - 1] ? 0 : 1;
        edges += x < width - 1 && mask[i + 1] ? 0 : 1;
        edges += i >= width && mask[i - width] ? 0 : 1;
        edges += i + width < mask.length && mask[i + width] ? 0 : 1;
      }
    }
    return edges;
  }

  /** Whether hardly a row or column crosses it twice: it is a bar, a wedge, a sheet or a blot. */
  static boolean areSolid(boolean[] mask, int width, Rectangle box) {
    return edges(mask, width) < MIN_DENTED * 2 * (box.width + box.height);
  }

  /**
   * What is enclosed by the outermost ink and not by ink within: the loops of a digit, or the
   * strokes of an outlined one, whose loops are enclosed twice.
   *
   * @param mask with a margin of paper
   */
  private static boolean[] enclosed(boolean[] mask, int width) {
    int[] borders = new int[mask.length];
    Arrays.fill(borders, -1);
    int[] layer = {0};
    borders[0] = 0;
    // Counts the borders of ink from the outside inwards. Ink has odd numbers, paper even ones.
    for (int crossed = 0; crossed <= 2; crossed++) {
      layer = flood(mask, width, borders, layer);
    }
    boolean[] space = new boolean[mask.length];
    for (int i = 0; i < space.length; i++) {
      space[i] = borders[i] == 2;
    }
    return space;
  }

  /**
   * Gives all ink, or all paper, that is connected with the starts their number of borders, and the
   * pixels beside it the next one.
   *
   * @return the pixels beside it
   */
  private static int[] flood(boolean[] mask, int width, int[] borders, int[] starts) {
    int[] stack = Arrays.copyOf(starts, mask.length);
    int[] beside = new int[mask.length];
    int size = starts.length;
    int count = 0;
    while (size > 0) {
      int pixel = stack[--size];
      for (int neighbour : neighbours(pixel, width, mask.length)) {
        if (borders[neighbour] == -1 && mask[neighbour] == mask[pixel]) {
          borders[neighbour] = borders[pixel];
          stack[size++] = neighbour;
        } else if (borders[neighbour] == -1) {
          borders[neighbour] = borders[pixel] + 1;
          beside[count++] = neighbour;
        }
      }
    }
    return Arrays.copyOf(beside, count);
  }

  /** The four pixels beside one of an image of so many pixels, itself in place of those outside. */
  static int[] neighbours(int pixel, int width, int pixels) {
    int x = pixel % width;
    return new int[] {
      x > 0 ? pixel - 1 : pixel,
      x < width - 1 ? pixel + 1 : pixel,
      pixel >= width ? pixel - width : pixel,
      pixel < pixels - width ? pixel + width : pixel
    };
  }
}
