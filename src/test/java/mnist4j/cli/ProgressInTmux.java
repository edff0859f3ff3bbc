package mnist4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import mnist4j.training.TrainingProgress;

/** A training of slow steps that never ends, in its tenth of twenty epochs. */
final class ProgressInTmux {

  private ProgressInTmux() {}

  public static void main(String[] arguments) throws InterruptedException {
    TrainingProgress progress =
        ProgressDisplay.on(new PrintWriter(System.out, true)).training(() -> {});
    progress.started("numpy-mlp", 20, 10_000);
    for (int step = 1; true; step++) {
      progress.stepDone(step, 0.36194, 0.89115);
      // The bar is redrawn after steps only.
      TimeUnit.MILLISECONDS.sleep(step < 92_700 ? 0 : 20);
    }
  }
}
