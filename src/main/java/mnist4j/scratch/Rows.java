package mnist4j.scratch;

/**
 * The row operations of the NumPy network; plain loops that the JIT compiler turns into vectors.
 */
final class Rows {

  private Rows() {}

  /** Adds {@code factor * row} to {@code target}, of the same length. */
  static void addScaled(double factor, double[] row, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * row[i];
    }
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  static double[][] copy(double[][] rows) {
    double[][] copy = rows.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i].clone();
    }
    return copy;
  }
}
