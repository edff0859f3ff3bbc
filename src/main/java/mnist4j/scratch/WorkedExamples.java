package mnist4j.scratch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two calculations from the documents, written out line by line with the documents' numbers. */
public final class WorkedExamples {

  private static final int[] PIXELS = {2, 0, 1, 3};
  private static final int[][] WEIGHTS = {{1, -1, 2, 0}, {0, 3, -2, 1}, {-1, 2, 1, 1}};
  private static final int[] BIASES = {1, 2, -3};

  private WorkedExamples() {}

  /** Backpropagation through {@code f = (x + y) * z}: first the values, then the gradients. */
  public static List<String> backpropagation() {
    int x = -2;
    int y = 5;
    int z = -4;
    int q = x + y;
    int f = q * z;
    return List.of(
        "f = (x + y) * z at x = %d, y = %d, z = %d".formatted(x, y, z),
        "forward   q     = x + y         = %d + %d = %d".formatted(x, y, q),
        "forward   f     = q * z         = %d * %d = %d".formatted(q, z, f),
        "backward  df/df                 = 1",
        "backward  df/dz = q * df/df     = %d * 1 = %d".formatted(q, q),
        "backward  df/dq = z * df/df     = %d * 1 = %d".formatted(z, z),
        "backward  df/dx = dq/dx * df/dq = 1 * %d = %d".formatted(z, z),
        "backward  df/dy = dq/dy * df/dq = 1 * %d = %d".formatted(z, z));
  }

  /**
   * The linear score {@code W x + b} of four pixels and three classes: the input, one line per
   * class, and the class with the largest score.
   */
  public static List<String> linearScore() {
    List<String> lines = new ArrayList<>();
    lines.add("score = W * x + b at x = (%s)".formatted(joined(PIXELS)));
    int best = 0;
    for (int c = 0; c < WEIGHTS.length; c++) {
      lines.add(
          "class %d: W = (%s), b = %d: %s + %d = %d"
              .formatted(c, joined(WEIGHTS[c]), BIASES[c], products(c), BIASES[c], score(c)));
      best = score(c) > score(best) ? c : best;
    }
    lines.add("largest score: %d, so the image is of class %d".formatted(score(best), best));
    return List.copyOf(lines);
  }

  private static int score(int c) {
    return BIASES[c] + IntStream.range(0, PIXELS.length).map(i -> WEIGHTS[c][i] * PIXELS[i]).sum();
  }

  private static String products(int c) {
    return IntStream.range(0, PIXELS.length)
        .mapToObj(i -> "%d*%d".formatted(WEIGHTS[c][i], PIXELS[i]))
        .collect(Collectors.joining(" + "));
  }

  private static String joined(int[] values) {
    return IntStream.of(values).mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }
}
