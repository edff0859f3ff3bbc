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
 * <p>Each method multiplies one of these matrices, or its transpose for a gradient, with the rows
 * or the columns of many tiles at once. The values at one place of all tiles are an array; those of
 * a row or column are the arrays {@code first}, {@code first + step}, and so on. What is called for
 * every tile fills one array in a loop: the JIT does not compile a loop that fills four to vector
 * instructions.
 */
final class Winograd {

  /** Side of a tile. */
  static final int TILE = 4;

  /** Side of a kernel. */
  static final int KERNEL = 3;

  /** Side of the results of a tile, and distance of two tiles, which overlap. */
  static final int RESULT = 2;

  private Winograd() {}

  /** Bᵀ times pixels. */
  static void pixels(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] c = from[first + 2 * step];
    float[] d = from[first + 3 * step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    float[] outC = to[firstTo + 2 * stepTo];
    float[] outD = to[firstTo + 3 * stepTo];
    subtract(a, c, outA, count);
    add(b, c, outB, count);
    subtract(c, b, outC, count);
    subtract(d, b, outD, count);
  }

  /** B times the gradient of what {@link #pixels} gives. */
  static void pixelGradient(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] c = from[first + 2 * step];
    float[] d = from[first + 3 * step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    float[] outC = to[firstTo + 2 * stepTo];
    float[] outD = to[firstTo + 3 * stepTo];
    System.arraycopy(a, 0, outA, 0, count);
    subtract(b, c, d, outB, count);
    addAndSubtract(b, c, a, outC, count);
    System.arraycopy(d, 0, outD, 0, count);
  }

  /** Aᵀ times products. */
  static void results(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] c = from[first + 2 * step];
    float[] d = from[first + 3 * step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    add(a, b, c, outA, count);
    addAndSubtract(b, d, c, outB, count);
  }

  /** A times the gradient of results. */
  static void resultGradient(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    float[] outC = to[firstTo + 2 * stepTo];
    float[] outD = to[firstTo + 3 * stepTo];
    System.arraycopy(a, 0, outA, 0, count);
    add(a, b, outB, count);
    subtract(a, b, outC, count);
    System.arraycopy(b, 0, outD, 0, count);
  }

  /** G times kernels. */
  static void kernel(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] c = from[first + 2 * step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    float[] outC = to[firstTo + 2 * stepTo];
    float[] outD = to[firstTo + 3 * stepTo];
    for (int i = 0; i < count; i++) {
      outA[i] = a[i];
      outB[i] = 0.5f * (a[i] + b[i] + c[i]);
      outC[i] = 0.5f * (a[i] - b[i] + c[i]);
      outD[i] = c[i];
    }
  }

  /** Gᵀ times the gradient of what {@link #kernel} gives. */
  static void kernelGradient(
      float[][] from, int first, int step, float[][] to, int firstTo, int stepTo, int count) {
    float[] a = from[first];
    float[] b = from[first + step];
    float[] c = from[first + 2 * step];
    float[] d = from[first + 3 * step];
    float[] outA = to[firstTo];
    float[] outB = to[firstTo + stepTo];
    float[] outC = to[firstTo + 2 * stepTo];
    for (int i = 0; i < count; i++) {
      outA[i] = a[i] + 0.5f * (b[i] + c[i]);
      outB[i] = 0.5f * (b[i] - c[i]);
      outC[i] = 0.5f * (b[i] + c[i]) + d[i];
    }
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
}
