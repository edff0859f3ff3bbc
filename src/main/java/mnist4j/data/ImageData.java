package mnist4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A data set as it was published: training images, test images, and what the classes are called.
 *
 * @param name how reports call it, such as {@code MNIST}
 * @param train the training images
 * @param test the test images
 * @param classNames one name per label, starting with label 0
 * @param directory where DL4J's {@code MnistDataSetIterator} can read the same images as plain
 *     files; empty where they are compressed, in part, or not of MNIST's counts
 */
public record ImageData(
    String name,
    LabelledImages train,
    LabelledImages test,
    List<String> classNames,
    Optional<Path> directory) {

  /** Side of every image in pixels. */
  public static final int SIDE = 28;

  /** Images of each kind that {@link #bundled()} holds. */
  public static final int BUNDLED = 1_000;

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  public ImageData {
    classNames = List.copyOf(classNames);
  }

  /** The names of MNIST's ten classes. */
  public static List<String> digits() {
    return DIGITS;
  }

  /** The first 1,000 training and the first 1,000 test images of MNIST, from the program itself. */
  public static ImageData bundled() {
    return new ImageData(
        "MNIST, first 1,000",
        bundled(MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS),
        bundled(MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS),
        DIGITS,
        Optional.empty());
  }

  private static LabelledImages bundled(MnistFile images, MnistFile labels) {
    try (InputStream imageStream = ImageData.class.getResourceAsStream(images.gzipName());
        InputStream labelStream = ImageData.class.getResourceAsStream(labels.gzipName())) {
      return IdxReader.read("the program's own " + images.gzipName(), imageStream, labelStream);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own images cannot be read", e);
    }
  }

  /** SHA-256 of all pixels and labels, lower-case hexadecimal. */
  public String sha256() {
    return Sha256.ofImages(train, test);
  }

  /** At most the first {@code count} images of each kind. */
  public ImageData first(int count) {
    return new ImageData(
        name,
        train.first(Math.min(count, train.size())),
        test.first(Math.min(count, test.size())),
        classNames,
        Optional.empty());
  }
}
