package mnist4j.serve;

import java.util.function.Supplier;
import mnist4j.DigitClassifier;

/**
 * A network that the server offers.
 *
 * @param open opens it, when it is first asked for
 * @param width of its images, in pixels
 * @param height of its images, in pixels
 * @param preparedAsMnist whether a picture is prepared for it as MNIST's images were; otherwise it
 *     takes pictures as they are, of the size of its images, light on dark
 */
public record ServedNetwork(
    Supplier<DigitClassifier> open, int width, int height, boolean preparedAsMnist) {

  private static final int MNIST = 28;

  /** A network whose images are prepared as MNIST's. */
  public static ServedNetwork ofDigits(Supplier<DigitClassifier> open) {
    return new ServedNetwork(open, MNIST, MNIST, true);
  }
}
