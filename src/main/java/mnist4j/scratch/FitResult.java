package mnist4j.scratch;

import java.util.List;

/**
 * The result of training a hand-written network.
 *
 * @param <P> the network's parameters
 * @param history the logged epochs, in order; of a continued training those since
 * @param parameters the parameters after the last epoch
 */
public record FitResult<P>(List<Epoch> history, P parameters) {

  /** Copies the list. */
  public FitResult {
    history = List.copyOf(history);
  }

  /**
   * Metrics of one logged epoch. Each network's {@code fit} says when within the epoch they are
   * measured.
   *
   * @param epoch the document's number of the epoch: the perceptron counts from 1, the NumPy
   *     network from 0
   * @param trainLoss mean over the training images
   * @param trainAccuracy fraction of training images classified correctly, 0 to 1
   * @param testLoss mean over the test images
   * @param testAccuracy fraction of test images classified correctly, 0 to 1
   */
  public record Epoch(
      int epoch, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {}
}
