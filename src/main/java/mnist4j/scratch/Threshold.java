package mnist4j.scratch;

import java.util.Arrays;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * The simplest classifier of two digits: one of them has more ink.
 *
 * @param share an image is of the inkier digit if at least this share of its pixels is not zero
 * @param firstIsInkier whether the inkier digit is the first of the two
 */
public record Threshold(double share, boolean firstIsInkier) {

  /**
   * The threshold that gets most training images right, out of every one that tells two images
   * apart. On a tie the smaller share wins, and at the same share the first digit is taken for the
   * inkier.
   *
   * @param images labelled 0 (first digit) and 1 (second digit), at least one
   */
  public static Threshold learnt(LabelledImages images) {
    int pixels = images.pixelsPerImage();
    int[][] byInk = new int[2][pixels + 1];
    for (int image = 0; image < images.size(); image++) {
      byInk[images.label(image)][SparseImages.inked(images, image)]++;
    }
    return best(byInk[0], byInk[1], pixels);
  }

  private static Threshold best(int[] firstByInk, int[] secondByInk, int pixels) {
    int firsts = Arrays.stream(firstByInk).sum();
    int all = firsts + Arrays.stream(secondByInk).sum();
    // At a threshold of no ink at all every image is taken for the inkier digit.
    int rightIfFirstInkier = firsts;
    int most = Math.max(firsts, all - firsts);
    Threshold best = new Threshold(0, firsts == most);
    for (int ink = 1; ink <= pixels; ink++) {
      // One pixel up, the images with exactly that much ink change sides.
      rightIfFirstInkier += secondByInk[ink - 1] - firstByInk[ink - 1];
      int right = Math.max(rightIfFirstInkier, all - rightIfFirstInkier);
      if (right > most) {
        most = right;
        best = new Threshold(InkShares.share(ink, pixels), rightIfFirstInkier == most);
      }
    }
    return best;
  }

  /** 0 for the first digit, 1 for the second. */
  public int predict(double inkShare) {
    return inkShare >= share == firstIsInkier ? 0 : 1;
  }

  /** {@link #predict(double)} of every image, {@code [n]}. */
  public int[] predictions(LabelledImages images) {
    return IntStream.range(0, images.size())
        .map(
            image ->
                predict(
                    InkShares.share(SparseImages.inked(images, image), images.pixelsPerImage())))
        .toArray();
  }

  /** Share of images classified rightly, 0 to 1. */
  public double accuracy(InkShares shares) {
    double[] first = shares.first();
    double[] second = shares.second();
    return (double) (predicted(first, 0) + predicted(second, 1)) / (first.length + second.length);
  }

  private long predicted(double[] shares, int label) {
    return Arrays.stream(shares).filter(share -> predict(share) == label).count();
  }

  /**
   * Learns on the training images and judges on both sets.
   *
   * @param train labelled 0 and 1, at least one image
   * @param test labelled alike, at least one image
   */
  public static ThresholdRun train(LabelledImages train, LabelledImages test) {
    Threshold threshold = learnt(train);
    InkShares trainShares = InkShares.of(train);
    InkShares testShares = InkShares.of(test);
    return new ThresholdRun(
        threshold,
        threshold.accuracy(trainShares),
        threshold.accuracy(testShares),
        trainShares,
        testShares);
  }
}
