package mnist4j.scratch;

import java.util.List;

/**
 * A perceptron's training, done.
 *
 * @param history the logged epochs, in order
 * @param weights after the last epoch
 */
public record PerceptronRun(List<ScratchEpoch> history, PerceptronWeights weights) {

  public PerceptronRun {
    history = List.copyOf(history);
  }
}
