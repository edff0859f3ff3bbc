package mnist4j.training;

import java.util.Optional;
import mnist4j.evaluation.EvaluationResult;

/** Hears how training goes on. */
public interface TrainingProgress {

  /** Training is about to begin. */
  void started(String recipe, int epochs, int stepsPerEpoch);

  /**
   * One step of the current epoch is done.
   *
   * @param step counted from 1
   * @param loss mean loss of the epoch so far
   * @param accuracy share of right answers of the epoch so far
   */
  void stepDone(int step, double loss, double accuracy);

  /**
   * One epoch is done.
   *
   * @param epoch finished epochs, counted from 1
   * @param seconds how long its steps took
   * @param loss mean training loss
   * @param accuracy training accuracy
   * @param validation of the images held out for it, where there are any
   */
  void epochDone(
      int epoch,
      double seconds,
      double loss,
      double accuracy,
      Optional<EvaluationResult> validation);

  /** Training has ended or failed. */
  void ended();
}
