package mnist4j.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.PictureException;

/** Decodes pictures in another thread: the first at once, the next while one is classified. */
final class PictureReadAhead {

  private final Iterator<Path> files;

  private Optional<CompletableFuture<DigitPicture>> next = Optional.empty();

  PictureReadAhead(List<Path> files) {
    this.files = files.iterator();
    DigitPicture.loadLibraries();
    start();
  }

  private void start() {
    next = files.hasNext() ? Optional.of(decoding(files.next())) : Optional.empty();
  }

  private static CompletableFuture<DigitPicture> decoding(Path file) {
    return CompletableFuture.supplyAsync(() -> DigitPicture.read(file));
  }

  /**
   * The next picture, in the order of the files.
   *
   * @throws PictureException if it cannot be used; the one after it is next all the same
   */
  DigitPicture next() {
    try {
      return next.orElseThrow().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PictureException unusable) {
        throw unusable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } finally {
      // Not sooner: two large pictures at once would take twice the memory.
      start();
    }
  }
}
