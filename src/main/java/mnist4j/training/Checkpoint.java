package mnist4j.training;

import java.util.List;

/**
 * How far a training has come, beside its network.
 *
 * @param epoch finished epochs, at least 1
 * @param history the logged epochs so far, in order
 * @param secondsPerEpoch training time of every finished epoch, as in {@link TrainingResult}
 */
public record Checkpoint(int epoch, List<EpochRecord> history, List<Double> secondsPerEpoch) {

  /** Copies the lists. */
  public Checkpoint {
    history = List.copyOf(history);
    secondsPerEpoch = List.copyOf(secondsPerEpoch);
  }
}
