package mnist4j.backend;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param subject what
 * @param state how it is
 * @param remedy what to do about it; empty where all is well
 */
public record Finding(String subject, String state, Optional<String> remedy) {

  /** All is well. */
  public static Finding good(String subject, String state) {
    return new Finding(subject, state, Optional.empty());
  }

  /** Something is wrong, or could be better. */
  public static Finding bad(String subject, String state, String remedy) {
    return new Finding(subject, state, Optional.of(remedy));
  }
}
