package mnist4j.scratch;

/**
 * A threshold, learnt and judged.
 *
 * @param threshold learnt on the training images
 * @param trainAccuracy share of training images classified rightly, 0 to 1
 * @param testAccuracy share of test images classified rightly, 0 to 1
 * @param trainShares of the training images, by digit
 * @param testShares of the test images, by digit
 */
public record ThresholdRun(
    Threshold threshold,
    double trainAccuracy,
    double testAccuracy,
    InkShares trainShares,
    InkShares testShares) {}
