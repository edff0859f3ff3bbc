package mnist4j.training;

/**
 * Loss and accuracy of one logged epoch.
 *
 * @param epoch the epoch's number as the recipe's document counts it
 * @param trainLoss mean loss over the training images, of each batch before its step; with an L2
 *     penalty, and with the weights of the classes, if the training has them
 * @param trainAccuracy share of the training images classified correctly, 0 to 1
 * @param heldOutLoss mean loss over the held-out images, without a penalty or weights
 * @param heldOutAccuracy share of the held-out images classified correctly, 0 to 1
 */
public record EpochRecord(
    int epoch, double trainLoss, double trainAccuracy, double heldOutLoss, double heldOutAccuracy) {

  /** The same with other held-out figures. */
  EpochRecord withHeldOut(double loss, double accuracy) {
    return new EpochRecord(epoch, trainLoss, trainAccuracy, loss, accuracy);
  }
}
