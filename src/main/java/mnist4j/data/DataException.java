package mnist4j.data;

/**
 * A data set that cannot be found, read or trusted. The message is one line for a person, whatever
 * it quotes.
 */
public final class DataException extends RuntimeException {

  public DataException(String message) {
    super(onOneLine(message));
  }

  public DataException(String message, Throwable cause) {
    super(onOneLine(message), cause);
  }

  /** What is quoted from a file, or its name, may hold line ends and commands to the terminal. */
  public static String onOneLine(String message) {
    return message.replaceAll("\\p{Cntrl}", "?");
  }
}
