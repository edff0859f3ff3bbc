package mnist4j.scratch;

import java.util.Arrays;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * The simplest classifier of two digits, a decision stump on one feature: the <em>ink</em> of an
 * image, which is the number of its non-zero pixels.
 *
 * @param share an image belongs to the inkier digit if at least this fraction of its pixels is
 *     non-zero, 0 to 1
 * @param firstIsInkier whether the inkier digit is the first of the two
 */
public record Threshold(double share, boolean firstIsInkier) {

  /**
   * Tries every threshold and keeps the one that classifies most training images correctly. On a
   * tie the smaller threshold wins, then the one with the first digit as the inkier.
   *
   * @param images labelled 0 (first digit) and 1 (second digit), at least one
   */
  public static Threshold fit(LabelledImages images) {
    int pixels = images.pixelsPerImage();
    // How many images of each digit have exactly that much ink.
    int[][] histograms = new int[2][pixels + 1];
    for (int image = 0; image < images.size(); image++) {
      histograms[images.label(image)][SparseImages.countNonZero(images, image)]++;
    }
    return best(histograms[0], histograms[1], pixels);
  }

  private static Threshold best(int[] first, int[] second, int pixels) {
    int firsts = Arrays.stream(first).sum();
    int all = firsts + Arrays.stream(second).sum();
    // A threshold of no ink puts every image into the inkier class.
    int correctIfFirstInkier = firsts;
    int most = Math.max(firsts, all - firsts);
    Threshold best = new Threshold(0, firsts == most);
    for (int ink = 1; ink <= pixels; ink++) {
      // Raising the threshold by a pixel moves the images with one pixel less to the other class.
      correctIfFirstInkier += second[ink - 1] - first[ink - 1];
      int correct = Math.max(correctIfFirstInkier, all - correctIfFirstInkier);
      if (correct > most) {
        most = correct;
        best = new Threshold((double) ink / pixels, correctIfFirstInkier == most);
      }
    }
    return best;
  }

  /** The predicted class of every image, {@code [n]}: 0 for the first digit, 1 for the second. */
  public int[] predict(LabelledImages images) {
    return IntStream.range(0, images.size())
        .map(image -> share(images, image) >= share == firstIsInkier ? 0 : 1)
        .toArray();
  }

  /**
   * Fraction of images classified correctly, 0 to 1.
   *
   * @param images labelled 0 and 1, at least one
   */
  public double accuracy(LabelledImages images) {
    int[] predicted = predict(images);
    long correct =
        IntStream.range(0, predicted.length)
            .filter(image -> predicted[image] == images.label(image))
            .count();
    return (double) correct / predicted.length;
  }

  /** Fraction of non-zero pixels, 0 to 1, of every image with that label, in the set's order. */
  public static double[] inkShares(LabelledImages images, int label) {
    return IntStream.range(0, images.size())
        .filter(image -> images.label(image) == label)
        .mapToDouble(image -> share(images, image))
        .toArray();
  }

  private static double share(LabelledImages images, int image) {
    return (double) SparseImages.countNonZero(images, image) / images.pixelsPerImage();
  }
}
