package mnist4j.experiment;

import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory;

/**
 * What a training run on images came to. Both sets are judged in the same way, after the last
 * epoch; the history's training columns are of the epoch while it ran.
 *
 * @param parameters of the network
 * @param seconds of training, without any judging
 * @param train of the finished network on the images it was trained on
 * @param test of the finished network on the test set
 * @param history the epochs
 */
record RunFigures(
    long parameters, double seconds, Score train, Score test, TrainingHistory history) {

  /**
   * How a network does on a set of images.
   *
   * @param loss mean, without any penalty on the weights
   * @param accuracy share classified rightly, 0 to 1
   */
  record Score(double loss, double accuracy) {

    static Score of(EvaluationResult result) {
      return new Score(result.loss(), result.accuracy());
    }
  }

  /** How much better the network knows its training images: training less test accuracy. */
  double gap() {
    return train.accuracy - test.accuracy;
  }

  /** The last epoch's record. */
  EpochRecord lastEpoch() {
    return history.last();
  }
}
