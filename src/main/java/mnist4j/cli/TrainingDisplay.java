package mnist4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.training.TrainingProgress;

/** Shows training on a terminal as a bar, elsewhere as one line per logged epoch. */
final class TrainingDisplay {

  private TrainingDisplay() {}

  static TrainingProgress on(PrintWriter out) {
    return System.console() == null ? new Lines(out) : new Bar();
  }

  private static final class Lines implements TrainingProgress {
    private final PrintWriter out;
    private String recipe;
    private int epochs;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void started(String recipe, int epochs, int stepsPerEpoch) {
      this.recipe = recipe;
      this.epochs = epochs;
    }

    @Override
    public void stepDone(int step, double loss, double accuracy) {}

    @Override
    public void epochLogged(
        int epoch,
        double seconds,
        double loss,
        double accuracy,
        Optional<EvaluationResult> validation) {
      out.printf(
          Locale.ROOT,
          "%s epoch %d/%d: loss %.4f, accuracy %.4f%s, %.1f s, %.1f s left%n",
          recipe,
          epoch,
          epochs,
          loss,
          accuracy,
          validation
              .map(
                  held ->
                      String.format(
                          Locale.ROOT,
                          ", validation loss %.4f, accuracy %.4f",
                          held.loss(),
                          held.accuracy()))
              .orElse(""),
          seconds,
          seconds / epoch * (epochs - epoch));
      out.flush();
    }

    @Override
    public void ended() {}
  }

  private static final class Bar implements TrainingProgress {
    private static final int REFRESH_MILLIS = 200;

    private ProgressBar bar;
    private int epochs;
    private int stepsPerEpoch;

    @Override
    public void started(String recipe, int epochs, int stepsPerEpoch) {
      this.epochs = epochs;
      this.stepsPerEpoch = stepsPerEpoch;
      bar =
          new ProgressBarBuilder()
              .setTaskName(recipe)
              .setInitialMax((long) epochs * stepsPerEpoch)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .build();
    }

    @Override
    public void stepDone(int step, double loss, double accuracy) {
      bar.step();
      show((bar.getCurrent() - 1) / stepsPerEpoch + 1, loss, accuracy);
    }

    @Override
    public void epochLogged(
        int epoch,
        double seconds,
        double loss,
        double accuracy,
        Optional<EvaluationResult> validation) {
      bar.stepTo((long) epoch * stepsPerEpoch);
      show(epoch, loss, accuracy);
    }

    private void show(long epoch, double loss, double accuracy) {
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d/%d, loss %.4f, accuracy %.4f",
              epoch,
              epochs,
              loss,
              accuracy));
    }

    @Override
    public void ended() {
      bar.close();
    }
  }
}
