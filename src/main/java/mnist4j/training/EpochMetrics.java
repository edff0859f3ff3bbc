package mnist4j.training;

import java.util.function.IntSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Loss and accuracy over the batches of an epoch, as Keras shows them in its progress line: each
 * batch is measured with the weights before its own step.
 */
public final class EpochMetrics extends BaseTrainingListener {

  private final TrainingProgress progress;
  private final IntSupplier rightAnswers;
  private int steps;
  private long images;
  private double lossSum;
  private long right;

  /**
   * @param progress told of each step
   * @param rightAnswers the correct predictions of the last batch, read after each step
   */
  EpochMetrics(TrainingProgress progress, IntSupplier rightAnswers) {
    this.progress = progress;
    this.rightAnswers = rightAnswers;
  }

  /** Starts an epoch. */
  public void reset() {
    steps = 0;
    images = 0;
    lossSum = 0;
    right = 0;
  }

  /** Mean loss over the images so far. */
  public double loss() {
    return lossSum / images;
  }

  /** Share of the images so far that were classified correctly, 0 to 1. */
  public double accuracy() {
    return (double) right / images;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    int batch = ((MultiLayerNetwork) model).batchSize();
    steps++;
    images += batch;
    lossSum += model.score() * batch;
    right += rightAnswers.getAsInt();
    progress.stepDone(steps, loss(), accuracy());
  }
}
