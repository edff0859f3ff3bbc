package mnist4j.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import mnist4j.data.TransferListener;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.experiment.ExperimentProgress;
import mnist4j.training.TrainingProgress;

/**
 * Shows the progress of trainings, experiments and downloads: on a terminal as a bar, elsewhere as
 * a line per epoch or file.
 */
public final class ProgressDisplay {

  private static final int REFRESH_MILLIS = 200;

  /** An experiment's bar counts shares, since the trials' own steps differ in length. */
  private static final int SHARES = 10_000;

  private static final double MEGABYTE = 1e6;

  /** ECMA-48: back to the first column, then erase the line. */
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean onTerminal;
  private final ProgressBarConsumer consumer;
  private ProgressBar bar;

  /** These three are read by the bar's own thread. */
  private volatile String name;

  private volatile String figures;

  /** The share of the work that an earlier start has done. */
  private volatile double earlier;

  /**
   * @param out for the lines
   * @param terminal for the bar; empty where there is no terminal
   */
  ProgressDisplay(PrintWriter out, Optional<ProgressBarConsumer> terminal) {
    this.out = out;
    onTerminal = terminal.isPresent();
    consumer = terminal.orElseGet(() -> new DelegatingProgressBarConsumer(line -> {}, 1));
  }

  /** A bar on standard error if the program runs on a terminal, otherwise lines on {@code out}. */
  public static ProgressDisplay on(PrintWriter out) {
    return new ProgressDisplay(
        out,
        Optional.ofNullable(System.console())
            .map(console -> new ConsoleProgressBarConsumer(System.err)));
  }

  /**
   * @param atEachStep what else is to be done; an exception ends the training
   */
  public TrainingProgress training(Runnable atEachStep) {
    return new TrainingProgress() {
      private int epochs;
      private int stepsPerEpoch;

      /** The last epoch's figures during the evaluations, after which they stay on the screen. */
      private String trained = "";

      @Override
      public void classesUntrained(List<String> classNames) {
        out.printf(
            "no training images of %s: the network cannot learn %s%n",
            String.join(", ", classNames), classNames.size() == 1 ? "it" : "them");
        out.flush();
      }

      @Override
      public void classesUntested(List<String> classNames) {
        out.printf("no test images of %s%n", String.join(", ", classNames));
        out.flush();
      }

      @Override
      public void started(String recipe, int epochs, int stepsPerEpoch) {
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
        start(recipe, (long) epochs * stepsPerEpoch, " steps");
      }

      @Override
      public void resumed(int epochs) {
        bar.stepTo((long) epochs * stepsPerEpoch);
        earlier = (double) epochs / this.epochs;
        print("%s continues after epoch %d/%d%n", name, epochs, this.epochs);
      }

      @Override
      public void stepDone(int step, double loss, double accuracy) {
        atEachStep.run();
        bar.step();
        if (onTerminal) {
          figures = metrics((bar.getCurrent() - 1) / stepsPerEpoch + 1, epochs, loss, accuracy);
        }
      }

      @Override
      public void epochLogged(
          int epoch,
          double seconds,
          double loss,
          double accuracy,
          Optional<EvaluationResult> validation) {
        bar.stepTo((long) epoch * stepsPerEpoch);
        figures = metrics(epoch, epochs, loss, accuracy);
        print(
            "%s epoch %d/%d: loss %.4f, accuracy %.4f%s, %.1f s, %.1f s left%n",
            name,
            epoch,
            epochs,
            loss,
            accuracy,
            validation.map(ProgressDisplay::validation).orElse(""),
            seconds,
            seconds / epoch * (epochs - epoch));
      }

      @Override
      public void testing(int evaluation, int evaluations) {
        atEachStep.run();
        if (evaluation == 1) {
          trained = figures;
          if (evaluations > 1) {
            print("%s: the test set, with the weights of %d epochs%n", name, evaluations);
          }
        }
        figures = text("test set %d/%d", evaluation, evaluations);
      }

      @Override
      public void ended() {
        figures = trained.isEmpty() ? figures : trained;
        bar.close();
      }
    };
  }

