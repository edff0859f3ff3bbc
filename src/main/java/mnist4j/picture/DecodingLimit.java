package mnist4j.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Lets threads wait until there are few enough pixels to decode at a time. A decoder of progressive
 * JPEG keeps six bytes or more for each, outside the heap.
 */
final class DecodingLimit {

  private static final double MEGAPIXEL = 1e6;

  private final Semaphore megapixels;

  /** What a decoder does. */
  @FunctionalInterface
  interface Decoding {
    BufferedImage image() throws IOException;
  }

  /**
   * @param most pixels at a time
   */
  DecodingLimit(long most) {
    // Fair, so that large pictures have their turn.
    megapixels = new Semaphore(megapixels(most), true);
  }

  private static int megapixels(long pixels) {
    return (int) Math.ceil(pixels / MEGAPIXEL);
  }

  /**
   * Decodes a picture once there is room for it.
   *
   * @param pixels of the picture, no more than may be decoded at a time
   */
  BufferedImage decoded(long pixels, Decoding decoding) throws IOException {
    int size = megapixels(pixels);
    megapixels.acquireUninterruptibly(size);
    try {
      return decoding.image();
    } finally {
      megapixels.release(size);
    }
  }
}
