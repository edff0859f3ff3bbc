package mnist4j.recipe;

import java.io.Serializable;
import java.util.SplittableRandom;
import mnist4j.data.ElasticDistortion;
import mnist4j.data.ImageSize;
import mnist4j.data.ImageWarp;
import mnist4j.data.Pen;

/**
 * The random transformation of each training image, drawn anew in every epoch: rotation, shift and
 * scale, each uniform between its two limits, an elastic distortion, and another pen.
 *
 * @param rotationDegrees largest rotation either way, 0 to 180
 * @param shiftPixels largest shift in each direction, 0 to 28; real-valued
 * @param scaleShare scaled by a factor of 1 - share to 1 + share, in [0, 1)
 * @param elasticPixels root mean square of the elastic distortion in each direction, 0 to 4; 0 for
 *     none
 * @param penShare share of the images that are drawn with another pen, in [0, 1]; half of them, at
 *     random, through a coarse grid
 * @see ElasticDistortion
 * @see Pen
 */
public record Augmentation(
    double rotationDegrees,
    double shiftPixels,
    double scaleShare,
    double elasticPixels,
    double penShare)
    implements Serializable {

  /** 10 degrees, 2 px, 10 %: limits within which every digit stays recognisable. */
  public static final Augmentation DEFAULT = new Augmentation(10, 2, 0.1, 0, 0);

  private static final int HALF_TURN = 180;

  /** Twice of which breaks strokes into pieces. */
  private static final int MAX_ELASTIC = 4;

  /** One epoch in so many, at the end of a training, has digits as they are. */
  private static final int EPOCHS_PER_PLAIN_ONE = 2;

  /** From strokes almost twice as thick to strokes that a thin pen leaves in pieces. */
  private static final double THICKEST_PEN = 0.15;

  private static final double THINNEST_PEN = 0.45;

  /** Pictures of 18 down to 11 pixels a side, for the 28 of an image. */
  private static final double FINEST_GRID = 1.6;

  private static final double COARSEST_GRID = 2.6;

  /**
   * @throws SettingsException naming the option whose value is out of range
   */
  public Augmentation {
    require(
        rotationDegrees >= 0 && rotationDegrees <= HALF_TURN,
        "--augment-rotation",
        rotationDegrees,
        "0 to %d degrees".formatted(HALF_TURN));
    require(
        shiftPixels >= 0 && shiftPixels <= ImageSize.MNIST.rows(),
        "--augment-shift",
        shiftPixels,
        "0 to %d pixels".formatted(ImageSize.MNIST.rows()));
    require(
        scaleShare >= 0 && scaleShare < 1, "--augment-scale", scaleShare, "0 or above and below 1");
    require(
        elasticPixels >= 0 && elasticPixels <= MAX_ELASTIC,
        "--augment-elastic",
        elasticPixels,
        "0 to %d pixels".formatted(MAX_ELASTIC));
    require(penShare >= 0 && penShare <= 1, "--augment-pen", penShare, "0 to 1");
  }

  private static void require(boolean holds, String option, double found, String expected) {
    if (!holds) {
      throw new SettingsException(option, found, expected);
    }
  }

  /**
   * The augmentation of one epoch of a training. In the last half of the epochs images are neither
   * bent nor drawn with another pen, so that training ends on digits as they are.
   *
   * @param epoch counted from 0
   * @param epochs of the training
   */
  Augmentation in(int epoch, int epochs) {
    return epoch < epochs - epochs / EPOCHS_PER_PLAIN_ONE
        ? this
        : new Augmentation(rotationDegrees, shiftPixels, scaleShare, 0, 0);
  }

  /**
   * How one image is transformed in one epoch. It follows from the three numbers alone: the order
   * in which images are drawn, and by which thread, does not matter.
   *
   * @param seed of the run
   * @param epoch counted from 0
   * @param image position among the training images
   */
  public ImageWarp warp(long seed, int epoch, int image) {
    // Hashed one after another, so that no seed's epoch is another seed's.
    long ofEpoch = new SplittableRandom(seed).nextLong() + epoch;
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(ofEpoch).nextLong() + image);
    return new ImageWarp(
        rotationDegrees * share(random),
        1 + scaleShare * share(random),
        shiftPixels * share(random),
        shiftPixels * share(random),
        new ElasticDistortion(elasticPixels, random.nextLong()),
        pen(random));
  }

  private Pen pen(SplittableRandom random) {
    double drawn = random.nextDouble();
    if (drawn >= penShare) {
      return Pen.SAME;
    }
    double threshold = random.nextDouble(THICKEST_PEN, THINNEST_PEN);
    return drawn >= penShare / 2
        ? new Pen(threshold)
        : new Pen(
            threshold,
            random.nextDouble(FINEST_GRID, COARSEST_GRID),
            random.nextDouble(),
            random.nextDouble());
  }

  /** Uniform in [-1, 1). */
  private static double share(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}
