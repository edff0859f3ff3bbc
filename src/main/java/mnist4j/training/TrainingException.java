package mnist4j.training;

/** Training that cannot go on, or a model file that cannot be used. The message is one line. */
public final class TrainingException extends RuntimeException {

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Ends training that diverges.
   *
   * @throws TrainingException if the loss of the epoch is infinite or not a number
   */
  static void requireFinite(double loss, int epoch, double learningRate) {
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss became %s in epoch %d; lower --lr (it was %s)"
              .formatted(loss, epoch, learningRate));
    }
  }
}
