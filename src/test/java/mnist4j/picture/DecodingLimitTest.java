package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodingLimitTest {

  private static final BufferedImage IMAGE =
      new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY);

  private final DecodingLimit limit = new DecodingLimit(10_000_000);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CompletableFuture<BufferedImage> later = new CompletableFuture<>();

  @AfterEach
  void stop() {
    later.complete(IMAGE);
    threads.shutdownNow();
  }

  /** A picture whose decoding has begun and takes until {@code later}. */
  private Future<BufferedImage> slow(long pixels) throws InterruptedException {
    Future<BufferedImage> slow =
        threads.submit(
            () ->
                limit.decoded(
                    pixels,
                    () -> {
                      started.countDown();
                      return later.join();
                    }));
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    return slow;
  }

  private Future<BufferedImage> quick(long pixels) {
    return threads.submit(() -> limit.decoded(pixels, () -> IMAGE));
  }

  @Test
  void picturesThatFitAreDecodedAtATime() throws Exception {
    Future<BufferedImage> slow = slow(5_500_000);
    assertThat(quick(4_000_000).get(10, TimeUnit.SECONDS)).isSameAs(IMAGE);
    assertThat(slow.isDone()).isFalse();
  }

  @Test
  void oneThatDoesNotFitWaits() throws Exception {
    slow(5_000_001);
    Future<BufferedImage> waiting = quick(5_000_000);
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS));
    later.complete(IMAGE);
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isSameAs(IMAGE);
  }

  @Test
  void oneThatFailsLeavesItsRoomToOthers() throws Exception {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                limit.decoded(
                    10_000_000,
                    () -> {
                      throw new IOException("damaged");
                    }));
    assertThat(quick(10_000_000).get(10, TimeUnit.SECONDS)).isSameAs(IMAGE);
  }
}
