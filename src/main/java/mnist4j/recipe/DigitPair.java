package mnist4j.recipe;

import java.io.Serializable;
import java.util.Arrays;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;

/**
 * The two digits of a binary recipe.
 *
 * @param first the digit that becomes label 0
 * @param second the digit that becomes label 1
 */
public record DigitPair(int first, int second) implements Serializable {

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

  /** Whether there are images of both digits. */
  public boolean areIn(LabelledImages images) {
    return Arrays.stream(images.labels()).anyMatch(label -> label == first)
        && Arrays.stream(images.labels()).anyMatch(label -> label == second);
  }

  /**
   * Refuses a set that one cannot learn the pair from.
   *
   * @throws SettingsException unless there are training and test images of both digits
   */
  public void expectIn(ImageData data) {
    if (!areIn(data.train()) || !areIn(data.test())) {
      throw new SettingsException(
          "--digits", this, "two digits that both the training and the test images show");
    }
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return first + "," + second;
  }
}
