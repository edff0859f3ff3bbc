package mnist4j.training;

import mnist4j.data.DataException;

/** Training that cannot go on, or a model file that cannot be used. The message is one line. */
public final class TrainingException extends RuntimeException {

  public TrainingException(String message) {
    super(DataException.onOneLine(message));
  }

  public TrainingException(String message, Throwable cause) {
    super(DataException.onOneLine(message), cause);
  }

  /**
   * Ends training that diverges.
   *
   * @param what the value is
   * @param step of the epoch, counted from 1
   * @param epoch counted from 1
   * @throws TrainingException if the value is infinite or not a number
   */
  static void requireFinite(String what, double value, int step, int epoch, double learningRate) {
    if (!Double.isFinite(value)) {
      throw new TrainingException(
          "%s became %s in step %d of epoch %d at a learning rate of %s; lower it"
              .formatted(what, value, step, epoch, learningRate));
    }
  }
}
