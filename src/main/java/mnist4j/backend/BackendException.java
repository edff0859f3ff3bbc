package mnist4j.backend;

/** No native library or device to compute with. One line for a person. */
public final class BackendException extends RuntimeException {

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
