package mnist4j.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a network came to on one set of images. Every figure is derived from the predictions, so
 * that no two of them can disagree.
 *
 * @param loss mean loss per image, in the unit of the network's own loss; may be NaN or infinite
 * @param classes number of classes, at least 1 (2 for a single sigmoid output)
 * @param predictions one per image, in the order of the set
 */
public record EvaluationResult(double loss, int classes, List<Prediction> predictions) {

  private static final int BINS = 10;

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
   * The arg max of every row. Of equal outputs the first wins; NaN never wins, and a row of nothing
   * but NaN is predicted as class 0.
   *
   * @param loss mean loss per image
   * @param truth true class indices, {@code [n]}
   * @param outputs the network's outputs, {@code [n][classes]}
   * @throws IllegalArgumentException if there are no images, the lengths differ or a class index is
   *     out of range
   */
  public static EvaluationResult ofOutputs(double loss, int[] truth, double[][] outputs) {
    if (outputs.length == 0) {
      throw new IllegalArgumentException("no images to evaluate");
    }
    int[] predicted = Arrays.stream(outputs).mapToInt(EvaluationResult::argMax).toArray();
    double[] confidences = new double[outputs.length];
    Arrays.setAll(confidences, i -> outputs[i][predicted[i]]);
    return ofPredictions(loss, outputs[0].length, truth, predicted, confidences);
  }

  /** As {@link #ofOutputs(double, int[], double[][])}, of a float32 network. */
  public static EvaluationResult ofOutputs(double loss, int[] truth, float[][] outputs) {
    double[][] widened = new double[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      widened[i] = new double[outputs[i].length];
      for (int j = 0; j < outputs[i].length; j++) {
        widened[i][j] = outputs[i][j];
      }
    }
    return ofOutputs(loss, truth, widened);
  }

  /**
   * Decisions already taken, such as a sigmoid output against a threshold.
   *
   * @param loss mean loss per image
   * @param classes number of classes
   * @param truth true class indices, {@code [n]}
   * @param predicted predicted class indices, {@code [n]}
   * @param confidences the network's output for each predicted class, {@code [n]}
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
    return new EvaluationResult(loss, classes, predictions);
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
   * Confidence against accuracy in ten bins of equal width, 0 to 0.1 first; none when a confidence
   * is no probability, as those of a linear output layer.
   */
  public List<CalibrationBin> calibration() {
    if (!predictions.stream().allMatch(Prediction::isProbable)) {
      return List.of();
    }
    List<List<Prediction>> members = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      members.add(new ArrayList<>());
    }
    for (Prediction prediction : predictions) {
      members.get(Math.min((int) (prediction.confidence() * BINS), BINS - 1)).add(prediction);
    }
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      bins.add(bin(bin, members.get(bin)));
    }
    return List.copyOf(bins);
  }

  private static CalibrationBin bin(int index, List<Prediction> members) {
    return new CalibrationBin(
        (double) index / BINS,
        (double) (index + 1) / BINS,
        members.size(),
        mean(members, Prediction::confidence),
        mean(members, prediction -> prediction.right() ? 1 : 0));
  }

  private static double mean(List<Prediction> members, ToDoubleFunction<Prediction> value) {
    return members.stream().mapToDouble(value).average().orElse(0);
  }

  private static ConfusionMatrix matrix(List<Prediction> predictions, int classes) {
    return ConfusionMatrix.of(
        predictions.stream().mapToInt(Prediction::truth).toArray(),
        predictions.stream().mapToInt(Prediction::predicted).toArray(),
        classes);
  }

  private static int argMax(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best] || Double.isNaN(row[best]) && !Double.isNaN(row[i])) {
        best = i;
      }
    }
    return best;
  }
}
