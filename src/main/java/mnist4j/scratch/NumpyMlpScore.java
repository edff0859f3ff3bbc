package mnist4j.scratch;

/**
 * How a NumPy network does on a set of images.
 *
 * @param error mean over the images of the sum of squared errors over the ten outputs
 * @param accuracy share of images whose largest output is their label's, 0 to 1
 */
public record NumpyMlpScore(double error, double accuracy) {

  static NumpyMlpScore mean(double squaredErrors, int right, int images) {
    return new NumpyMlpScore(squaredErrors / images, (double) right / images);
  }
}
