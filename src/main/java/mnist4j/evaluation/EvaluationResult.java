package mnist4j.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A network's loss and predictions on one set of labelled images. All other metrics are derived
 * from the predictions, so that they cannot disagree.
 *
 * @param loss mean per image of the network's own loss function; may be NaN or infinite
 * @param classes number of classes, at least 1 (2 for a single sigmoid output)
 * @param probabilities whether the confidences are probabilities, as those of a softmax or sigmoid
 * @param predictions one per image, in the order of the set
 */
public record EvaluationResult(
    double loss, int classes, boolean probabilities, List<Prediction> predictions) {

  /**
   * The prediction for one image.
   *
   * @param image position of the image in its set, from 0
   * @param truth the image's class index
   * @param predicted the predicted class index
   * @param confidence the network's output for the predicted class: 0 to 1 for a softmax or
   *     sigmoid, any number for a linear output, NaN if the network diverged or there is no output
   */
  public record Prediction(int image, int truth, int predicted, double confidence) {

    /** Whether the predicted class is the true one. */
    public boolean correct() {
      return predicted == truth;
    }

    /** Whether the confidence is within 0 to 1, up to float32 rounding. */
    private boolean isProbability() {
      return confidence >= 0 && confidence <= 1 + 1e-6;
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a class index is not below {@code classes}
   */
  public EvaluationResult {
    predictions = List.copyOf(predictions);
    matrix(predictions, classes);
  }

  /**
   * The result of predictions that are already made, such as the arg max of a softmax.
   *
   * @param loss mean loss per image
   * @param classes number of classes
   * @param truth true class indices, {@code [n]}
   * @param predicted predicted class indices, {@code [n]}
   * @param confidences the network's probability of each predicted class, {@code [n]}
   * @throws IllegalArgumentException if the lengths differ or a class index is out of range
   */
  public static EvaluationResult ofPredictions(
      double loss, int classes, int[] truth, int[] predicted, double[] confidences) {
    if (truth.length != predicted.length || truth.length != confidences.length) {
      throw new IllegalArgumentException(
          "%d true classes, %d predicted ones and %d confidences"
              .formatted(truth.length, predicted.length, confidences.length));
    }
    List<Prediction> predictions = new ArrayList<>(truth.length);
    for (int i = 0; i < truth.length; i++) {
      predictions.add(new Prediction(i, truth[i], predicted[i], confidences[i]));
    }
    return new EvaluationResult(loss, classes, true, predictions);
  }

  /**
   * The same result with confidences that are not probabilities even within 0 to 1, such as those
   * of a linear output.
   */
  public EvaluationResult withoutProbabilities() {
    return new EvaluationResult(loss, classes, false, predictions);
  }

  /** Whether any prediction has a confidence, so that the mistakes can be ranked. */
  public boolean hasConfidences() {
    return predictions.stream().anyMatch(prediction -> !Double.isNaN(prediction.confidence()));
  }

  /** The confusion matrix, with the metrics per class and their macro averages. */
  public ConfusionMatrix confusion() {
    return matrix(predictions, classes);
  }

  /** Fraction of images classified correctly, 0 to 1. */
  public double accuracy() {
    return confusion().accuracy();
  }

  /** The wrong predictions, in the order of the set. */
  public List<Prediction> mistakes() {
    return predictions.stream().filter(prediction -> !prediction.correct()).toList();
  }

  /** The wrong predictions, highest confidence first, NaN last; ties in the order of the set. */
  public List<Prediction> mistakesByConfidence() {
    Comparator<Prediction> ascending =
        Comparator.comparingDouble(
            mistake ->
                Double.isNaN(mistake.confidence())
                    ? Double.NEGATIVE_INFINITY
                    : mistake.confidence());
    return mistakes().stream().sorted(ascending.reversed()).toList();
  }

  /**
   * Confidence against accuracy in ten bins. Empty if there are no images or the confidences are
   * not probabilities.
   */
  public Optional<Calibration> calibration() {
    boolean calibrated =
        probabilities
            && !predictions.isEmpty()
            && predictions.stream().allMatch(Prediction::isProbability);
    return calibrated ? Optional.of(Calibration.of(predictions)) : Optional.empty();
  }

  private static ConfusionMatrix matrix(List<Prediction> predictions, int classes) {
    return ConfusionMatrix.of(
        predictions.stream().mapToInt(Prediction::truth).toArray(),
        predictions.stream().mapToInt(Prediction::predicted).toArray(),
        classes);
  }
}
