package mnist4j.scratch;

import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;

/**
 * How much of each image is inked: the share of its pixels that are not zero, 0 to 1, in the order
 * of the set. Copied on the way in and out.
 *
 * @param first one share per image of the first digit
 * @param second one share per image of the second digit
 */
public record InkShares(double[] first, double[] second) {

  public InkShares {
    first = first.clone();
    second = second.clone();
  }

  @Override
  public double[] first() {
    return first.clone();
  }

  @Override
  public double[] second() {
    return second.clone();
  }

  /**
   * @param images labelled 0 (first digit) and 1 (second digit)
   */
  public static InkShares of(LabelledImages images) {
    return new InkShares(ofLabel(images, 0), ofLabel(images, 1));
  }

  private static double[] ofLabel(LabelledImages images, int label) {
    return IntStream.range(0, images.size())
        .filter(image -> images.label(image) == label)
        .mapToDouble(image -> share(SparseImages.inked(images, image), images.pixelsPerImage()))
        .toArray();
  }

  static double share(int inked, int pixels) {
    return (double) inked / pixels;
  }
}
