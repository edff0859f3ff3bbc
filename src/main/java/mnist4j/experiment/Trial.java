package mnist4j.experiment;

import java.util.List;
import java.util.Optional;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingProgress;

/**
 * One training of an experiment, not yet run.
 *
 * @param <R> the result: a record that Jackson can write and read
 */
public interface Trial<R extends Trial.Result> {

  /** What the results of all trials have in common. */
  interface Result {

    /** Share of the training images or points that the finished network classifies correctly. */
    double trainAccuracy();

    /** Share of the test images or points that the finished network classifies correctly. */
    double testAccuracy();
  }

  /** The name in the progress display and in the cache. */
  String label();

  /** Everything that determines the result, in readable lines: equal keys, equal results. */
  List<String> key();

  /** Training time relative to other trials, in any unit. */
  double cost();

  /** The class of the result. */
  Class<R> resultType();

  /**
   * Trains and returns the result.
   *
   * @param checkpoints to continue and to write, unless the trial takes only seconds
   */
  R run(TrainingProgress progress, Optional<Checkpoints> checkpoints);
}
