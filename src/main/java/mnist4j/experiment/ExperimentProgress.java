package mnist4j.experiment;

/** Hears how the runs of an experiment go on; what it does not override it does not hear. */
public interface ExperimentProgress {

  /**
   * Some runs are about to begin.
   *
   * @param runs how many there are
   * @param finished how many of them have their result from an earlier start
   */
  default void started(int runs, int finished) {}

  /**
   * One step of a run is done.
   *
   * @param share of the work of this start that is done, 0 to 1
   */
  default void stepDone(String run, double share) {}

  /**
   * An epoch of a run is done.
   *
   * @param epoch finished epochs of the run
   * @param epochs that the run has
   * @param loss mean training loss of the epoch
   * @param accuracy training accuracy of the epoch
   * @param share of the work of this start that is done, 0 to 1
   */
  default void epochDone(
      String run, int epoch, int epochs, double loss, double accuracy, double share) {}

  /** The runs have ended, or one has failed. */
  default void ended() {}
}
