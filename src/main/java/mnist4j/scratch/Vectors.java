package mnist4j.scratch;

/** Two BLAS operations on {@code double[]}, as plain loops that the JIT compiler vectorises. */
final class Vectors {

  private Vectors() {}

  /** {@code y += a * x}, both of the same length. */
  static void axpy(double a, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[i];
    }
  }

  /** The dot product of two vectors of the same length. */
  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
