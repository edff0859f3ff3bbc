package mnist4j.cli;

import java.io.File;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mnist4j.training.Checkpoints;
import mnist4j.training.TrainingInterruptedException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Ctrl-C or SIGTERM while a command trains or writes pictures: it ends at its next step, and one
 * line says how to continue, or that it was at its end. The JVM then exits with the status of the
 * signal, 130 or 143.
 */
public final class Interruption implements AutoCloseable {

  /** For a training to get to its next step, or to end if it was at its last. */
  private static final int SECONDS_TO_END = 10;

  /** For a first step: a command without one still reads the data set and has nothing to end. */
  private static final int SECONDS_TO_BEGIN = 1;

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private static final Pattern PLAIN_ARGUMENT =
      Pattern.compile(WINDOWS ? "[\\w./,=:@+\\\\-]+" : "[\\w./,=:@%+-]+");

  /** Spark's commands are started by a script of their own, which adds their first word. */
  private static final String SPARK_SCRIPT = "mnist4j-spark";

  private final Thread hook = new Thread(this::end, "interruption");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final PrintWriter err;
  private final IntFunction<String> remedy;
  private volatile IntSupplier newestEpoch = () -> 0;
  private volatile boolean checked;
  private volatile boolean requested;
  private volatile boolean stopped;

  /**
   * @param command on whose standard error the line is
   * @param remedy asked for the line when the training has ended, with the epoch of its newest
   *     checkpoint, 0 if it has none
   */
  public Interruption(CommandSpec command, IntFunction<String> remedy) {
    err = command.commandLine().getErr();
    this.remedy = remedy;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * @param remedy what to do then, such as "to continue", with the command as it was given
   * @param options that the command needs then
   */
  public Interruption(CommandSpec command, String remedy, String... options) {
    this(command, epoch -> "stopped; %s: %s".formatted(remedy, commandLine(command, options)));
  }

  /**
   * How a training that writes checkpoints continues.
   *
   * @param epoch of its newest checkpoint, 0 if it has none
   */
  public static String remedy(CommandSpec command, int epoch) {
    return epoch == 0
        ? "stopped before the first checkpoint; start again with: " + commandLine(command)
        : "stopped; to continue after epoch %d: %s"
            .formatted(epoch, commandLine(command, "--resume"));
  }

  /** The command as it was given, with further options unless it has them. */
  public static String commandLine(CommandSpec command, String... options) {
    List<String> words =
        new ArrayList<>(command.root().commandLine().getParseResult().originalArgs());
    if (Main.isSpark(words)) {
      words.set(0, SPARK_SCRIPT);
    } else {
      words.add(0, command.root().name());
    }
    // Behind two dashes nothing is an option.
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    for (String option : options) {
      if (!words.contains(option)) {
        words.add(end, option);
      }
    }
    return words.stream().map(Interruption::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    if (PLAIN_ARGUMENT.matcher(word).matches()) {
      return word;
    }
    return WINDOWS ? "\"%s\"".formatted(word) : "'%s'".formatted(word.replace("'", "'\\''"));
  }

  /** A training is to continue after an epoch, 0 if from the beginning. */
  public void continues(int epoch) {
    newestEpoch = () -> epoch;
  }

  /** A training with checkpoints begins. */
  public void began(Checkpoints checkpoints) {
    IntSupplier before = newestEpoch;
    newestEpoch =
        () -> checkpoints.newestEpoch() == 0 ? before.getAsInt() : checkpoints.newestEpoch();
  }

  /**
   * To be called at every step.
   *
   * @throws TrainingInterruptedException if the training is to end
   */
  public void check() {
    checked = true;
    if (requested) {
      stopped = true;
      throw new TrainingInterruptedException();
    }
  }

  /** Runs in the hook; the JVM exits when it returns. */
  void end() {
    requested = true;
    try {
      boolean inTime =
          closed.await(SECONDS_TO_BEGIN, TimeUnit.SECONDS)
              || checked && closed.await(SECONDS_TO_END - SECONDS_TO_BEGIN, TimeUnit.SECONDS);
      err.println(
          "mnist4j: "
              + (stopped || !inTime
                  ? remedy.apply(newestEpoch.getAsInt())
                  : "the command ended before it could be stopped"));
      err.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running.
    }
  }
}
