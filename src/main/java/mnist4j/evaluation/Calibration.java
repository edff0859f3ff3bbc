package mnist4j.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import mnist4j.evaluation.EvaluationResult.Prediction;

/**
 * A reliability diagram: predictions binned by the probability of the predicted class, to compare
 * confidence with accuracy. A bin includes its lower end, as in DL4J's {@code
 * EvaluationCalibration}; Guo et al. include the upper one.
 *
 * @param bins lowest confidence first; at least one holds a prediction
 */
public record Calibration(List<Bin> bins) {

  private static final int BINS = 10;

  /**
   * The predictions whose confidence lies in one interval. A calibrated classifier has an {@code
   * accuracy} near {@code meanConfidence} in every bin.
   *
   * @param from lower end of the interval, inclusive, 0 to 1
   * @param to upper end, exclusive except in the last bin, 0 to 1
   * @param count number of predictions in the bin
   * @param meanConfidence their mean confidence, 0 to 1; NaN in an empty bin
   * @param accuracy fraction of them that are correct, 0 to 1; NaN in an empty bin, where 0 would
   *     mean always wrong
   */
  public record Bin(double from, double to, int count, double meanConfidence, double accuracy) {

    /** Distance between accuracy and mean confidence, 0 to 1; NaN in an empty bin. */
    public double gap() {
      return Math.abs(accuracy - meanConfidence);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if all bins are empty
   */
  public Calibration {
    bins = List.copyOf(bins);
    if (bins.stream().allMatch(bin -> bin.count() == 0)) {
      throw new IllegalArgumentException("a calibration of no predictions");
    }
  }

  /**
   * Sorts predictions into ten bins of equal width.
   *
   * @param predictions each with a confidence of 0 to 1
   * @throws IllegalArgumentException if there are none
   */
  static Calibration of(List<Prediction> predictions) {
    return new Calibration(
        IntStream.range(0, BINS).mapToObj(index -> bin(index, predictions)).toList());
  }

  /** Number of predictions in all bins. */
  public int total() {
    return bins.stream().mapToInt(Bin::count).sum();
  }

  /**
   * The expected calibration error, 0 to 1: the mean gap of the bins, weighted by their number of
   * predictions. Formula 3 of Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural
   * Networks", 2017.
   */
  public double expectedError() {
    return bins.stream()
            .filter(bin -> bin.count() > 0)
            .mapToDouble(bin -> bin.count() * bin.gap())
            .sum()
        / total();
  }

  private static Bin bin(int index, List<Prediction> predictions) {
    double from = (double) index / BINS;
    double to = (double) (index + 1) / BINS;
    boolean last = index == BINS - 1;
    // Compared with the ends: ten times a confidence can round up into the next bin.
    List<Prediction> members =
        predictions.stream()
            .filter(prediction -> prediction.confidence() >= from)
            .filter(prediction -> last || prediction.confidence() < to)
            .toList();
    return new Bin(
        from,
        to,
        members.size(),
        mean(members, Prediction::confidence),
        mean(members, prediction -> prediction.correct() ? 1 : 0));
  }

  private static double mean(List<Prediction> members, ToDoubleFunction<Prediction> value) {
    return members.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
