package mnist4j.scratch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * The perceptron from scratch: {@code p = sigmoid(w · x + b)}, one output for two classes, trained
 * by gradient descent over the whole set at once.
 *
 * <p>For a label {@code y} of 0 or 1, the chain rule on {@code (p - y)²} gives {@code 2 (p - y) p
 * (1 - p) x}, since the sigmoid's derivative is {@code p (1 - p)}. The document leaves the 2 out
 * and descends along {@code mean((p - y) p (1 - p) x)}: the gradient of <em>half</em> the loss it
 * prints. DL4J's {@code LossMSE} keeps the 2, so a DL4J twin takes the same step at half the
 * learning rate.
 *
 * <p>An epoch's training figures are those of the predictions it computes its step from, before the
 * step; its test figures are taken after the step. That too is the document's.
 */
public final class ScratchPerceptron {

  private ScratchPerceptron() {}

  /** {@code 1 / (1 + e}<sup>{@code -z}</sup>{@code )}. */
  public static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** Predictions, {@code [n]}, each the probability of class 1. */
  public static double[] predictions(PerceptronWeights weights, LabelledImages images) {
    SparseImages sparse = new SparseImages(images);
    double[] shared = weights.weights();
    return IntStream.range(0, images.size())
        .mapToDouble(image -> sigmoid(sparse.dot(image, shared) + weights.bias()))
        .toArray();
  }

  /**
   * Loss, accuracy and gradient over a set.
   *
   * @param images labelled 0 and 1, at least one
   */
  public static PerceptronPass pass(PerceptronWeights weights, LabelledImages images) {
    return new PerceptronSweep(images).with(weights);
  }

  /**
   * Trains from the weights that {@code settings.seed()} draws. The result does not depend on the
   * number of threads, which is that of the common fork-join pool.
   *
   * @param train labelled 0 and 1, as {@link TwoDigits} gives them
   * @param test labelled alike, with images of the same size
   * @param progress told of every logged epoch as it ends
   */
  public static PerceptronRun train(
      LabelledImages train,
      LabelledImages test,
      PerceptronSettings settings,
      Consumer<ScratchEpoch> progress) {
    PerceptronSweep trainSweep = new PerceptronSweep(train);
    PerceptronSweep testSweep = new PerceptronSweep(test);
    PerceptronWeights weights = PerceptronWeights.drawn(settings.seed(), train.pixelsPerImage());
    List<ScratchEpoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      PerceptronPass before = trainSweep.with(weights);
      weights = weights.descend(settings.learningRate(), before.gradient());
      if (settings.logs(epoch)) {
        PerceptronPass after = testSweep.with(weights);
        ScratchEpoch logged =
            new ScratchEpoch(
                epoch, before.loss(), before.accuracy(), after.loss(), after.accuracy());
        history.add(logged);
        progress.accept(logged);
      }
    }
    return new PerceptronRun(history, weights);
  }
}
