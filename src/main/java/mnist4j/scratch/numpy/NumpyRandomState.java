package mnist4j.scratch.numpy;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * NumPy's legacy generator, {@code numpy.random.seed(seed)} and the draws after it: the Mersenne
 * Twister MT19937 with the polar Gaussian. Not thread-safe.
 *
 * <p>Source: {@code numpy/random/src/legacy/legacy-distributions.c}. About one Gaussian in a
 * thousand differs from NumPy's in its last bit, where {@link Math#log} and the C library's
 * logarithm round differently.
 */
public final class NumpyRandomState {

  /** 2<sup>32</sup> - 1. */
  public static final long MAX_SEED = 0xffffffffL;

  private final Mt19937 bits;
  private boolean hasGaussian;
  private double gaussian;

  /**
   * @param seed 0 to 2<sup>32</sup> - 1
   * @throws IllegalArgumentException if the seed is outside that range, as in NumPy
   */
  public NumpyRandomState(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException(
          "seed %d: NumPy's legacy generator takes 0 to %d".formatted(seed, MAX_SEED));
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
   * {@code randn()}: standard normal, by Marsaglia's polar method. The method yields pairs; the
   * second value is kept for the next call.
   */
  public double randn() {
    if (hasGaussian) {
      hasGaussian = false;
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
    hasGaussian = true;
    gaussian = factor * x;
    return factor * y;
  }

  /** {@code randn(count)}. */
  public double[] randn(int count) {
    return DoubleStream.generate(this::randn).limit(count).toArray();
  }

  /**
   * {@code permutation(count)}: 0 to {@code count - 1}, shuffled. {@code shuffle} of an array of
   * that length moves row {@code result[i]} to row {@code i}.
   */
  public int[] permutation(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int other = interval(i);
      int moved = rows[i];
      rows[i] = rows[other];
      rows[other] = moved;
    }
    return rows;
  }

  /** Uniform in 0 to {@code max} inclusive, by masking draws and rejecting those above it. */
  private int interval(int max) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int drawn;
    do {
      drawn = bits.nextInt() & mask;
    } while (drawn > max);
    return drawn;
  }

  /**
   * The Mersenne Twister MT19937, seeded from one number ({@code init_genrand}) as NumPy's legacy
   * generator is.
   *
   * <p>Source: M. Matsumoto and T. Nishimura, "Mersenne Twister" (1998), with their initialisation
   * of 2002. Commons RNG and Commons Math do not give this stream for every seed: the first seeds
   * from an array only ({@code init_by_array}), the second extends the sign of seeds from
   * 2<sup>31</sup> on.
   */
  private static final class Mt19937 {

    private static final int WORDS = 624;
    private static final int DISTANCE = 397;
    private static final int TWIST = 0x9908b0df;
    private static final int SEED_MULTIPLIER = 1812433253;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    /**
     * @param seed read as unsigned
     */
    Mt19937(int seed) {
      state[0] = seed;
      for (int i = 1; i < WORDS; i++) {
        int before = state[i - 1];
        state[i] = SEED_MULTIPLIER * (before ^ before >>> 30) + i;
      }
    }

    int nextInt() {
      if (next == WORDS) {
        twist();
        next = 0;
      }
      int word = state[next++];
      word ^= word >>> 11;
      word ^= word << 7 & 0x9d2c5680;
      word ^= word << 15 & 0xefc60000;
      return word ^ word >>> 18;
    }

    private void twist() {
      for (int i = 0; i < WORDS; i++) {
        int joined = state[i] & Integer.MIN_VALUE | state[(i + 1) % WORDS] & Integer.MAX_VALUE;
        int twisted = joined >>> 1 ^ ((joined & 1) == 0 ? 0 : TWIST);
        state[i] = state[(i + DISTANCE) % WORDS] ^ twisted;
      }
    }
  }
}
