package mnist4j.scratch.numpy;

/**
 * NumPy's legacy generator, {@code numpy.random.seed(seed)} and what follows: the Mersenne Twister
 * MT19937 with the polar Gaussian. Not safe for use by several threads.
 *
 * <p>Source: {@code numpy/random/src/legacy/legacy-distributions.c}. A Gaussian may differ from
 * NumPy's in its last bit, once in some thousand draws, where {@link Math#log} and the C library's
 * logarithm round differently.
 */
public final class NumpyRandomState {

  private static final long LARGEST_SEED = 0xffffffffL;

  private final Mt19937 bits;
  private boolean gaussianLeft;
  private double gaussian;

  /**
   * @param seed 0 to 2<sup>32</sup> - 1
   * @throws IllegalArgumentException if the seed is outside that range, which NumPy refuses too
   */
  public NumpyRandomState(long seed) {
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new IllegalArgumentException(
          "seed %d: NumPy's legacy generator takes 0 to %d".formatted(seed, LARGEST_SEED));
    }
    bits = new Mt19937((int) seed);
  }

  /** {@code rand()}: uniform in [0, 1), 53 bits out of two draws, 27 from the first. */
  public double rand() {
    int high = bits.nextInt() >>> 5;
    int low = bits.nextInt() >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  /**
   * {@code randn()}: normal with mean 0 and variance 1, by Marsaglia's polar method. The method
   * makes two at a time; the second waits for the next call.
   */
  public double randn() {
    if (gaussianLeft) {
      gaussianLeft = false;
      return gaussian;
    }
    double x;
    double y;
    double squaredRadius;
    do {
      x = 2 * rand() - 1;
      y = 2 * rand() - 1;
      squaredRadius = x * x + y * y;
    } while (squaredRadius >= 1 || squaredRadius == 0);
    double factor = Math.sqrt(-2 * Math.log(squaredRadius) / squaredRadius);
    gaussianLeft = true;
    gaussian = factor * x;
    return factor * y;
  }

  /** {@code randn(count)}. */
  public double[] randn(int count) {
    double[] drawn = new double[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = randn();
    }
    return drawn;
  }

  /**
   * Where {@code shuffle} puts {@code count} rows: after it, row {@code i} is what was row {@code
   * result[i]}. The same draws shuffle one array or another of that length.
   */
  public int[] shuffled(int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int other = upTo(i);
      int moved = rows[i];
      rows[i] = rows[other];
      rows[other] = moved;
    }
    return rows;
  }

  /** 0 to {@code largest} (included), by masking draws and rejecting what is still too large. */
  private int upTo(int largest) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
    int drawn;
    do {
      drawn = bits.nextInt() & mask;
    } while (drawn > largest);
    return drawn;
  }
}
