package mnist4j.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a network came to on one set of images. Every figure is derived from the predictions, so
 * that no two of them can disagree.
 *
 * @param loss mean loss per image, in the unit of the network's own loss; may be NaN or infinite
 * @param classes number of classes, at least 1 (2 for a single sigmoid output)
 * @param probabilities whether confidences are meant as probabilities, as those of a softmax or
 *     sigmoid are
 * @param predictions one per image, in the order of the set
 */
public record EvaluationResult(
    double loss, int classes, boolean probabilities, List<Prediction> predictions) {

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
   * Decisions already taken, such as the arg max of a softmax or a sigmoid output against a
   * threshold.
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
   * The same of a network whose outputs are no probabilities even where they lie within 0 to 1,
   * such as a linear one.
   */
  public EvaluationResult withoutProbabilities() {
    return new EvaluationResult(loss, classes, false, predictions);
  }

  /** The confusion matrix, from which come the metrics per class and their macro averages. */
  public ConfusionMatrix confusion() {
    return matrix(predictions, classes);
  }

  /** Share of images predicted rightly, 0 to 1. */
  public double accuracy() {
    return confusion().accuracy();
  }

  /** The predicted class of every image, {@code [n]}. */
  public int[] predicted() {
    return predictions.stream().mapToInt(Prediction::predicted).toArray();
  }

  /** The wrong predictions, in the order of the set. */
  public List<Prediction> mistakes() {
    return predictions.stream().filter(prediction -> !prediction.right()).toList();
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
   * Confidence against accuracy in ten bins. Empty without images, and where confidences are no
   * probabilities: those of a linear output layer, or NaN.
   */
  public Optional<Calibration> calibration() {
    boolean calibrated =
        probabilities
            && !predictions.isEmpty()
            && predictions.stream().allMatch(Prediction::isProbable);
    return calibrated ? Optional.of(Calibration.of(predictions)) : Optional.empty();
  }

  private static ConfusionMatrix matrix(List<Prediction> predictions, int classes) {
    return ConfusionMatrix.of(
        predictions.stream().mapToInt(Prediction::truth).toArray(),
        predictions.stream().mapToInt(Prediction::predicted).toArray(),
        classes);
  }
}
