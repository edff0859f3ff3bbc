package mnist4j.scratch;

import java.util.List;

/**
 * A NumPy network's training, done.
 *
 * @param history every epoch, in order
 * @param weights after the last epoch
 */
public record NumpyMlpRun(List<ScratchEpoch> history, NumpyMlpWeights weights) {

  public NumpyMlpRun {
    history = List.copyOf(history);
  }
}
