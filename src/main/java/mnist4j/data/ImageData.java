package mnist4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/** A data set: training images, test images and class names. */
public final class ImageData {

  /** Number of training images, and of test images, in {@link #bundled()}. */
  public static final int BUNDLED = 1_000;

  /** The name of MNIST. */
  static final String MNIST_NAME = "MNIST";

  private static final String BUNDLED_NAME = "MNIST, first 1,000";

  /** Classes of a data set and of a network, at most: a label is one byte. */
  public static final int MAX_CLASSES = 256;

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private final String name;
  private final LabelledImages train;
  private final LabelledImages test;
  private final List<String> classNames;
  private final boolean preparedAsMnist;

  /** Computed when it is first asked for; two threads may both compute it. */
  private String sha256;

  /**
   * Copies the class names.
   *
   * @param name the name in reports, such as {@code MNIST}
   * @param classNames one name per label, starting with label 0
   * @param preparedAsMnist whether the images are handwriting that was scaled and centred as
   *     MNIST's, so that pictures have to be prepared in the same way before a network trained on
   *     them sees them
   * @throws IllegalArgumentException if training and test images differ in size
   */
  public ImageData(
      String name,
      LabelledImages train,
      LabelledImages test,
      List<String> classNames,
      boolean preparedAsMnist) {
    if (!train.imageSize().equals(test.imageSize())) {
      throw new IllegalArgumentException(
          "training images of %s and test images of %s"
              .formatted(train.imageSize(), test.imageSize()));
    }
    this.name = name;
    this.train = train;
    this.test = test;
    this.classNames = List.copyOf(classNames);
    this.preparedAsMnist = preparedAsMnist;
  }

  /** The names of MNIST's ten classes, "0" to "9". */
  public static List<String> digits() {
    return DIGITS;
  }

  /**
   * The first 1,000 training and the first 1,000 test images of MNIST, shipped with the program.
   */
  public static ImageData bundled() {
    return new ImageData(
        BUNDLED_NAME,
        bundled(MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS),
        bundled(MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS),
        DIGITS,
        true);
  }

  /** Whether a set's name is that of MNIST or of {@link #bundled()}, which no other set has. */
  public static boolean isOfMnist(String name) {
    return name.equals(MNIST_NAME) || name.equals(BUNDLED_NAME);
  }

  private static LabelledImages bundled(MnistFile images, MnistFile labels) {
    try (InputStream imageStream = ImageData.class.getResourceAsStream(images.gzipName());
        InputStream labelStream = ImageData.class.getResourceAsStream(labels.gzipName())) {
      return IdxReader.read("the program's own " + images.gzipName(), imageStream, labelStream);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own images cannot be read", e);
    }
  }

  /** The name in reports. */
  public String name() {
    return name;
  }

  /** The training images. */
  public LabelledImages train() {
    return train;
  }

  /** The test images. */
  public LabelledImages test() {
    return test;
  }

  /** One name per label, starting with label 0. */
  public List<String> classNames() {
    return classNames;
  }

  /** Whether the images were scaled and centred as MNIST's. */
  public boolean preparedAsMnist() {
    return preparedAsMnist;
  }

  /** Height and width of every image. */
  public ImageSize imageSize() {
    return train.imageSize();
  }

  /** Name, numbers of images, their size and {@link #sha256}, by which two sets are told apart. */
  public String identity() {
    return "%s, %d + %d images of %s, SHA-256 %s"
        .formatted(name, train.size(), test.size(), imageSize(), sha256());
  }

  /** SHA-256 of all pixels and labels, first the training set's; lower-case hexadecimal. */
  public String sha256() {
    String known = sha256;
    if (known == null) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      train.update(digest);
      test.update(digest);
      known = HexFormat.of().formatHex(digest.digest());
      sha256 = known;
    }
    return known;
  }

  /** The first {@code count} training and test images, or all if there are fewer. */
  public ImageData first(int count) {
    return new ImageData(
        name,
        train.first(Math.min(count, train.size())),
        test.first(Math.min(count, test.size())),
        classNames,
        preparedAsMnist);
  }
}
