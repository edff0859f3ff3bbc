package mnist4j.picture;

/** A picture cannot be used. The message is one line for the user. */
public final class PictureException extends IllegalArgumentException {

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
