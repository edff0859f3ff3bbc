package mnist4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import mnist4j.experiment.ExperimentProgress;

/** Shows an experiment's runs on a terminal as one bar, elsewhere as one line per epoch. */
final class ExperimentDisplay {

  private ExperimentDisplay() {}

  static ExperimentProgress on(PrintWriter out) {
    return System.console() == null ? new Lines(out) : new Bar(out);
  }

  private static void printStart(PrintWriter out, int runs, int finished) {
    String earlier = finished == 0 ? "" : ", %d of them from an earlier start".formatted(finished);
    out.printf("%d runs%s%n", runs, earlier);
    out.flush();
  }

  private static String epoch(String run, int epoch, int epochs, double loss, double accuracy) {
    return String.format(
        Locale.ROOT,
        "%s: epoch %d/%d, loss %.4f, accuracy %.4f",
        run,
        epoch,
        epochs,
        loss,
        accuracy);
  }

  private static final class Lines implements ExperimentProgress {
    private final PrintWriter out;
    private long startNanos;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void started(int runs, int finished) {
      printStart(out, runs, finished);
      startNanos = System.nanoTime();
    }

    @Override
    public void epochDone(
        String run, int epoch, int epochs, double loss, double accuracy, double share) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      out.printf(
          Locale.ROOT,
          "%s, %.0f s, about %.0f s left%n",
          epoch(run, epoch, epochs, loss, accuracy),
          seconds,
          seconds / share * (1 - share));
      out.flush();
    }
  }

  private static final class Bar implements ExperimentProgress {
    private static final int REFRESH_MILLIS = 200;
    private static final int WHOLE = 10_000;

    private final PrintWriter out;
    private ProgressBar bar;

    Bar(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void started(int runs, int finished) {
      printStart(out, runs, finished);
      bar =
          new ProgressBarBuilder()
              .setTaskName("%d runs".formatted(runs - finished))
              .setInitialMax(WHOLE)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .build();
    }

    @Override
    public void stepDone(String run, double share) {
      bar.stepTo((long) (share * WHOLE));
    }

    @Override
    public void epochDone(
        String run, int epoch, int epochs, double loss, double accuracy, double share) {
      bar.setExtraMessage(" " + epoch(run, epoch, epochs, loss, accuracy));
    }

    @Override
    public void ended() {
      bar.close();
    }
  }
}
