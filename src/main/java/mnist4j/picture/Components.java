package mnist4j.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The connected components of a mask, by eight neighbours. */
final class Components {

  /**
   * One of them.
   *
   * @param label its number, from 1
   * @param box the smallest rectangle around it
   * @param area its pixels
   * @param ink sum of the weights of its pixels
   */
  record Component(int label, Rectangle box, int area, double ink) {}

  /** The sides of a frame are no wider, in shares of its shorter side. */
  private static final double FRAME_WIDTH = 0.08;

  /** So much of a frame's sides is ink, and so much of its ink is in its sides. */
  private static final double FRAME_SHARE = 0.9;

  private final int width;
  private final int[] labels;
  private final List<Component> components = new ArrayList<>();

  /**
   * Labels in two passes (Rosenfeld and Pfaltz, "Sequential operations in digital picture
   * processing", 1966).
   *
   * @param mask {@code [height * width]}
   * @param weights the same size
   */
  Components(boolean[] mask, GreyImage weights) {
    width = weights.width();
    labels = new int[mask.length];
    int[] parents = joined(mask);
    measure(parents, weights);
  }

  /**
   * Gives each pixel a preliminary label.
   *
   * @return for each label one that it is connected with, itself for one of each component
   */
  private int[] joined(boolean[] mask) {
    int[] parents = new int[mask.length / 2 + 2];
    int last = 0;
    for (int pixel = 0; pixel < mask.length; pixel++) {
      if (mask[pixel]) {
        int x = pixel % width;
        int left = x > 0 ? labels[pixel - 1] : 0;
        int above = label(pixel - width);
        int before = left > 0 || x == 0 ? left : label(pixel - width - 1);
        int behind = x < width - 1 ? label(pixel - width + 1) : 0;
        // The pixel above is connected with those beside it already.
        int label = above > 0 ? above : Math.max(before, behind);
        if (label == 0) {
          label = ++last;
          parents[label] = label;
        } else if (above == 0 && Math.min(before, behind) > 0) {
          parents[root(parents, before)] = root(parents, behind);
        }
        labels[pixel] = label;
      }
    }
    return parents;
  }

  /** The label of a pixel, 0 for none and above the picture. */
  private int label(int pixel) {
    return pixel < 0 ? 0 : labels[pixel];
  }

  private static int root(int[] parents, int label) {
    int root = label;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** Numbers the components in the order of their first pixels. */
  private void measure(int[] parents, GreyImage weights) {
    int[] numbers = new int[parents.length];
    List<Sum> sums = new ArrayList<>();
    for (int pixel = 0; pixel < labels.length; pixel++) {
      if (labels[pixel] > 0) {
        int root = root(parents, labels[pixel]);
        if (numbers[root] == 0) {
          sums.add(new Sum());
          numbers[root] = sums.size();
        }
        labels[pixel] = numbers[root];
        sums.get(numbers[root] - 1).add(pixel % width, pixel / width, weights.values()[pixel]);
      }
    }
    for (Sum sum : sums) {
      components.add(sum.component(components.size() + 1));
    }
  }

  /** Box, area and ink of a component as its pixels are added, row by row. */
  private static final class Sum {

    private int left = Integer.MAX_VALUE;
    private int right;
    private int top = Integer.MAX_VALUE;
    private int bottom;
    private int area;
    private double ink;

    void add(int x, int y, double weight) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
      area++;
      ink += weight;
    }

    Component component(int label) {
      Rectangle box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
      return new Component(label, box, area, ink);
    }
  }

  List<Component> list() {
    return components;
  }

  /** Of the mask, in pixels. */
  int width() {
    return width;
  }

  /** Whether a pixel is one of a component. */
  boolean isOf(Component part, int x, int y) {
    return labels[y * width + x] == part.label();
  }

  boolean reachesBorder(Component part) {
    Rectangle box = part.box();
    return box.x == 0
        || box.y == 0
        || box.x + box.width == width
        || box.y + box.height == labels.length / width;
  }

  /** Whether a component is the outline of an upright rectangle: all four sides and little else. */
  boolean isFrame(Component part) {
    return sides(part) == 4;
  }

  /** How many sides of its box a component takes, 0 if there is more to it than these. */
  int sides(Component part) {
    Rectangle box = part.box();
    double band = FRAME_WIDTH * Math.min(box.width, box.height);
    boolean[] above = new boolean[box.width];
    boolean[] below = new boolean[box.width];
    boolean[] before = new boolean[box.height];
    boolean[] behind = new boolean[box.height];
    int within = 0;
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        if (isOf(part, box.x + x, box.y + y)) {
          boolean top = y < band;
          boolean bottom = y >= box.height - band;
          boolean left = x < band;
          boolean right = x >= box.width - band;
          above[x] |= top;
          below[x] |= bottom;
          before[y] |= left;
          behind[y] |= right;
          within += top || bottom || left || right ? 0 : 1;
        }
      }
    }
    if (within > (1 - FRAME_SHARE) * part.area()) {
      return 0;
    }
    return (int)
        Stream.of(above, below, before, behind).filter(side -> share(side) >= FRAME_SHARE).count();
  }

  private static double share(boolean[] side) {
    int set = 0;
    for (boolean one : side) {
      set += one ? 1 : 0;
    }
    return (double) set / side.length;
  }

  /** Whether each pixel belongs to one of the parts, {@code [height * width]}. */
  boolean[] mask(List<Component> parts) {
    boolean[] wanted = new boolean[components.size() + 1];
    parts.forEach(part -> wanted[part.label()] = true);
    boolean[] mask = new boolean[labels.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = wanted[labels[i]];
    }
    return mask;
  }

  /** The longer side of a box, in pixels. */
  static int longer(Rectangle box) {
    return Math.max(box.width, box.height);
  }
}
