package mnist4j.recipe;

/** A setting that is out of range or does not fit the data. The message names the option. */
public final class SettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String problem;

  /**
   * @param option as the command line has it
   * @param found the value given
   * @param expected the values that would do
   */
  public SettingsException(String option, Object found, String expected) {
    super("%s: found %s, expected %s".formatted(option, found, expected));
    problem = "found %s, expected %s".formatted(found, expected);
  }

  /** The message without the option's name. */
  public String problem() {
    return problem;
  }
}
