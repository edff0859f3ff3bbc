package mnist4j.training;

/** Training that cannot go on, or a model file that cannot be used. One line for a person. */
public final class TrainingException extends RuntimeException {

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
