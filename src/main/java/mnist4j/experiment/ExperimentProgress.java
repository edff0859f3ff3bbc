package mnist4j.experiment;

/** Listens to the trials of an experiment; every method does nothing by default. */
public interface ExperimentProgress {

  /**
   * The trials are about to begin.
   *
   * @param trials total number of trials
   * @param cached how many of them have a result from an earlier start
   */
  default void started(int trials, int cached) {}

  /**
   * A trial continues an earlier start's.
   *
   * @param share of the uncached work that was done then, 0 to 1
   */
  default void resumed(double share) {}

  /**
   * One training step is done.
   *
   * @param trial label of the current trial
   * @param share of the uncached work that is done, 0 to 1
   */
  default void stepDone(String trial, double share) {}

  /**
   * An epoch is done.
   *
   * @param trial label of the current trial
   * @param epoch finished epochs of the trial, from 1
   * @param epochs total epochs of the trial
   * @param loss mean training loss of the epoch
   * @param accuracy training accuracy of the epoch, 0 to 1
   * @param share of the uncached work that is done, 0 to 1
   */
  default void epochDone(
      String trial, int epoch, int epochs, double loss, double accuracy, double share) {}

  /** All trials have ended, or one has failed. */
  default void ended() {}
}
