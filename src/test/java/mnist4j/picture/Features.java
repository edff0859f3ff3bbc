package mnist4j.picture;

import mnist4j.data.LabelledImages;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A prepared digit as a network takes it. */
public final class Features {

  private Features() {}

  /** {@code [1, 784]}, float32 in [0, 1] (grey value / 255). */
  public static INDArray of(PreparedDigit digit) {
    return LabelledImages.of(PreparedDigit.SIDE, PreparedDigit.SIDE, digit.greys(), new byte[1])
        .features();
  }
}
