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
   * @param mask {@code [height * width]}
   * @param weights the same size
   */
  Components(boolean[] mask, GreyImage weights) {
    width = weights.width();
    labels = new int[mask.length];
    int[] stack = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] && labels[i] == 0) {
        components.add(flood(mask, weights, i, stack));
      }
    }
  }

  private Component flood(boolean[] mask, GreyImage weights, int start, int[] stack) {
    int label = components.size() + 1;
    int height = weights.height();
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    int area = 0;
    double ink = 0;
    int size = 0;
    stack[size++] = start;
    labels[start] = label;
    while (size > 0) {
      int pixel = stack[--size];
      int x = pixel % width;
      int y = pixel / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      area++;
      ink += weights.values()[pixel];
      for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          int next = v * width + u;
          if (mask[next] && labels[next] == 0) {
            labels[next] = label;
            stack[size++] = next;
          }
        }
      }
    }
    Rectangle box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
    return new Component(label, box, area, ink);
  }

  List<Component> list() {
    return components;
  }

  /** Whether a component is the outline of an upright rectangle: all four sides and little else. */
  boolean isFrame(Component part) {
    Rectangle box = part.box();
    double band = FRAME_WIDTH * Math.min(box.width, box.height);
    boolean[] above = new boolean[box.width];
    boolean[] below = new boolean[box.width];
    boolean[] before = new boolean[box.height];
    boolean[] behind = new boolean[box.height];
    int within = 0;
    for (int y = 0; y < box.height; y++) {
      for (int x = 0; x < box.width; x++) {
        if (labels[(box.y + y) * width + box.x + x] == part.label()) {
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
    return within <= (1 - FRAME_SHARE) * part.area()
        && Stream.of(above, below, before, behind).allMatch(side -> share(side) >= FRAME_SHARE);
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
}
