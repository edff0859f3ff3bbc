package mnist4j.scratch;

import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.numpy.NumpyRandomState;

/** The perceptron document's training set: the images of two digits, put in its order. */
public final class TwoDigits {

  private TwoDigits() {}

  /**
   * All images of {@code first}, then all of {@code second}, relabelled 0 and 1 and shuffled by
   * NumPy's legacy generator.
   *
   * <p>Training over the whole set at once does not care for the order beyond the last bits of its
   * sums; the document shows the order, so it is kept.
   *
   * @param seed of the shuffle, 0 to 2<sup>32</sup> - 1; the document's is 0
   */
  public static LabelledImages shuffled(LabelledImages images, int first, int second, long seed) {
    LabelledImages pair = images.onlyDigits(first, second);
    int[] byDigit = IntStream.concat(positionsOf(pair, 0), positionsOf(pair, 1)).toArray();
    int[] order = new NumpyRandomState(seed).shuffled(byDigit.length);
    return pair.select(IntStream.of(order).map(row -> byDigit[row]).toArray());
  }

  private static IntStream positionsOf(LabelledImages images, int label) {
    return IntStream.range(0, images.size()).filter(image -> images.label(image) == label);
  }
}
