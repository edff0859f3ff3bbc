package mnist4j.recipe;

/**
 * The two digits that a binary recipe tells apart.
 *
 * @param first the digit that becomes label 0
 * @param second the digit that becomes label 1
 */
public record DigitPair(int first, int second) {

  /** Zero against one, as the perceptron's document has it. */
  public static final DigitPair ZERO_AND_ONE = new DigitPair(0, 1);

  /**
   * @throws SettingsException unless the two are different digits from 0 to 9
   */
  public DigitPair {
    if (first < 0 || first > 9 || second < 0 || second > 9 || first == second) {
      throw new SettingsException(
          "--digits", first + "," + second, "two different digits from 0 to 9");
    }
  }
}
