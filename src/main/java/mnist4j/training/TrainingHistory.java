package mnist4j.training;

import java.util.List;

/**
 * The logged epochs of one run, in order.
 *
 * @param heldOut which images the held-out columns speak of
 * @param epochs one record per logged epoch
 */
public record TrainingHistory(HeldOut heldOut, List<EpochRecord> epochs) {

  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** The last logged epoch. */
  public EpochRecord last() {
    return epochs.get(epochs.size() - 1);
  }
}
