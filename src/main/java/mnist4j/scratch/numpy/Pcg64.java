package mnist4j.scratch.numpy;

/**
 * The bit generator behind {@code numpy.random.default_rng}: PCG XSL-RR 128/64.
 *
 * <p>Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
 * Algorithms for Random Number Generation" (2014), and {@code numpy/random/src/pcg64}. The 128-bit
 * state is a linear congruential generator; its output is the two halves xored and rotated by the
 * top six bits.
 */
final class Pcg64 {

  private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
  private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;
  private static final int ROTATION_SHIFT = 58;
  private static final int HALF_WORD = 16;

  private final long incrementHigh;
  private final long incrementLow;
  private long stateHigh;
  private long stateLow;
  private boolean hasHalf;
  private int half;

  /**
   * @param seed 0 or more, spread over the state by {@link SeedSequence}
   */
  Pcg64(long seed) {
    long[] words = new SeedSequence(seed).state(4);
    // The increment must be odd for the full period: the stream's number is shifted up and 1 set.
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    step();
    add(words[0], words[1]);
    step();
  }

  long nextLong() {
    step();
    return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> ROTATION_SHIFT));
  }

  /**
   * 32 bits. NumPy splits a 64-bit draw in two, low half first, and keeps the other half for the
   * next call, even past calls of {@link #nextLong}.
   */
  int nextInt() {
    if (hasHalf) {
      hasHalf = false;
      return half;
    }
    long drawn = nextLong();
    hasHalf = true;
    half = (int) (drawn >>> Integer.SIZE);
    return (int) drawn;
  }

  private void step() {
    long high =
        unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW)
            + stateHigh * MULTIPLIER_LOW
            + stateLow * MULTIPLIER_HIGH;
    stateLow *= MULTIPLIER_LOW;
    stateHigh = high;
    add(incrementHigh, incrementLow);
  }

  private void add(long high, long low) {
    long sum = stateLow + low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    stateLow = sum;
    stateHigh += high + carry;
  }

  /** {@code Math.unsignedMultiplyHigh} needs Java 18. */
  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  /**
   * Expands a seed into a generator's state, as {@code numpy.random.SeedSequence} does.
   *
   * <p>Source: {@code numpy/random/bit_generator.pyx}, after M. E. O'Neill's {@code
   * seed_seq_fe128}. A pool of four 32-bit words is filled from the seed, every word is mixed into
   * every other, and a second hash of the pool gives the state.
   */
  private static final class SeedSequence {

    private static final int POOL_WORDS = 4;
    private static final int HASH_IN = 0x43b0d7e5;
    private static final int HASH_IN_MULTIPLIER = 0x931e8875;
    private static final int HASH_OUT = 0x8b51f9dd;
    private static final int HASH_OUT_MULTIPLIER = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final int[] pool = new int[POOL_WORDS];

    /**
     * @param seed 0 or more, as in NumPy
     */
    SeedSequence(long seed) {
      Hash hash = new Hash(HASH_IN, HASH_IN_MULTIPLIER);
      // Words beyond the seed's length are 0, so a short and a long seed share these lines.
      pool[0] = hash.of((int) seed);
      pool[1] = hash.of((int) (seed >>> Integer.SIZE));
      pool[2] = hash.of(0);
      pool[3] = hash.of(0);
      for (int source = 0; source < POOL_WORDS; source++) {
        for (int target = 0; target < POOL_WORDS; target++) {
          if (source != target) {
            pool[target] = mix(pool[target], hash.of(pool[source]));
          }
        }
      }
    }

    /** {@code count} 64-bit words of the state, each from two 32-bit words, low half first. */
    long[] state(int count) {
      Hash hash = new Hash(HASH_OUT, HASH_OUT_MULTIPLIER);
      long[] words = new long[count];
      for (int i = 0; i < count; i++) {
        long low = Integer.toUnsignedLong(hash.of(pool[2 * i % POOL_WORDS]));
        long high = hash.of(pool[(2 * i + 1) % POOL_WORDS]);
        words[i] = high << Integer.SIZE | low;
      }
      return words;
    }

    private static int mix(int left, int right) {
      int mixed = MIX_LEFT * left - MIX_RIGHT * right;
      return mixed ^ mixed >>> HALF_WORD;
    }
  }

  /** A hash whose constant changes with every word, so that equal words hash differently. */
  private static final class Hash {
    private final int multiplier;
    private int constant;

    Hash(int constant, int multiplier) {
      this.constant = constant;
      this.multiplier = multiplier;
    }

    int of(int word) {
      int hashed = word ^ constant;
      constant *= multiplier;
      hashed *= constant;
      return hashed ^ hashed >>> HALF_WORD;
    }
  }
}
