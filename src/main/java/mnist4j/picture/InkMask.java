package mnist4j.picture;

import mnist4j.data.DataException;

/**
 * How much a picture's pixels stand out from their paper, whichever of the two is darker.
 *
 * <p>The threshold that parts ink from paper is Otsu's ("A threshold selection method from
 * gray-level histograms", 1979). It finds where the ink is; how strong it is stays a grey value.
 */
final class InkMask {

  /** A fainter mark is none. In grey levels, of 255. */
  private static final double LEAST_CONTRAST = 20;

  /** Contrast that noise alone does not reach, in standard deviations of the paper's noise. */
  private static final double LEAST_CONTRAST_TO_NOISE = 4;

  /** The paper's noise is taken away up to so many standard deviations. */
  private static final double NOISE_REACH = 3;

  /** Standard deviation of a normal distribution over its median absolute deviation. */
  private static final double DEVIATION_PER_MEDIAN = 1.4826;

  private final DigitPicture picture;
  private final BackgroundPlane paper;
  private final int sign;
  private final int threshold;
  private final double floor;

  /**
   * @throws DataException if the picture shows no ink
   */
  InkMask(DigitPicture picture) {
    this.picture = picture;
    paper = BackgroundPlane.under(picture);
    OtsuThreshold darker = darker();
    // By third powers, so that a little strong ink outweighs a broad faint shadow.
    sign = darker.sumOfCubes() >= 0 ? 1 : -1;
    OtsuThreshold all = sign > 0 ? darker : darker.mirrored();
    threshold = all.otsu();
    OtsuThreshold bare = all.upTo(threshold);
    int median = bare.median();
    double noise = DEVIATION_PER_MEDIAN * bare.medianDistanceTo(median);
    double contrast = all.meanAbove(threshold) - median;
    if (contrast < Math.max(LEAST_CONTRAST, LEAST_CONTRAST_TO_NOISE * noise)) {
      throw new DataException(
          "%s is blank; expected one digit that stands out from its background"
              .formatted(picture.name()));
    }
    floor = median + NOISE_REACH * noise;
  }

  /** Strength of the ink of one pixel, in grey levels, 0 for paper. */
  double strength(int x, int y) {
    return Math.max(0, sign * darker(x, y) - floor);
  }

  /** The smallest box around all pixels above the threshold. */
  BoundingBox box() {
    BoundingBox box = BoundingBox.NOTHING;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (Math.rint(sign * darker(x, y)) > threshold) {
          box = box.with(x, y);
        }
      }
    }
    return box;
  }

  /** How many pixels are by how much darker than their paper. */
  private OtsuThreshold darker() {
    OtsuThreshold levels = new OtsuThreshold();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        levels.count((int) Math.rint(darker(x, y)));
      }
    }
    return levels;
  }

  private double darker(int x, int y) {
    return paper.at(x, y, picture.width(), picture.height()) - picture.grey(x, y);
  }
}
