package mnist4j.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network said of one image that has no label.
 *
 * @param classNames a name per class, at least two
 * @param outputs the network's output per class
 * @param probable whether the outputs are probabilities, 0 to 1, that add up to 1
 */
public record Classification(List<String> classNames, List<Double> outputs, boolean probable) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is not one name per output, or no second class
   */
  public Classification {
    classNames = List.copyOf(classNames);
    outputs = List.copyOf(outputs);
    if (classNames.size() != outputs.size() || outputs.size() < 2) {
      throw new IllegalArgumentException(
          "%d class names for %d outputs, expected as many and at least 2"
              .formatted(classNames.size(), outputs.size()));
    }
  }

  /**
   * The class at a place of the ranking, by its outputs; of equal ones the first class comes first.
   *
   * @param place 0 for the class decided for, 1 for the runner-up
   */
  public int ranked(int place) {
    return IntStream.range(0, outputs.size())
        .boxed()
        .sorted(Comparator.comparing(outputs::get, Comparator.reverseOrder()))
        .toList()
        .get(place);
  }
}
