package mnist4j.experiment;

import java.util.Optional;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.TrainingProgress;

/** Tells an experiment's listener of one run's steps as shares of all the work. */
final class RunProgress implements TrainingProgress {

  private final ExperimentProgress listener;
  private final String run;
  private final double shareBefore;
  private final double ownShare;
  private int epochs;
  private long steps;
  private long stepsDone;

  /**
   * @param shareBefore the share of the work that earlier runs were, 0 to 1
   * @param ownShare the share of the work that this run is, 0 to 1
   */
  RunProgress(ExperimentProgress listener, String run, double shareBefore, double ownShare) {
    this.listener = listener;
    this.run = run;
    this.shareBefore = shareBefore;
    this.ownShare = ownShare;
  }

  @Override
  public void started(String recipe, int epochs, int stepsPerEpoch) {
    this.epochs = epochs;
    steps = (long) epochs * stepsPerEpoch;
  }

  @Override
  public void stepDone(int step, double loss, double accuracy) {
    stepsDone++;
    listener.stepDone(run, share());
  }

  @Override
  public void epochLogged(
      int epoch,
      double seconds,
      double loss,
      double accuracy,
      Optional<EvaluationResult> validation) {
    listener.epochDone(run, epoch, epochs, loss, accuracy, share());
  }

  private double share() {
    return shareBefore + ownShare * stepsDone / steps;
  }
}
