package mnist4j.acceleration.step;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The process's threads that share the parts of a step, like a team of OpenMP's. A step has several
 * parallel stretches, and to wake a thread can take as long as one of them, so between stretches
 * threads stay awake for a while. Meanwhile they yield: another thread that wants the processor
 * gets it. While other programs want the processors, they sleep.
 */
public final class ThreadTeam {

  /** Beside the thread that asks for work; made when so many parts are first asked for. */
  private static final List<Member> MEMBERS = new ArrayList<>();

  private static final AtomicBoolean AT_WORK = new AtomicBoolean();
  private static final Stretch NONE = new Stretch(0, part -> {});
  private static volatile Stretch current = NONE;

  private ThreadTeam() {}

  /**
   * Does each part of a piece of work once, and returns when all have ended. The calling thread
   * does its share; it does all if the team is at work already, for this thread or for another one.
   *
   * @param parts that may be done at the same time
   * @param work is given the number of a part, from 0 on; what it throws is thrown when no part is
   *     at work any more
   */
  public static void forEach(int parts, IntConsumer work) {
    if (parts <= 1 || !AT_WORK.compareAndSet(false, true)) {
      for (int part = 0; part < parts; part++) {
        work.accept(part);
      }
      return;
    }
    try {
      while (MEMBERS.size() < parts - 1) {
        MEMBERS.add(new Member(MEMBERS.size() + 1));
      }
      Stretch stretch = new Stretch(parts, work);
      current = stretch;
      MEMBERS.subList(0, parts - 1).forEach(member -> member.waiter.wake());
      stretch.takeParts();
      stretch.awaitEnd();
    } finally {
      // So that no thread holds a network that is no longer used.
      current = NONE;
      AT_WORK.set(false);
    }
  }

  /** A piece of work, of which any thread takes the next part. */
  private static final class Stretch {

    private final int parts;
    private final IntConsumer work;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Waiter caller = new Waiter(Thread.currentThread());
    private volatile Throwable failure;

    Stretch(int parts, IntConsumer work) {
      this.parts = parts;
      this.work = work;
    }

    /** Two parts are left to two threads, in whose caches their weights are. */
    boolean hasPartFor(Member member) {
      return member.number < parts && taken.get() < parts;
    }

    void takeParts() {
      for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
        try {
          work.accept(part);
        } catch (RuntimeException | Error thrown) {
          failure = thrown;
        }
        if (ended.incrementAndGet() == parts) {
          caller.wake();
        }
      }
    }

    void awaitEnd() {
      caller.await(() -> ended.get() == parts);
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** A thread that waits for work. */
  private static final class Member {

    private final int number;
    private final Waiter waiter;

    /**
     * @param number 1 for the first, since the caller is a member, too
     */
    Member(int number) {
      this.number = number;
      Thread thread = new Thread(this::work, "step-" + number);
      waiter = new Waiter(thread);
      thread.setDaemon(true);
      thread.start();
    }

    private void work() {
      while (true) {
        waiter.await(() -> current.hasPartFor(this));
        Stretch stretch = current;
        // It may be the next one by now, whose parts may be left to fewer threads.
        if (stretch.hasPartFor(this)) {
          stretch.takeParts();
        }
      }
    }
  }

  /** How a thread waits: awake at first, then asleep. */
  private static final class Waiter {

    /** Longer than from one stretch to the next, that of the next step included. */
    private static final long AWAKE = TimeUnit.MICROSECONDS.toNanos(500);

    private final Thread thread;
    private volatile boolean asleep;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    void await(BooleanSupplier end) {
      long start = System.nanoTime();
      while (!end.getAsBoolean()) {
        if (System.nanoTime() - start < AWAKE && Processors.areFree()) {
          Thread.yield();
        } else {
          sleepUnless(end);
        }
      }
    }

    private void sleepUnless(BooleanSupplier end) {
      asleep = true;
      // Whoever makes it so looks at the field afterwards.
      if (!end.getAsBoolean()) {
        LockSupport.park(ThreadTeam.class);
      }
      asleep = false;
    }

    /** To be called when it is so. */
    void wake() {
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }
  }

  /**
   * Whether other programs leave the processors to the team. This process's other threads, such as
   * the JIT's, do not count: they are soon done.
   */
  private static final class Processors {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    /** Of all processors' time: a quarter of a processor where there are two. */
    private static final double MUCH = 0.125;

    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final AtomicLong NEXT_LOOK = new AtomicLong(System.nanoTime());
    private static volatile boolean wanted;

    static boolean areFree() {
      long now = System.nanoTime();
      long look = NEXT_LOOK.get();
      if (now - look >= 0 && NEXT_LOOK.compareAndSet(look, now + EVERY)) {
        // Both since the look before; negative or no number where the system does not tell.
        wanted = SYSTEM.getCpuLoad() - SYSTEM.getProcessCpuLoad() > MUCH;
      }
      return !wanted;
    }
  }
}
