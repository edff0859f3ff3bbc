package mnist4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether images were scaled and centred as those of MNIST: the ink fits 20 x 20 pixels of 28 x 28,
 * and its centre of mass lies in the pixel of row 14 and column 14, counted from 0.
 */
final class MnistPreparation {

  private static final int BOX = 20;
  private static final int CENTRE = 14;

  /** Images that are looked at, the first ones. */
  private static final int SAMPLE = 1_000;

  /** All but two of MNIST's 60,000 training images are centred in this way. */
  private static final double SHARE = 0.95;

  /** Of MNIST's training images 4 % are wider than high. */
  private static final double MIN_SHARE = 0.8;

  /** Fewer images prove nothing. */
  private static final int MIN_IMAGES = 50;

  private static final int MIDDLE = 127;

  /** The largest grey value of scikit-learn's digits; that of images of two colours is 1. */
  private static final int FAINT = 16;

  private MnistPreparation() {}

  /** Whether nearly all of the first images are scaled and centred in this way. */
  static boolean isThatOf(LabelledImages images) {
    if (!images.imageSize().equals(ImageSize.MNIST)) {
      return false;
    }
    int looked = Math.min(SAMPLE, images.size());
    int prepared = 0;
    for (int image = 0; image < looked; image++) {
      prepared += isPrepared(images, image) ? 1 : 0;
    }
    return prepared >= SHARE * looked;
  }

  private static boolean isPrepared(LabelledImages images, int image) {
    InkBox box = InkBox.of(images, image);
    return !box.isEmpty()
        && box.height() <= BOX
        && box.width() <= BOX
        && Math.floor(box.centreRow()) == CENTRE
        && Math.floor(box.centreColumn()) == CENTRE;
  }

  /**
   * Whether the ink of most images is wider than high, as that of EMNIST's images, whose rows and
   * columns are swapped. Digits and letters are higher than wide.
   */
  static boolean liesOnItsSide(LabelledImages images) {
    int[] counts = widerAndHigher(images);
    return isPlain(counts[0], counts[1]);
  }

  /** Whether the ink of most images is higher than wide. */
  static boolean standsUpright(LabelledImages images) {
    int[] counts = widerAndHigher(images);
    return isPlain(counts[1], counts[0]);
  }

  private static boolean isPlain(int those, int others) {
    return those > MIN_SHARE * (those + others) && those >= MIN_IMAGES;
  }

  /** Both 0 where the images are not square: their ink is as wide as they are, on no side. */
  private static int[] widerAndHigher(LabelledImages images) {
    int wider = 0;
    int higher = 0;
    if (images.rows() != images.columns()) {
      return new int[] {wider, higher};
    }
    for (int image = 0; image < Math.min(SAMPLE, images.size()); image++) {
      InkBox box = InkBox.of(images, image);
      wider += box.width() > box.height() ? 1 : 0;
      higher += box.height() > box.width() ? 1 : 0;
    }
    return new int[] {wider, higher};
  }

  /** Lines about images that are blank or faint, or darker where MNIST's are lighter. */
  static List<String> warnings(LabelledImages images) {
    int looked = Math.min(SAMPLE, images.size());
    int largest = 0;
    int light = 0;
    for (int image = 0; image < looked; image++) {
      for (int pixel = 0; pixel < images.pixelsPerImage(); pixel++) {
        largest = Math.max(largest, images.pixel(image, pixel));
      }
      light += images.pixel(image, 0) > MIDDLE ? 1 : 0;
    }
    List<String> warnings = new ArrayList<>();
    if (largest == 0) {
      warnings.add("every pixel of the first %d training images is 0".formatted(looked));
    } else if (largest <= FAINT) {
      warnings.add(
          "the first %d training images have grey values of 0 to %d, expected 0 to 255; multiply them by 255 / %d"
              .formatted(looked, largest, largest));
    }
    if (light > looked / 2) {
      warnings.add(
          "the images are dark on light, MNIST's are light on dark; networks trained on one do not know the other");
    }
    return warnings;
  }
}