  /**
   * @param atEachStep what else is to be done; an exception ends the experiment
   */
  ExperimentProgress experiment(Runnable atEachStep) {
    return new ExperimentProgress() {
      @Override
      public void started(int trials, int cached) {
        String earlier = cached == 0 ? "" : text(", %d of them from an earlier start", cached);
        out.printf("%d runs%s%n", trials, earlier);
        out.flush();
        start(text("%d runs", trials - cached), SHARES, "");
      }

      @Override
      public void resumed(double share) {
        earlier += share;
      }

      @Override
      public void stepDone(String trial, double share) {
        atEachStep.run();
        bar.stepTo(Math.round(share * SHARES));
        if (!trial.equals(name)) {
          name = trial;
          figures = "";
        }
      }

      @Override
      public void epochDone(
          String trial, int epoch, int epochs, double loss, double accuracy, double share) {
        figures = metrics(epoch, epochs, loss, accuracy);
        double seconds = seconds();
        double left = seconds / (share - earlier) * (1 - share);
        print("%s: %s, %.0f s, about %.0f s left%n", trial, figures, seconds, left);
      }

      @Override
      public void ended() {
        bar.close();
      }
    };
  }

  TransferListener transfer() {
    return new TransferListener() {
      @Override
      public void started(String file, long bytes) {
        start(file, bytes, "");
      }

      @Override
      public void advanced(long bytes) {
        bar.stepBy(bytes);
        if (onTerminal) {
          String total = bar.isIndefinite() ? "" : text(" of %.1f", bar.getMax() / MEGABYTE);
          double done = bar.getCurrent() / MEGABYTE;
          figures = text("%.1f%s MB, %.1f MB/s", done, total, done / seconds());
        }
      }

      @Override
      public void ended() {
        bar.close();
        double megabytes = bar.getCurrent() / MEGABYTE;
        if (megabytes > 0) {
          double speed = megabytes / seconds();
          print("%s: %.1f MB in %.1f s (%.1f MB/s)%n", name, megabytes, seconds(), speed);
        }
      }
    };
  }

  /** Shows how many of the pictures are classified, beneath the line that each of them prints. */
  Pictures pictures(int count) {
    start("pictures", count, "");
    return new Pictures();
  }

  /** The progress over pictures. Closing it leaves the bar as it is. */
  final class Pictures implements AutoCloseable {

    /** To be printed before any line, so that the line takes the bar's place; often empty. */
    String erased() {
      return onTerminal ? ERASE : "";
    }

    void pictureDone() {
      figures = text("%d of %d", bar.getCurrent() + 1, bar.getMax());
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /**
   * @param steps in total, or -1 where that is unknown
   * @param unit of a count of steps; none is shown if it is empty
   */
  private void start(String task, long steps, String unit) {
    name = task;
    figures = "";
    earlier = 0;
    bar =
        new ProgressBarBuilder()
            .setInitialMax(steps)
            .setConsumer(consumer)
            .setRenderer((state, width) -> line(state, unit).fit(width))
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .build();
  }

  private ProgressLine line(ProgressState state, String unit) {
    return new ProgressLine(
        name,
        state.isIndefinite() ? Double.NaN : state.getNormalizedProgress(),
        earlier,
        figures,
        unit.isEmpty() ? "" : text("%d/%d%s", state.getCurrent(), state.getMax(), unit),
        state.getTotalElapsed());
  }

  private double seconds() {
    return bar.getTotalElapsed().toNanos() / 1e9;
  }

  private static String metrics(long epoch, int epochs, double loss, double accuracy) {
    return text("epoch %d/%d, loss %.4f, accuracy %.4f", epoch, epochs, loss, accuracy);
  }

  private static String validation(EvaluationResult result) {
    return text(", validation loss %.4f, accuracy %.4f", result.loss(), result.accuracy());
  }

  private void print(String format, Object... values) {
    if (!onTerminal) {
      out.printf(Locale.ROOT, format, values);
      out.flush();
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
