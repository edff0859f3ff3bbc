package mnist4j.scratch.numpy;

/**
 * The Mersenne Twister MT19937, seeded from one number ({@code init_genrand}) as NumPy's legacy
 * generator is.
 *
 * <p>Source: M. Matsumoto and T. Nishimura, "Mersenne Twister" (1998), with their initialisation of
 * 2002. No library at hand gives this stream for every seed: Commons RNG seeds from an array only
 * ({@code init_by_array}), and Commons Math extends the sign of seeds from 2<sup>31</sup> on.
 */
final class Mt19937 {

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
      renew();
      next = 0;
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= word << 7 & 0x9d2c5680;
    word ^= word << 15 & 0xefc60000;
    return word ^ word >>> 18;
  }

  private void renew() {
    for (int i = 0; i < WORDS; i++) {
      int joined = state[i] & Integer.MIN_VALUE | state[(i + 1) % WORDS] & Integer.MAX_VALUE;
      int twisted = joined >>> 1 ^ ((joined & 1) == 0 ? 0 : TWIST);
      state[i] = state[(i + DISTANCE) % WORDS] ^ twisted;
    }
  }
}
