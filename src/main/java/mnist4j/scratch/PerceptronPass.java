package mnist4j.scratch;

/**
 * What one look at every image of a set says about a perceptron.
 *
 * @param loss mean squared error, {@code sum((p - y)²) / n}
 * @param accuracy share of images whose prediction lies on their label's side of one half, 0 to 1
 * @param gradient of <em>half</em> the loss: see {@link ScratchPerceptron}
 */
public record PerceptronPass(double loss, double accuracy, PerceptronWeights gradient) {}
