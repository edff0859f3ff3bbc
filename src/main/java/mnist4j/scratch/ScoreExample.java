package mnist4j.scratch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The linear score function {@code W x + b} on four pixels and three classes, every sum spelt out.
 */
public final class ScoreExample {

  private static final int[] PIXELS = {2, 0, 1, 3};
  private static final int[][] WEIGHTS = {{1, -1, 2, 0}, {0, 3, -2, 1}, {-1, 2, 1, 1}};
  private static final int[] BIASES = {1, 2, -3};

  private ScoreExample() {}

  /** The input, one line per class, and the class with the largest score. */
  public static List<String> lines() {
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
    return BIASES[c] + pixels().map(i -> WEIGHTS[c][i] * PIXELS[i]).sum();
  }

  private static String products(int c) {
    return pixels()
        .mapToObj(i -> "%d*%d".formatted(WEIGHTS[c][i], PIXELS[i]))
        .collect(Collectors.joining(" + "));
  }

  private static IntStream pixels() {
    return IntStream.range(0, PIXELS.length);
  }

  private static String joined(int[] values) {
    return IntStream.of(values).mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }
}
