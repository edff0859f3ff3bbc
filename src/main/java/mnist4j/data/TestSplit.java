package mnist4j.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.common.util.MathUtils;

/**
 * Images of which a sixth of each class is held out as test set, drawn at random and always the
 * same.
 *
 * @param train the others, in their order
 * @param test in the order in which they are drawn, so that the first ones are of all classes; at
 *     least one
 */
record TestSplit(LabelledImages train, LabelledImages test) {

  /** What is added to the format of the files. */
  static final String FORMAT = ", a sixth of each class held out as test set";

  private static final int DIVISOR = 6;

  private static final long SEED = 1;

  /**
   * @param from the file or directory, for messages
   * @throws DataException if no class has two images
   */
  static TestSplit of(Path from, LabelledImages images) {
    int[] left = images.counts(ImageData.MAX_CLASSES);
    int largest =
        IntStream.range(0, left.length)
            .reduce((one, other) -> left[other] > left[one] ? other : one)
            .orElseThrow();
    if (left[largest] < 2) {
      throw new DataException(
          "%s has one image of each class and none to test on, expected at least 2 of one"
              .formatted(from));
    }
    Arrays.setAll(left, label -> (int) Math.round((double) left[label] / DIVISOR));
    // Of a few images none would be left to test on.
    left[largest] = Math.max(1, left[largest]);
    int[] order = IntStream.range(0, images.size()).toArray();
    MathUtils.shuffleArray(order, SEED);
    boolean[] held = new boolean[order.length];
    for (int image : order) {
      if (left[images.label(image)]-- > 0) {
        held[image] = true;
      }
    }
    return new TestSplit(
        images.select(IntStream.range(0, held.length).filter(i -> !held[i]).toArray()),
        images.select(IntStream.of(order).filter(i -> held[i]).toArray()));
  }
}
