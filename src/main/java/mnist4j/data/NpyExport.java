package mnist4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a data set as four NumPy files with the names, shapes and types of {@code
 * keras.datasets.mnist.load_data}: {@code x_train} {@code [n, 28, 28]}, {@code y_train} {@code
 * [n]}, {@code x_test} and {@code y_test} alike, all uint8.
 */
public final class NpyExport {

  private NpyExport() {}

  /**
   * Writes {@code x_train.npy}, {@code y_train.npy}, {@code x_test.npy} and {@code y_test.npy}.
   *
   * @return the four files
   * @throws IOException if a file cannot be written; no file is left incomplete
   */
  public static List<Path> write(ImageData data, Path directory) throws IOException {
    AtomicFile.deleteLeftovers(directory);
    return List.of(
        write(pixels(data.train()), directory.resolve("x_train.npy")),
        write(labels(data.train()), directory.resolve("y_train.npy")),
        write(pixels(data.test()), directory.resolve("x_test.npy")),
        write(labels(data.test()), directory.resolve("y_test.npy")));
  }

  private static INDArray pixels(LabelledImages images) {
    return images.greys().reshape(images.size(), images.rows(), images.columns());
  }

  private static INDArray labels(LabelledImages images) {
    return Nd4j.createFromArray(images.labels()).castTo(DataType.UINT8);
  }

  private static Path write(INDArray array, Path to) throws IOException {
    return AtomicFile.write(to, partial -> Nd4j.writeAsNumpy(array, partial.toFile()));
  }
}
