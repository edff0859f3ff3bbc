package mnist4j.picture;

import java.awt.Rectangle;

/**
 * The ink of a picture: how much each pixel differs from the background, whichever is darker.
 *
 * <p>Otsu's threshold ("A threshold selection method from gray-level histograms", 1979) separates
 * ink from background. It locates the ink, whose strength remains a grey value.
 */
final class InkMask {

  /** A fainter mark is not ink. In grey levels, of 255. */
  private static final double LEAST_CONTRAST = 20;

  /** Contrast that noise alone does not reach, in standard deviations of the background's noise. */
  private static final double LEAST_CONTRAST_TO_NOISE = 4;

  /** Noise of the background is removed up to this many standard deviations. */
  private static final double NOISE_REACH = 3;

  /** Standard deviation of a normal distribution over its median absolute deviation. */
  private static final double DEVIATION_PER_MEDIAN = 1.4826;

  private final DigitPicture picture;
  private final BackgroundPlane background;
  private final int sign;
  private final int threshold;
  private final double floor;

  /**
   * @throws PictureException if the picture shows no ink
   */
  InkMask(DigitPicture picture) {
    this.picture = picture;
    background = BackgroundPlane.fit(picture);
    OtsuThreshold darker = histogram();
    // Cubes, so that a little strong ink outweighs a broad faint shadow.
    sign = darker.sumOfCubes() >= 0 ? 1 : -1;
    OtsuThreshold all = sign > 0 ? darker : darker.mirrored();
    threshold = all.threshold();
    OtsuThreshold below = all.upTo(threshold);
    int median = below.median();
    double noise = DEVIATION_PER_MEDIAN * below.medianDistance(median);
    double contrast = all.meanAbove(threshold) - median;
    if (contrast < Math.max(LEAST_CONTRAST, LEAST_CONTRAST_TO_NOISE * noise)) {
      throw new PictureException(
          "%s is blank; expected one digit that stands out from its background"
              .formatted(picture.name()));
    }
    floor = median + NOISE_REACH * noise;
  }

  /** Strength of the ink at one pixel, in grey levels, 0 for background. */
  double strength(int x, int y) {
    return Math.max(0, sign * darker(x, y) - floor);
  }

  /** The smallest rectangle around all pixels above the threshold. */
  Rectangle boundingBox() {
    Rectangle box = new Rectangle(-1, -1);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (Math.rint(sign * darker(x, y)) > threshold && !box.contains(x, y)) {
          box.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return box;
  }

  /** Histogram of how much darker than the background the pixels are. */
  private OtsuThreshold histogram() {
    OtsuThreshold levels = new OtsuThreshold();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        levels.count((int) Math.rint(darker(x, y)));
      }
    }
    return levels;
  }

  private double darker(int x, int y) {
    return background.at(x, y, picture.width(), picture.height()) - picture.grey(x, y);
  }
}
