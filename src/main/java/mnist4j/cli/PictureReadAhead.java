package mnist4j.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
   * @param prepared its digit, which a network that takes pictures as they are does without
   */
  record Picture(DigitPicture decoded, CompletableFuture<PreparedDigit> prepared) {

    /**
     * @throws PictureException if the picture shows no ink
     */
    PreparedDigit digit() {
      return joined(prepared);
    }
  }

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
    CompletableFuture<PreparedDigit> prepared = new CompletableFuture<>();
    try {
      prepared.complete(PreparedDigit.of(decoded));
    } catch (PictureException e) {
      prepared.completeExceptionally(e);
    }
    return new Picture(decoded, prepared);
  }

  /**
   * The next picture, in the order of the files.
   *
   * @throws PictureException if it cannot be used; the one after it is next all the same
   */
  Picture next() {
    try {
      return joined(ahead.remove());
    } finally {
      start();
    }
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PictureException unusable) {
        throw unusable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
