package mnist4j.training;

/** The images an epoch is judged on besides those it was trained on. */
public enum HeldOut {
  /** The test set. It is opened after the last epoch; earlier epochs are scored from copies. */
  TEST("test"),
  /** The last part of the training images, kept out of training. */
  VALIDATION("val");

  private final String columnPrefix;

  HeldOut(String columnPrefix) {
    this.columnPrefix = columnPrefix;
  }

  /** What the names of its columns in {@code history.csv} begin with. */
  public String columnPrefix() {
    return columnPrefix;
  }
}
