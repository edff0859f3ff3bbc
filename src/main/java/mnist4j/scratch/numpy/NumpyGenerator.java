package mnist4j.scratch.numpy;

import java.util.Arrays;

/**
 * The part of {@code numpy.random.default_rng(seed)} that the NumPy document uses, bit for bit. Not
 * thread-safe.
 */
public final class NumpyGenerator {

  private static final int UNUSED_BITS = Long.SIZE - 53;

  private final Pcg64 bits;

  /**
   * @param seed 0 or more
   * @throws IllegalArgumentException if the seed is negative, as in NumPy
   */
  public NumpyGenerator(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed %d: NumPy takes 0 or more".formatted(seed));
    }
    bits = new Pcg64(seed);
  }

  /** {@code random()}: uniform in [0, 1), a multiple of 2<sup>-53</sup>. */
  public double random() {
    return (bits.nextLong() >>> UNUSED_BITS) * 0x1p-53;
  }

  /** {@code random((rows, columns))}, row by row. */
  public double[][] random(int rows, int columns) {
    double[][] drawn = new double[rows][columns];
    for (double[] row : drawn) {
      Arrays.setAll(row, column -> random());
    }
    return drawn;
  }

  /**
   * {@code integers(0, 2, size)}: zeros and ones.
   *
   * <p>NumPy multiplies a 32-bit draw by the number of outcomes and keeps what overflows 32 bits
   * (Lemire's method). Two divides 2<sup>32</sup>, so no draw is rejected and the result is the
   * draw's top bit. An odd {@code size} leaves half a 64-bit draw for the next call.
   */
  public int[] zerosAndOnes(int size) {
    int[] drawn = new int[size];
    Arrays.setAll(drawn, i -> bits.nextInt() >>> (Integer.SIZE - 1));
    return drawn;
  }
}
