package mnist4j.picture;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Histogram of grey levels relative to the background, −511 to 511, and Otsu's threshold of it. */
final class OtsuThreshold {

  private static final int MAX_LEVEL = 511;

  private final long[] counts;

  OtsuThreshold() {
    this(new long[2 * MAX_LEVEL + 1]);
  }

  private OtsuThreshold(long[] counts) {
    this.counts = counts;
  }

  /** Counts one pixel; a level beyond the ends counts as the nearer end. */
  void count(int level) {
    counts[Math.max(-MAX_LEVEL, Math.min(MAX_LEVEL, level)) + MAX_LEVEL]++;
  }

  /** The pixels up to and including a level. */
  OtsuThreshold upTo(int level) {
    long[] fewer = counts.clone();
    Arrays.fill(fewer, level + MAX_LEVEL + 1, fewer.length, 0);
    return new OtsuThreshold(fewer);
  }

  /** The pixels above a level. */
  OtsuThreshold above(int level) {
    long[] fewer = counts.clone();
    Arrays.fill(fewer, 0, level + MAX_LEVEL + 1, 0);
    return new OtsuThreshold(fewer);
  }

  /**
   * The level, included in the lower class, that maximises the variance between the two classes. Of
   * equally good levels, the one in the middle; of a single level, that level.
   */
  int threshold() {
    double total = Arrays.stream(counts).sum();
    double sum = sumOf(0, counts.length);
    double best = 0;
    int first = median() + MAX_LEVEL;
    int last = first;
    double below = 0;
    double sumBelow = 0;
    for (int i = 0; i < counts.length - 1; i++) {
      below += counts[i];
      sumBelow += (double) counts[i] * (i - MAX_LEVEL);
      double weight = below * (total - below);
      double distance = weight == 0 ? 0 : sumBelow / below - (sum - sumBelow) / (total - below);
      double between = weight * distance * distance;
      if (between > best) {
        best = between;
        first = i;
      }
      if (between == best && best > 0) {
        last = i;
      }
    }
    return (first + last) / 2 - MAX_LEVEL;
  }

  /** Mean of the levels above {@code level}, or {@code level} if there are none. */
  double meanAbove(int level) {
    int first = level + MAX_LEVEL + 1;
    long above = Arrays.stream(counts, first, counts.length).sum();
    return above == 0 ? level : sumOf(first, counts.length) / above;
  }

  /** Share of the variance that is between the two classes, 0 to 1. */
  double separability() {
    int threshold = threshold();
    double total = Arrays.stream(counts).sum();
    double mean = sumOf(0, counts.length) / total;
    double above = meanAbove(threshold) - mean;
    int first = threshold + MAX_LEVEL + 1;
    double share = Arrays.stream(counts, first, counts.length).sum() / total;
    double variance = 0;
    for (int i = 0; i < counts.length; i++) {
      variance += counts[i] * (i - MAX_LEVEL - mean) * (i - MAX_LEVEL - mean) / total;
    }
    return variance == 0 ? 0 : share * above * above / (1 - share) / variance;
  }

  /** The lower median. */
  int median() {
    long half = (Arrays.stream(counts).sum() + 1) / 2;
    long seen = 0;
    int i = -1;
    while (seen < half) {
      seen += counts[++i];
    }
    return i - MAX_LEVEL;
  }

  /** The lower median of the distances to {@code level}. */
  int medianDistance(int level) {
    return mapped(value -> Math.abs(value - level)).median();
  }

  private OtsuThreshold mapped(IntUnaryOperator change) {
    OtsuThreshold levels = new OtsuThreshold();
    for (int i = 0; i < counts.length; i++) {
      int changed = Math.min(MAX_LEVEL, change.applyAsInt(i - MAX_LEVEL));
      levels.counts[changed + MAX_LEVEL] += counts[i];
    }
    return levels;
  }

  private double sumOf(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) counts[i] * (i - MAX_LEVEL);
    }
    return sum;
  }
}
