package mnist4j.training;

/**
 * What one logged epoch came to.
 *
 * @param epoch the epoch's number as the recipe's document counts it
 * @param trainLoss mean loss over the training images
 * @param trainAccuracy share of training images classified rightly, 0 to 1
 * @param heldOutLoss mean loss over the held-out images
 * @param heldOutAccuracy share of held-out images classified rightly, 0 to 1
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double heldOutLoss,
    double heldOutAccuracy) {}
