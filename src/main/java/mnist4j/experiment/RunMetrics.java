package mnist4j.experiment;

import static java.util.Objects.requireNonNull;

import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;

/**
 * The result of a trial on digits. Both scores are of the finished network; the history's training
 * columns are of the epoch while it ran.
 *
 * @param parameters of the network
 * @param seconds of training, without evaluation
 * @param train score on the training images
 * @param test score on the test images
 * @param history the epochs
 */
public record RunMetrics(
    long parameters, double seconds, Score train, Score test, TrainingHistory history)
    implements Trial.Result {

  /**
   * @throws NullPointerException if a part is missing, as in a damaged file
   */
  public RunMetrics {
    requireNonNull(train);
    requireNonNull(test);
    requireNonNull(history);
  }

  /**
   * Loss and accuracy on a set of images.
   *
   * @param loss mean, without any penalty on the weights
   * @param accuracy share classified correctly, 0 to 1
   */
  public record Score(double loss, double accuracy) {

    static Score of(EvaluationResult result) {
      return new Score(result.loss(), result.accuracy());
    }
  }

  @Override
  public double trainAccuracy() {
    return train.accuracy;
  }

  @Override
  public double testAccuracy() {
    return test.accuracy;
  }

  /** Training accuracy minus test accuracy: a measure of overfitting. */
  double gap() {
    return train.accuracy - test.accuracy;
  }

  /** The last epoch's record. */
  EpochRecord lastEpoch() {
    return history.last();
  }
}
