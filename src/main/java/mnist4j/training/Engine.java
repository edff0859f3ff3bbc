package mnist4j.training;

/** What carries out the training steps. */
public enum Engine {
  /** DL4J's layers and updaters. */
  DL4J("dl4j"),
  /** Gradients derived by hand, as in the document. */
  SCRATCH("scratch");

  private final String optionValue;

  Engine(String optionValue) {
    this.optionValue = optionValue;
  }

  /** How the command line and {@code metrics.json} name it. */
  @Override
  public String toString() {
    return optionValue;
  }
}
