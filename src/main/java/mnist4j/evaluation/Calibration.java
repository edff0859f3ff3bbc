package mnist4j.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far a network's confidence can be believed: its predictions sorted into bins by the
 * probability of the class predicted. An interval holds its lower end, as in DL4J's {@code
 * EvaluationCalibration}; Guo et al. let it hold the upper one.
 *
 * @param bins lowest confidence first; at least one holds a prediction
 */
public record Calibration(List<CalibrationBin> bins) {

  private static final int BINS = 10;

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

  /** Ten bins of equal width, 0 to 0.1 first. Every confidence is a probability. */
  static Calibration of(List<Prediction> predictions) {
    return new Calibration(
        IntStream.range(0, BINS).mapToObj(index -> bin(index, predictions)).toList());
  }

  /** Number of predictions in all bins. */
  public int total() {
    return bins.stream().mapToInt(CalibrationBin::count).sum();
  }

  /**
   * The expected calibration error, 0 to 1: the mean distance between a bin's accuracy and its mean
   * confidence, each bin weighted by its predictions. Formula 3 of Guo, Pleiss, Sun and Weinberger,
   * "On Calibration of Modern Neural Networks", 2017.
   */
  public double expectedError() {
    return bins.stream()
            .filter(bin -> bin.count() > 0)
            .mapToDouble(bin -> bin.count() * bin.gap())
            .sum()
        / total();
  }

  private static CalibrationBin bin(int index, List<Prediction> predictions) {
    double from = (double) index / BINS;
    double to = (double) (index + 1) / BINS;
    boolean last = index == BINS - 1;
    // By the ends themselves: ten times a confidence can round up into the bin above.
    List<Prediction> members =
        predictions.stream()
            .filter(prediction -> prediction.confidence() >= from)
            .filter(prediction -> last || prediction.confidence() < to)
            .toList();
    return new CalibrationBin(
        from,
        to,
        members.size(),
        mean(members, Prediction::confidence),
        mean(members, prediction -> prediction.right() ? 1 : 0));
  }

  private static double mean(List<Prediction> members, ToDoubleFunction<Prediction> value) {
    return members.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
