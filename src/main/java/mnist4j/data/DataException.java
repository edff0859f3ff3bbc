package mnist4j.data;

/** A data set that cannot be found, read or trusted. The message is one line for a person. */
public final class DataException extends RuntimeException {

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
