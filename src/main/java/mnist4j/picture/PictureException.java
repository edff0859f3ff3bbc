package mnist4j.picture;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A picture cannot be used. The message is one line for the user, whatever the picture's name. */
public final class PictureException extends IllegalArgumentException {

  /** Joiners alone of the invisible characters are a part of words. */
  private static final Pattern NO_TEXT =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}[\\p{Cf}&&[^\\u200c\\u200d]]]");

  private final boolean fault;

  PictureException(String message) {
    this(message, null);
  }

  PictureException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private PictureException(String message, Throwable cause, boolean fault) {
    super(onOneLine(message), cause);
    this.fault = fault;
  }

  /**
   * Of whatever failed with one picture, so that others are read all the same. If memory ran out,
   * which some decoders hide behind other failures, its cause is the {@link OutOfMemoryError}.
   *
   * @param name names the picture
   * @param otherwise what to say of it if memory did not run out
   */
  static PictureException of(String name, Throwable failure, String otherwise) {
    if (failure instanceof PictureException known) {
      return known;
    }
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(OutOfMemoryError.class::isInstance)
        .findFirst()
        .map(
            memory ->
                new PictureException(
                    name + " needs more memory than is free; scale it down or raise -Xmx", memory))
        .orElseGet(() -> new PictureException(name + " " + otherwise, failure));
  }

  /** The same of a failure that, unless it is known, is a fault of the program. */
  static PictureException ofFault(String name, Throwable failure, String otherwise) {
    PictureException known = of(name, failure, otherwise);
    return known == failure
        ? known
        : new PictureException(known.getMessage(), known.getCause(), true);
  }

  /** Whether the program has a fault, and the picture may be sound. */
  public boolean isFault() {
    return fault;
  }

  /**
   * What is quoted from a file, or its name, may hold line ends, commands to the terminal, and
   * characters that turn the direction of the others.
   */
  public static String onOneLine(String message) {
    return NO_TEXT.matcher(message).replaceAll("?");
  }
}
