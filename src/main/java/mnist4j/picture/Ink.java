package mnist4j.picture;

import java.util.Optional;

/**
 * What is darker than the background of a picture, or lighter than it.
 *
 * <p>Otsu's threshold ("A threshold selection method from gray-level histograms", 1979) separates
 * ink from background. It locates the ink, whose strength remains a grey value.
 *
 * @param difference how much each pixel differs from the background, ink above 0
 * @param threshold ink differs more
 * @param floor what the noise of the background comes to
 * @param contrast mean difference of the ink
 */
record Ink(GreyImage difference, int threshold, double floor, double contrast) {

  /** A fainter mark is not ink. In grey levels, of 255. */
  private static final double MIN_CONTRAST = 20;

  /** Contrast that noise alone does not reach, in standard deviations of the background's noise. */
  private static final double MIN_CONTRAST_TO_NOISE = 4;

  /** Noise of the background is removed up to this many standard deviations. */
  private static final double NOISE_REACH = 3;

  /** Standard deviation of a normal distribution over its median absolute deviation. */
  private static final double DEVIATION_PER_MEDIAN = 1.4826;

  /** Pixels of two levels have at least this share of their variance between these. */
  private static final double MIN_SEPARABILITY = 0.8;

  /** Strokes in a shadow and beyond it are less apart, in shares of the contrast. */
  private static final double MIN_APART = 0.25;

  /** Blurred edge of ink, in shares of the picture's longer side. */
  static final double EDGE = 0.006;

  /**
   * A second, lower threshold, in shares of the first (hysteresis, Canny, "A computational approach
   * to edge detection", 1986).
   */
  private static final double FAINT = 0.5;

  /** Grey levels are whole numbers. */
  private static final double MIN_DEVIATION = 0.5;

  /** The ink, or nothing if there is none. */
  static Optional<Ink> of(GreyImage difference) {
    OtsuThreshold all = new OtsuThreshold();
    for (float value : difference.values()) {
      all.count((int) Math.rint(value));
    }
    OtsuThreshold paper = all.upTo(all.threshold());
    Optional<Ink> ink = of(difference, all, paper);
    if (ink.isPresent() || paper.separability() < MIN_SEPARABILITY) {
      return ink;
    }
    // Paper and a shade on it, which is no noise: the ink stands out from the shade.
    return of(difference, all, paper.above(paper.threshold()));
  }

  private static Optional<Ink> of(
      GreyImage difference, OtsuThreshold all, OtsuThreshold background) {
    int threshold = all.threshold();
    int median = background.median();
    double noise = DEVIATION_PER_MEDIAN * background.medianDistance(median);
    double contrast = all.meanAbove(threshold) - median;
    return contrast < Math.max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * noise)
        ? Optional.empty()
        : Optional.of(new Ink(difference, threshold, median + NOISE_REACH * noise, contrast));
  }

  /**
   * What stands out among some of this ink, as strong as this ink in the mean, or nothing if some
   * of it does not fall into two levels.
   *
   * @param plain the picture itself, ink above paper
   */
  Optional<Ink> darker(GreyImage plain, boolean[] some) {
    OtsuThreshold all = new OtsuThreshold();
    for (int i = 0; i < some.length; i++) {
      if (some[i]) {
        all.count((int) Math.rint(plain.values()[i]));
      }
    }
    if (all.separability() < MIN_SEPARABILITY) {
      return Optional.empty();
    }
    int threshold = all.threshold();
    int shade = all.upTo(threshold).median();
    double apart = all.meanAbove(threshold) - shade;
    if (apart < MIN_APART * contrast) {
      return Optional.empty();
    }
    double scale = contrast / apart;
    GreyImage strokes =
        GreyImage.of(
            plain.width(), plain.height(), (x, y) -> scale * Math.max(0, plain.at(x, y) - shade));
    int least = (int) Math.round(scale * (threshold - shade));
    return Optional.of(new Ink(strokes, least, least, contrast));
  }

  /** Of some of this ink, the strokes alone. */
  Ink reducedTo(Ink strokes, boolean[] some) {
    boolean[] dark = strokes.mask();
    float[] values = difference.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (some[i]) {
        values[i] = dark[i] ? strokes.difference.values()[i] : 0;
      }
    }
    GreyImage reduced = new GreyImage(difference.width(), difference.height(), values);
    return new Ink(reduced, threshold, floor, contrast);
  }

  /** Sum of the differences of some pixels. */
  double sum(boolean[] some) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      sum += some[i] ? difference.values()[i] : 0;
    }
    return sum;
  }

  /** Strength of the ink at one pixel, in grey levels, 0 for background. */
  double strength(int x, int y) {
    return Math.max(0, difference.at(x, y) - floor);
  }

  /**
   * How much some of the ink stands out: the distance of its mean from the mean of all that is no
   * ink, in standard deviations of the latter, each at least half a grey level.
   *
   * @param margin along the border, which is left out
   */
  double contrastTo(boolean[] some, int margin) {
    boolean[] all = mask();
    double sumOfInk = 0;
    int inks = 0;
    double sum = 0;
    double squares = 0;
    int count = 0;
    int width = difference.width();
    for (int y = margin; y < difference.height() - margin; y++) {
      for (int i = y * width + margin; i < (y + 1) * width - margin; i++) {
        float value = difference.values()[i];
        if (some[i]) {
          sumOfInk += value;
          inks++;
        } else if (!all[i]) {
          sum += value;
          squares += (double) value * value;
          count++;
        }
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    double deviation = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
    return (sumOfInk / inks - mean) / Math.max(MIN_DEVIATION, deviation);
  }

  /** Whether each pixel is ink, {@code [height * width]}. */
  boolean[] mask() {
    return above(threshold);
  }

  /** Whether each pixel is ink, or so faint that ink has gaps there. */
  boolean[] faintMask() {
    return above(Math.max(floor, FAINT * threshold));
  }

  private boolean[] above(double level) {
    boolean[] mask = new boolean[difference.values().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.rint(difference.values()[i]) > level;
    }
    return mask;
  }
}
