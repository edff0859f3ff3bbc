package mnist4j.evaluation;

/**
 * The predictions whose confidence lies in one interval. A calibrated classifier is right as often
 * as it is confident, so that {@code accuracy} is near {@code meanConfidence} in every bin.
 *
 * @param from lower end of the interval, included, 0 to 1
 * @param to upper end, excluded except in the last bin, 0 to 1
 * @param count number of predictions in the bin
 * @param meanConfidence their mean confidence, 0 to 1; NaN in an empty bin
 * @param accuracy share of them that are right, 0 to 1; NaN in an empty bin, where 0 would read as
 *     always wrong
 */
public record CalibrationBin(
    double from, double to, int count, double meanConfidence, double accuracy) {

  /** How far the bin is from calibrated, 0 to 1; NaN in an empty bin. */
  public double gap() {
    return Math.abs(accuracy - meanConfidence);
  }
}
