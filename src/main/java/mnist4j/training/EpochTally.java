package mnist4j.training;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds up loss and right answers over the batches of an epoch, as Keras does for its progress line:
 * each batch counts as it was answered before its own step.
 */
final class EpochTally extends BaseTrainingListener {

  private final TrainingProgress progress;
  private int steps;
  private int batch;
  private long images;
  private double lossSum;
  private long right;

  EpochTally(TrainingProgress progress) {
    this.progress = progress;
  }

  /** Starts an epoch. */
  void reset() {
    steps = 0;
    images = 0;
    lossSum = 0;
    right = 0;
  }

  /** Mean loss over the images so far. */
  double loss() {
    return lossSum / images;
  }

  /** Share of the images so far that were answered rightly. */
  double accuracy() {
    return (double) right / images;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    batch = network.batchSize();
    right += Networks.rightAnswers(network).orElseGet(() -> countRight(network, activations));
  }

  /** DL4J stops before the output layer here, so its product is taken once more. */
  private static int countRight(MultiLayerNetwork network, List<INDArray> activations) {
    INDArray weights = network.getOutputLayer().getParam("W");
    INDArray bias = network.getOutputLayer().getParam("b");
    INDArray logits = activations.get(activations.size() - 1).mmul(weights);
    if (bias != null) {
      logits.addiRowVector(bias);
    }
    int[] found = Targets.classes(logits, 0);
    int[] wanted = Targets.classes(network.getLabels(), 0.5);
    return (int) IntStream.range(0, found.length).filter(i -> found[i] == wanted[i]).count();
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    steps++;
    images += batch;
    lossSum += model.score() * batch;
    progress.stepDone(steps, loss(), accuracy());
  }
}
