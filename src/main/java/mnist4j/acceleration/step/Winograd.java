package mnist4j.acceleration.step;

/**
 * Winograd's minimal filtering F(2 × 2, 3 × 3) (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2015): the 2 × 2 results {@code y} of a 3 × 3 kernel {@code g} on a tile {@code
 * d} of 4 × 4 pixels by 16 multiplications instead of 36, {@code y = Aᵀ((G g Gᵀ) ∘ (Bᵀ d B))A}.
 *
 * <pre>
 *        1  0 -1  0            1    0    0
 *   Bᵀ = 0  1  1  0     G  =  1/2  1/2  1/2     Aᵀ = 1  1  1  0
 *        0 -1  1  0           1/2 -1/2  1/2          0  1 -1  1
 *        0 -1  0  1            0    0    1
 * </pre>
 *
 * <p>Each method multiplies one of these matrices, or its transpose for a gradient, with a row or a
 * column of many tiles or kernels at once: an array for each of its places, with the values there
 * of all of them. A loop fills one array only: the JIT does not compile one that fills four to
 * vector instructions.
 */
final class Winograd {

  /** Side of a tile. */
  static final int TILE = 4;

  /** Side of a kernel. */
  static final int KERNEL = 3;

  /** Side of the results of a tile, and distance of two tiles, which overlap. */
  static final int RESULT = 2;

  private Winograd() {}

  /** A place in each of the rows. */
  static float[][] column(float[][][] rows, int x) {
    float[][] column = new float[rows.length][];
    for (int y = 0; y < rows.length; y++) {
      column[y] = rows[y][x];
    }
    return column;
  }

  /** Bᵀ times pixels. */
  static void pixels(float[][] from, float[][] to, int count) {
    subtract(from[0], from[2], to[0], count);
    add(from[1], from[2], to[1], count);
    subtract(from[2], from[1], to[2], count);
    subtract(from[3], from[1], to[3], count);
  }

  /** B times the gradient of what {@link #pixels} gives. */
  static void pixelGradient(float[][] from, float[][] to, int count) {
    System.arraycopy(from[0], 0, to[0], 0, count);
    subtract(from[1], from[2], from[3], to[1], count);
    addAndSubtract(from[1], from[2], from[0], to[2], count);
    System.arraycopy(from[3], 0, to[3], 0, count);
  }

  /** Aᵀ times products. */
  static void results(float[][] from, float[][] to, int count) {
    add(from[0], from[1], from[2], to[0], count);
    addAndSubtract(from[1], from[3], from[2], to[1], count);
  }

  /** A times the gradient of results. */
  static void resultGradient(float[][] from, float[][] to, int count) {
    System.arraycopy(from[0], 0, to[0], 0, count);
    add(from[0], from[1], to[1], count);
    subtract(from[0], from[1], to[2], count);
    System.arraycopy(from[1], 0, to[3], 0, count);
  }

  /** G times kernels. */
  static void kernel(float[][] from, float[][] to, int count) {
    System.arraycopy(from[0], 0, to[0], 0, count);
    halfOfSum(from[0], from[1], from[2], to[1], count);
    halfOfAlternatingSum(from[0], from[1], from[2], to[2], count);
    System.arraycopy(from[2], 0, to[3], 0, count);
  }

  /** Gᵀ times the gradient of what {@link #kernel} gives. */
  static void kernelGradient(float[][] from, float[][] to, int count) {
    addHalf(from[0], from[1], from[2], to[0], count);
    halfOfDifference(from[1], from[2], to[1], count);
    addHalf(from[3], from[1], from[2], to[2], count);
  }

  private static void add(float[] a, float[] b, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] + b[i];
    }
  }

  private static void subtract(float[] a, float[] b, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] - b[i];
    }
  }

  private static void add(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] + b[i] + c[i];
    }
  }

  private static void subtract(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] - b[i] - c[i];
    }
  }

  private static void addAndSubtract(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] + b[i] - c[i];
    }
  }

  private static void halfOfSum(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = 0.5f * (a[i] + b[i] + c[i]);
    }
  }

  private static void halfOfAlternatingSum(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = 0.5f * (a[i] - b[i] + c[i]);
    }
  }

  private static void halfOfDifference(float[] a, float[] b, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = 0.5f * (a[i] - b[i]);
    }
  }

  private static void addHalf(float[] a, float[] b, float[] c, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] + 0.5f * (b[i] + c[i]);
    }
  }
}
