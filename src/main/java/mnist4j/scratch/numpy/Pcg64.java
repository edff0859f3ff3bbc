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

  private final long incrementHigh;
  private final long incrementLow;
  private long stateHigh;
  private long stateLow;
  private boolean halfLeft;
  private int half;

  /**
   * @param seed 0 or more, spread over the state by {@link SeedSequence}
   */
  Pcg64(long seed) {
    long[] words = new SeedSequence(seed).state(4);
    // Only an odd increment gives the full period: the stream's number is shifted up and 1 set.
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
   * 32 bits. NumPy cuts a 64-bit draw in two, low half first, and keeps the other half for the next
   * call, however many {@link #nextLong} lie between.
   */
  int nextInt() {
    if (halfLeft) {
      halfLeft = false;
      return half;
    }
    long drawn = nextLong();
    halfLeft = true;
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

  /** {@code Math.unsignedMultiplyHigh} came with Java 18. */
  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }
}
