package mnist4j.recipe;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a recipe that a person may change.
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images per step, at least 1; {@link #FULL_BATCH} for all of them
 * @param learningRate step size, above 0
 * @param seed of the weights, the order of the images, dropout and augmentation
 * @param hidden units of the hidden dense layer; empty for a recipe without one
 * @param l2 coefficient of the L2 penalty on the weights, 0 for none
 * @param dropout share of the hidden activations dropped in training, in [0, 1)
 * @param limit number of training images, the first ones; empty for all
 * @param digits the two digits of a binary recipe; empty for a recipe over all classes
 * @param augmentation moves the training images at random; empty to take them as they are
 * @param balance whether the loss weights each class by its inverse frequency among the training
 *     images
 * @param patience epochs without a lower validation loss after which training stops, at least 1;
 *     empty to train all epochs
 */
public record Settings(
    int epochs,
    int batchSize,
    double learningRate,
    long seed,
    OptionalInt hidden,
    double l2,
    double dropout,
    OptionalInt limit,
    Optional<DigitPair> digits,
    Optional<Augmentation> augmentation,
    boolean balance,
    OptionalInt patience) {

  /** One step per epoch, over every training image. */
  public static final int FULL_BATCH = Integer.MAX_VALUE;

  /** The largest number that a saved configuration may have, but for a learning rate. */
  private static final int MAX_L2 = 1_000_000;

  private static final long INSTEAD_OF_ZERO = 0x6d6e6973743464L;

  /**
   * A plain schedule: seed 1, no hidden layer, no penalty, no dropout, every image as it is.
   *
   * @param epochs passes over the training images
   * @param batchSize images per step
   * @param learningRate step size
   * @throws SettingsException naming the option whose value is out of range
   */
  public static Settings of(int epochs, int batchSize, double learningRate) {
    return new Settings(
        epochs,
        batchSize,
        learningRate,
        1,
        OptionalInt.empty(),
        0,
        0,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        OptionalInt.empty());
  }

  /**
   * The seed as ND4J's generator is given it: another number for 0, which ND4J takes for "by the
   * clock".
   */
  public long generatorSeed() {
    return seed == 0 ? INSTEAD_OF_ZERO : seed;
  }

  /**
   * @throws SettingsException naming the option whose value is out of range
   */
  public Settings {
    require(epochs >= 1, "--epochs", epochs, "at least 1");
    require(batchSize >= 1, "--batch", batchSize, "at least 1");
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "--lr",
        learningRate,
        "a number above 0");
    require(hidden.orElse(1) >= 1, "--hidden", hidden.orElse(1), "at least 1");
    require(l2 >= 0 && l2 <= MAX_L2, "--l2", l2, "0 to %,d".formatted(MAX_L2));
    require(dropout >= 0 && dropout < 1, "--dropout", dropout, "0 or above and below 1");
    require(limit.orElse(1) >= 1, "--limit", limit.orElse(1), "at least 1");
    require(patience.orElse(1) >= 1, "--patience", patience.orElse(1), "at least 1");
  }

  /**
   * The augmentation of one epoch.
   *
   * @param epoch counted from 0
   */
  public Optional<Augmentation> augmentationIn(int epoch) {
    return augmentation.map(whole -> whole.in(epoch, epochs));
  }

  /** The same with other epochs. */
  public Settings withEpochs(int other) {
    return with(other, batchSize, learningRate, hidden, l2, dropout, limit);
  }

  /** The same with another batch size. */
  public Settings withBatchSize(int other) {
    return with(epochs, other, learningRate, hidden, l2, dropout, limit);
  }

  /** The same with another learning rate. */
  public Settings withLearningRate(double other) {
    return with(epochs, batchSize, other, hidden, l2, dropout, limit);
  }

  /** The same with another number of units in the hidden dense layer. */
  public Settings withHidden(int other) {
    return with(epochs, batchSize, learningRate, OptionalInt.of(other), l2, dropout, limit);
  }

  /** The same with another L2 penalty. */
  public Settings withL2(double other) {
    return with(epochs, batchSize, learningRate, hidden, other, dropout, limit);
  }

  /** The same with another share dropped. */
  public Settings withDropout(double other) {
    return with(epochs, batchSize, learningRate, hidden, l2, other, limit);
  }

  /** The same with another number of training images. */
  public Settings withLimit(int other) {
    return with(epochs, batchSize, learningRate, hidden, l2, dropout, OptionalInt.of(other));
  }

  /** The same with another seed. */
  public Settings withSeed(long other) {
    return with(other, digits, augmentation, patience);
  }

  /** The same with two digits, for a binary recipe. */
  public Settings withDigits(DigitPair two) {
    return with(seed, Optional.of(two), augmentation, patience);
  }

  /** The same with training images that are moved at random. */
  public Settings withAugmentation(Augmentation other) {
    return with(seed, digits, Optional.of(other), patience);
  }

  /** The same with early stopping. */
  public Settings withPatience(int epochsWithoutImprovement) {
    return with(seed, digits, augmentation, OptionalInt.of(epochsWithoutImprovement));
  }

  private Settings with(
      int epochs,
      int batchSize,
      double learningRate,
      OptionalInt hidden,
      double l2,
      double dropout,
      OptionalInt limit) {
    return new Settings(
        epochs,
        batchSize,
        learningRate,
        seed,
        hidden,
        l2,
        dropout,
        limit,
        digits,
        augmentation,
        balance,
        patience);
  }

  private Settings with(
      long seed,
      Optional<DigitPair> digits,
      Optional<Augmentation> augmentation,
      OptionalInt patience) {
    return new Settings(
        epochs,
        batchSize,
        learningRate,
        seed,
        hidden,
        l2,
        dropout,
        limit,
        digits,
        augmentation,
        balance,
        patience);
  }

  private static void require(boolean holds, String option, Object found, String expected) {
    if (!holds) {
      throw new SettingsException(option, found, expected);
    }
  }
}
