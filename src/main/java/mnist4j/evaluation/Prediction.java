package mnist4j.evaluation;

/**
 * What a network said of one image.
 *
 * @param image position of the image in its set, from 0
 * @param truth the image's class index
 * @param predicted the class index predicted
 * @param confidence the network's output for the predicted class: a probability, 0 to 1, of a
 *     softmax or sigmoid network; any number of a linear one; NaN of one that diverged
 */
public record Prediction(int image, int truth, int predicted, double confidence) {

  /** Whether the predicted class is the true one. */
  public boolean right() {
    return predicted == truth;
  }

  /** Whether the confidence can be read as a probability, up to float32 rounding. */
  boolean isProbable() {
    return confidence >= 0 && confidence <= 1 + 1e-6;
  }
}
