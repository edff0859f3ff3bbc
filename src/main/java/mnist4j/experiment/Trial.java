package mnist4j.experiment;

import java.util.List;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingProgress;

/**
 * One training of an experiment, not yet run.
 *
 * @param <R> the result: a record that Jackson can write and read
 */
interface Trial<R> {

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
   * @param checkpoints of this trial; one of seconds has none
   */
  R run(TrainingProgress progress, Checkpoints checkpoints);
}
