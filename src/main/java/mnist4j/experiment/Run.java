package mnist4j.experiment;

import java.util.List;
import mnist4j.training.TrainingProgress;

/**
 * One training of an experiment.
 *
 * @param <R> what it comes to: a record that JSON can hold
 */
interface Run<R> {

  /** What progress and files call it. */
  String label();

  /** Everything that decides the result, in readable lines: equal lines, equal results. */
  List<String> conditions();

  /** How long it takes beside other runs, in any unit. */
  double work();

  /** The class of the result. */
  Class<R> resultType();

  /** Trains. */
  R carryOut(TrainingProgress progress);
}
