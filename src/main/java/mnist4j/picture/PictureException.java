package mnist4j.picture;

/** A picture cannot be used. The message is one line for the user, whatever the picture's name. */
public final class PictureException extends IllegalArgumentException {

  PictureException(String message) {
    super(onOneLine(message));
  }

  PictureException(String message, Throwable cause) {
    super(onOneLine(message), cause);
  }

  /**
   * Of whatever failed with one picture, so that others are read all the same.
   *
   * @param name names the picture
   * @param otherwise what to say of it if memory did not run out, which some decoders hide as the
   *     cause of another failure
   */
  static PictureException of(String name, Throwable failure, String otherwise) {
    if (failure instanceof PictureException known) {
      return known;
    }
    boolean memory =
        failure instanceof OutOfMemoryError || failure.getCause() instanceof OutOfMemoryError;
    return new PictureException(
        name
            + " "
            + (memory ? "needs more memory than is free; scale it down or raise -Xmx" : otherwise),
        failure);
  }

  private static String onOneLine(String message) {
    return message.replaceAll("\\R", "?");
  }
}
