package mnist4j.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The network's outputs for one image without a label.
 *
 * @param classNames one name per class, at least two
 * @param outputs the network's output per class
 * @param probabilities whether the outputs are probabilities: 0 to 1, with a sum of 1
 */
public record Classification(List<String> classNames, List<Double> outputs, boolean probabilities) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException unless there is one name per output, and at least two
   */
  public Classification {
    classNames = List.copyOf(classNames);
    outputs = List.copyOf(outputs);
    if (classNames.size() != outputs.size() || outputs.size() < 2) {
      throw new IllegalArgumentException(
          "%d class names for %d outputs, expected the same number, at least 2"
              .formatted(classNames.size(), outputs.size()));
    }
  }

  /**
   * The class index at a rank of the outputs in descending order; ties keep the order of the
   * classes.
   *
   * @param rank 0 for the predicted class, 1 for the runner-up
   */
  public int ranked(int rank) {
    return IntStream.range(0, outputs.size())
        .boxed()
        .sorted(Comparator.comparing(outputs::get, Comparator.reverseOrder()))
        .toList()
        .get(rank);
  }
}
