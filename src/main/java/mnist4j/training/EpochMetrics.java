package mnist4j.training;

import java.io.Serializable;
import java.util.function.IntSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loss and accuracy over the batches of an epoch, as Keras shows them in its progress line: each
 * batch is measured with the weights before its own step. Ends training that diverges.
 */
public final class EpochMetrics extends BaseTrainingListener {

  private final TrainingProgress progress;
  private final IntSupplier rightAnswers;
  private final double learningRate;
  private int steps;
  private long images;
  private double lossSum;
  private long right;

  /**
   * @param progress told of each step
   * @param rightAnswers the correct predictions of the last batch, read after each step
   * @param learningRate as it was given, for messages
   */
  EpochMetrics(TrainingProgress progress, IntSupplier rightAnswers, double learningRate) {
    this.progress = progress;
    this.rightAnswers = rightAnswers;
    this.learningRate = learningRate;
  }

  /**
   * Loss and correct answers over some images.
   *
   * @param images number of images
   * @param lossSum of their losses
   * @param right how many of them were classified correctly
   */
  public record Sums(long images, double lossSum, long right) implements Serializable {

    Sums plus(Sums other) {
      return new Sums(images + other.images, lossSum + other.lossSum, right + other.right);
    }
  }

  /** The epoch so far. */
  Sums sums() {
    return new Sums(images, lossSum, right);
  }

  /** Adds what was trained elsewhere as one step. */
  public void add(Sums elsewhere) {
    steps++;
    images += elsewhere.images;
    lossSum += elsewhere.lossSum;
    right += elsewhere.right;
    progress.stepDone(steps, loss(), accuracy());
  }

  /** Starts an epoch. */
  public void reset() {
    resetTo(0);
  }

  /**
   * Starts a part of an epoch.
   *
   * @param from steps of the epoch that were taken before
   */
  void resetTo(int from) {
    steps = from;
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

  /**
   * @throws TrainingException if the loss before the step or a parameter after it is infinite or
   *     not a number
   */
  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    int batch = ((MultiLayerNetwork) model).batchSize();
    steps++;
    images += batch;
    lossSum += model.score() * batch;
    right += rightAnswers.getAsInt();
    requireFinite("the loss", model.score(), epoch);
    requireFinite("the parameters' L1 norm", l1Norm(model.params()), epoch);
    progress.stepDone(steps, loss(), accuracy());
  }

  private void requireFinite(String what, double value, int epoch) {
    TrainingException.requireFinite(what, value, steps, epoch + 1, learningRate);
  }

  /** By BLAS, which takes a hundredth of the time of ND4J's own norm. */
  static double l1Norm(INDArray values) {
    return Nd4j.getBlasWrapper().level1().asum(values);
  }
}
