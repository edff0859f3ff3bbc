package mnist4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import mnist4j.picture.PictureException;

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

  /** Of a file that an input or output error keeps from being read. */
  static DataException unreadable(Path file, IOException failure) {
    return new DataException("%s cannot be read: %s".formatted(file, reason(failure)), failure);
  }

  /** Why a file or a host could not be reached, in words; the JDK's exceptions often have none. */
  public static String reason(Throwable failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof FileAlreadyExistsException file) {
      boolean exists = Files.exists(Path.of(file.getFile()));
      return file.getFile() + (exists ? " is a file" : " is a link to nothing");
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException file) {
      return file.getFile() + " does not exist";
    }
    if (cause instanceof UnknownHostException) {
      return "host not found";
    }
    String words =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return words == null ? cause.getClass().getSimpleName() : words;
  }

  /** The message as a {@link PictureException} has its own. */
  public static String onOneLine(String message) {
    return PictureException.onOneLine(message);
  }
}
