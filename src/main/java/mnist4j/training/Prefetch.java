package mnist4j.training;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * Makes the next two items while the current one is in use.
 *
 * @param <T> the type of the items
 */
final class Prefetch<T> implements Iterator<T> {

  private static final int AHEAD = 2;

  /** Items that exist at a time: the one in use, until the next is asked for, and those ahead. */
  static final int ALIVE = AHEAD + 1;

  private final int count;
  private final IntFunction<T> maker;
  private final Executor executor;
  private final Queue<CompletableFuture<T>> ahead = new ArrayDeque<>();
  private int ordered;

  /**
   * Starts to make the first items.
   *
   * @param count number of items
   * @param maker makes the item of a position, counted from 0
   * @param executor runs the maker
   */
  Prefetch(int count, IntFunction<T> maker, Executor executor) {
    this.count = count;
    this.maker = maker;
    this.executor = executor;
    for (int i = 0; i < AHEAD; i++) {
      orderOne();
    }
  }

  private void orderOne() {
    if (ordered < count) {
      int position = ordered++;
      ahead.add(CompletableFuture.supplyAsync(() -> maker.apply(position), executor));
    }
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  /**
   * @throws TrainingException if the item could not be made
   */
  @Override
  public T next() {
    if (ahead.isEmpty()) {
      throw new NoSuchElementException();
    }
    CompletableFuture<T> first = ahead.remove();
    orderOne();
    try {
      return first.join();
    } catch (CompletionException e) {
      throw new TrainingException(
          "the next training images could not be made: %s".formatted(e.getCause()), e.getCause());
    }
  }
}
