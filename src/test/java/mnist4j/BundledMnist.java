package mnist4j;

import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;

/** The first 1,000 training and test images, which ship with the program. */
public final class BundledMnist {

  private BundledMnist() {}

  public static LabelledImages train() {
    return ImageData.bundled().train();
  }

  public static LabelledImages test() {
    return ImageData.bundled().test();
  }
}
