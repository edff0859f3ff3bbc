package mnist4j.scratch.numpy;

/**
 * NumPy's way from a seed to a generator's state.
 *
 * <p>Source: {@code numpy/random/bit_generator.pyx}, after M. E. O'Neill's {@code seed_seq_fe128}.
 * A pool of four 32-bit words is filled from the seed, every word is mixed into every other, and
 * the state is read off the pool through a second hash.
 */
final class SeedSequence {

  private static final int POOL_WORDS = 4;
  private static final int HASH_IN = 0x43b0d7e5;
  private static final int HASH_IN_MULTIPLIER = 0x931e8875;
  private static final int HASH_OUT = 0x8b51f9dd;
  private static final int HASH_OUT_MULTIPLIER = 0x58f38ded;
  private static final int MIX_LEFT = 0xca01f9dd;
  private static final int MIX_RIGHT = 0x4973f715;
  private static final int HALF_WORD = 16;

  private final int[] pool = new int[POOL_WORDS];

  /**
   * @param seed 0 or more, as NumPy takes it
   */
  SeedSequence(long seed) {
    Hash hash = new Hash(HASH_IN, HASH_IN_MULTIPLIER);
    // A word the seed does not reach counts as 0, so a short and a long seed share this loop.
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

  /**
   * The first {@code count} 64-bit words of the state; each is two 32-bit words, low half first.
   */
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

  /** A hash whose constant moves on with every word, so that equal words do not hash alike. */
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
