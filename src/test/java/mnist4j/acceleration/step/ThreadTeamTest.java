package mnist4j.acceleration.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 100})
  void doesEachPartOnceBeforeItReturns(int parts) {
    for (int run = 0; run < 1000; run++) {
      int[] done = new int[parts];

      ThreadTeam.forEach(parts, part -> done[part]++);

      assertArrayEquals(ones(parts), done);
    }
  }

  @Test
  void takesAThreadForEachPart() {
    CountDownLatch together = new CountDownLatch(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    ThreadTeam.forEach(
        3,
        part -> {
          threads.add(Thread.currentThread());
          together.countDown();
          awaitAll(together);
        });

    assertEquals(3, threads.size());
    assertTrue(threads.remove(Thread.currentThread()), "the caller is none of them");
    threads.forEach(thread -> assertTrue(thread.isDaemon(), thread + " keeps the JVM running"));
  }

  @Test
  void aThreadThatSleepsIsWoken() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch first = new CountDownLatch(2);
    ThreadTeam.forEach(2, part -> meet(threads, first));
    threads.remove(Thread.currentThread());
    Thread member = threads.iterator().next();
    while (member.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    CountDownLatch second = new CountDownLatch(2);
    ThreadTeam.forEach(2, part -> meet(threads, second));

    assertTrue(threads.contains(member), () -> threads + " without " + member);
  }

  @Test
  void aCallerThatSleepsIsWoken() {
    Thread caller = Thread.currentThread();
    CountDownLatch together = new CountDownLatch(2);

    ThreadTeam.forEach(
        2,
        part -> {
          together.countDown();
          awaitAll(together);
          while (Thread.currentThread() != caller && caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void partsMayHavePartsThemselves() {
    AtomicIntegerArray done = new AtomicIntegerArray(12);

    ThreadTeam.forEach(3, i -> ThreadTeam.forEach(4, j -> done.incrementAndGet(4 * i + j)));

    assertArrayEquals(ones(12), IntStream.range(0, 12).map(done::get).toArray());
  }

  @Test
  void severalThreadsMayAskAtOnce() {
    AtomicIntegerArray done = new AtomicIntegerArray(40);

    IntStream.range(0, 10)
        .parallel()
        .forEach(i -> ThreadTeam.forEach(4, j -> done.incrementAndGet(4 * i + j)));

    assertArrayEquals(ones(40), IntStream.range(0, 40).map(done::get).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void throwsWhatAPartThrowsAfterTheOthers(int failing) {
    IllegalStateException exception = new IllegalStateException();
    int[] done = new int[3];
    IntConsumer work =
        part -> {
          done[part]++;
          if (part == failing) {
            throw exception;
          }
        };

    assertSame(
        exception, assertThrows(IllegalStateException.class, () -> ThreadTeam.forEach(3, work)));

    assertArrayEquals(ones(3), done);
    takesAThreadForEachPart();
  }

  @Test
  void throwsErrors() {
    OutOfMemoryError error = new OutOfMemoryError();

    assertSame(
        error,
        assertThrows(
            OutOfMemoryError.class,
            () ->
                ThreadTeam.forEach(
                    2,
                    part -> {
                      throw error;
                    })));
  }

  @Test
  void anInterruptedCallerWaitsForAllAndStaysInterrupted() {
    int[] done = new int[50];
    Thread.currentThread().interrupt();

    ThreadTeam.forEach(50, part -> done[part]++);

    assertTrue(Thread.interrupted());
    assertArrayEquals(ones(50), done);
  }

  private static void meet(Set<Thread> threads, CountDownLatch all) {
    threads.add(Thread.currentThread());
    all.countDown();
    awaitAll(all);
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      assertTrue(latch.await(50, TimeUnit.SECONDS), "a thread is missing");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int[] ones(int length) {
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
