package mnist4j.scratch;

/**
 * What one logged epoch of a network written by hand came to. When within the epoch each figure is
 * taken is the document's choice: see the network.
 *
 * @param epoch the epoch's number as the document counts it: the perceptron's first is 1, the NumPy
 *     network's is 0
 * @param trainLoss mean over the training images
 * @param trainAccuracy share of training images classified rightly, 0 to 1
 * @param testLoss mean over the test images
 * @param testAccuracy share of test images classified rightly, 0 to 1
 */
public record ScratchEpoch(
    int epoch, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {}
