package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;

/**
 * Decodes pictures and looks for their digits in other threads: the first two at once, the next
 * ones while one is classified.
 */
final class PictureReadAhead {

  /** More at once would need as many times the memory of a large picture. */
  private static final int AHEAD = 2;

  /**
   * A decoded picture.
   *
   * @param digit its digit; throws a {@link PictureException} if it shows none, which a network
   *     that takes pictures as they are does not ask for
   */
  record Picture(DigitPicture decoded, Supplier<PreparedDigit> digit) {}

  private final Iterator<Path> files;
  private final Queue<CompletableFuture<Picture>> ahead = new ArrayDeque<>();

  PictureReadAhead(List<Path> files) {
    this.files = files.iterator();
    PictureFile.loadLibraries();
    for (int i = 0; i < AHEAD; i++) {
      start();
    }
  }

  private void start() {
    if (files.hasNext()) {
      Path file = files.next();
      ahead.add(CompletableFuture.supplyAsync(() -> read(file)));
    }
  }

  private static Picture read(Path file) {
    DigitPicture decoded = PictureFile.read(file);
    try {
      PreparedDigit digit = PreparedDigit.of(decoded);
      return new Picture(decoded, () -> digit);
    } catch (PictureException e) {
      return new Picture(
          decoded,
          () -> {
            throw e;
          });
    }
  }

  /**
   * The next picture, in the order of the files.
   *
   * @throws PictureException if it cannot be used; the one after it is next all the same
   */
  Picture next() {
    try {
      return ahead.remove().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // A supplier throws nothing else.
      throw (RuntimeException) e.getCause();
    } finally {
      start();
    }
  }
}
