package mnist4j.training;

import java.util.Comparator;
import java.util.List;

/**
 * The logged epochs of a training, in order.
 *
 * @param heldOut the images of the held-out columns
 * @param epochs one record per logged epoch
 */
public record TrainingHistory(HeldOut heldOut, List<EpochRecord> epochs) {

  /** Bytes of a JSON file with a history, at most: those of a million epochs. */
  public static final long MAX_JSON = 200_000_000;

  /** The images that an epoch is evaluated on besides the training images. */
  public enum HeldOut {
    /** The test set, evaluated after the last epoch with the weights of each logged one. */
    TEST("test"),
    /** The last part of the training images, held out of training. */
    VALIDATION("val");

    private final String columnPrefix;

    HeldOut(String columnPrefix) {
      this.columnPrefix = columnPrefix;
    }

    /** The start of the names of its columns in {@code history.csv}. */
    public String columnPrefix() {
      return columnPrefix;
    }
  }

  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /** The epoch with the least loss on the held-out images, the first of several. */
  public EpochRecord best() {
    return best(epochs);
  }

  static EpochRecord best(List<EpochRecord> epochs) {
    return epochs.stream().min(Comparator.comparingDouble(EpochRecord::heldOutLoss)).orElseThrow();
  }

  /** The last logged epoch. */
  public EpochRecord last() {
    return epochs.get(epochs.size() - 1);
  }
}
