package mnist4j.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The bodies of requests in memory, which is bounded: all together have a limited number of bytes,
 * and each takes up to three times its own while its array grows. A byte counts once it is there,
 * so that a client that keeps its body back takes nothing from the others.
 */
final class Bodies {

  private static final int BLOCK = 8_192;
  private static final int MILLION = 1_000_000;

  private final int largest;
  private final int together;
  private final Semaphore free;

  /**
   * @param largest bytes of one body
   * @param together bytes of all bodies
   */
  Bodies(int largest, int together) {
    this.largest = largest;
    this.together = together;
    free = new Semaphore(together);
  }

  /**
   * Reads a body and holds its bytes until it is answered.
   *
   * @throws RequestException if it is too large, or there are too many others
   */
  Answer answer(InputStream in, Function<byte[], Answer> use) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int held = 0;
    try {
      byte[] block = new byte[BLOCK];
      for (int length = in.read(block); length > 0; length = in.read(block)) {
        if (held + length > largest) {
          throw new RequestException(
              413,
              "the picture has more than %d million bytes; scale it".formatted(largest / MILLION));
        }
        if (!free.tryAcquire(length)) {
          throw new RequestException(
              503,
              "pictures of %d million bytes are being received; try again"
                  .formatted(together / MILLION));
        }
        held += length;
        body.write(block, 0, length);
      }
      return use.apply(body.toByteArray());
    } finally {
      free.release(held);
    }
  }
}
