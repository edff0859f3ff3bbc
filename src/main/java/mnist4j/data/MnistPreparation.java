package mnist4j.data;

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
}
