package mnist4j;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import mnist4j.evaluation.Classification;
import mnist4j.training.OutlierDetector;

/** What a {@link DigitClassifier} finds in one picture. Immutable. */
public final class Prediction {

  private final Classification classification;
  private final float[] pixels;
  private final int columns;
  private final boolean judged;

  /**
   * @param pixels {@code [rows * columns]}, not copied
   * @param judged whether the outlier detector knows images of this kind
   */
  Prediction(Classification classification, float[] pixels, int columns, boolean judged) {
    this.classification = classification;
    this.pixels = pixels;
    this.columns = columns;
    this.judged = judged;
  }

  /** The name of the most probable class: of a digit, {@code "0"} to {@code "9"}. */
  public String label() {
    return classification.classNames().get(classification.ranked(0));
  }

  /**
   * The probability of {@link #label()}, 0 to 1; the network's output if {@link
   * DigitClassifier#givesProbabilities()} is false.
   */
  public double probability() {
    return classification.outputs().get(classification.ranked(0));
  }

  /**
   * The probability of every class, {@code [classes]}, in the order of {@link
   * DigitClassifier#classNames()}; each 0 to 1, with a sum of 1. Plain outputs of any size if
   * {@link DigitClassifier#givesProbabilities()} is false.
   */
  public List<Double> probabilities() {
    return classification.outputs();
  }

  /**
   * Whether the picture is clearly a digit, and not a letter, a scribble or something else, which
   * {@link #label()} and {@link #probability()} do not say. Another network than the classifier
   * decides, each time this is called. It does not take 1 of 1,000 of MNIST's digits for one, and
   * more of coarse ones: 2.0 % of scikit-learn's, of 8 x 8 pixels ({@code
   * models/outliers/README.md}). Always true for a classifier of another kind than MNIST's digits,
   * or one that does not say what it classifies.
   */
  public boolean isClearlyDigit() {
    return !judged || !OutlierDetector.isOutlier(pixels);
  }

  /**
   * The network's input as a new grey image, of 28 x 28 pixels for all networks that ship: 0 is
   * background, 255 is full ink.
   */
  public BufferedImage image() {
    BufferedImage image =
        new BufferedImage(columns, pixels.length / columns, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % columns, i / columns, 0, Math.round(255 * pixels[i]));
    }
    return image;
  }

  /** Label and probability, such as {@code 7, probability 0.9998}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %s %.4f",
        label(),
        classification.probabilities() ? "probability" : "output",
        probability());
  }
}
