package mnist4j.serve;

/** A request cannot be answered as asked. The message is one line for the client. */
final class RequestException extends RuntimeException {

  private final int status;

  RequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The status of HTTP, 400 to 599. */
  int status() {
    return status;
  }
}
