package mnist4j.training;

/** A training that ends at a step because it was asked to. */
public final class TrainingInterruptedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TrainingInterruptedException() {
    super("the training was stopped");
  }
}
