package mnist4j.picture;

/** A picture cannot be used. The message is one line for the user, whatever the picture's name. */
public final class PictureException extends IllegalArgumentException {

  PictureException(String message) {
    super(onOneLine(message));
  }

  PictureException(String message, Throwable cause) {
    super(onOneLine(message), cause);
  }

  private static String onOneLine(String message) {
    return message.replaceAll("\\R", "?");
  }
}
