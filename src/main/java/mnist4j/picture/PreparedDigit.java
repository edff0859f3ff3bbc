package mnist4j.picture;

import mnist4j.data.ImageData;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One image as MNIST has them: 28 x 28 pixels, 0 is background, 255 is full ink. */
public final class PreparedDigit {

  private final byte[] greys;

  /** Takes the array over. */
  PreparedDigit(byte[] greys) {
    this.greys = greys;
  }

  /** Grey value of one pixel, 0 to 255. */
  public int grey(int row, int column) {
    return greys[row * ImageData.SIDE + column] & 0xff;
  }

  /** The pixels as {@code [1, 784]}, float32 in [0, 1] (grey value / 255). */
  public INDArray features() {
    float[] values = new float[greys.length];
    for (int i = 0; i < greys.length; i++) {
      values[i] = (greys[i] & 0xff) / 255f;
    }
    return Nd4j.createFromArray(values).reshape(1, greys.length);
  }
}
