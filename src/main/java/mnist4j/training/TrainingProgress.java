package mnist4j.training;

import java.util.List;
import java.util.Optional;
import mnist4j.evaluation.EvaluationResult;

/** Listens to the progress of a training. */
public interface TrainingProgress {

  /**
   * Some classes have no training images. Called before {@link #started}.
   *
   * @param classNames their names, at least one
   */
  default void classesUntrained(List<String> classNames) {}

  /**
   * Some classes have no test images. Called before {@link #started}.
   *
   * @param classNames their names, at least one
   */
  default void classesUntested(List<String> classNames) {}

  /** Training is about to begin. */
  default void started(String recipe, int epochs, int stepsPerEpoch) {}

  /**
   * The training continues an earlier one.
   *
   * @param epochs finished by the earlier one
   */
  default void resumed(int epochs) {}

  /**
   * One step of the current epoch is done. An exception ends the training, such as {@link
   * TrainingInterruptedException}.
   *
   * @param step counted from 1
   * @param loss mean loss of the epoch so far
   * @param accuracy share of the epoch so far that was classified correctly, 0 to 1
   */
  default void stepDone(int step, double loss, double accuracy) {}

  /**
   * An epoch that goes into the history is done.
   *
   * @param epoch finished epochs
   * @param seconds of training so far
   * @param loss mean training loss of the epoch
   * @param accuracy training accuracy of the epoch
   * @param validation evaluation on the validation images; empty if there are none
   */
  default void epochLogged(
      int epoch,
      double seconds,
      double loss,
      double accuracy,
      Optional<EvaluationResult> validation) {}

  /**
   * An evaluation on the test set, after the last epoch, is about to begin. An exception ends the
   * training, as in {@link #stepDone}.
   *
   * @param evaluation counted from 1
   * @param evaluations in all: one for each logged epoch if there are no validation images
   */
  default void testing(int evaluation, int evaluations) {}

  /** Training and evaluations have ended or failed. */
  default void ended() {}
}
