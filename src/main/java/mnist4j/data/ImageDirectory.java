package mnist4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.input.BoundedInputStream;

/** A directory with four IDX files under MNIST's names, plain or gzip-compressed. */
public final class ImageDirectory {

  private static final String CLASS_NAMES = "labels.txt";

  /** A person cannot recognise anything in less. */
  private static final int LEAST_SIDE = 5;

  private static final int MOST_SIDE = 64;

  private final Path directory;

  public ImageDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all four files. Class names come from {@code labels.txt} beside them, one per line;
   * without it the classes are the ten digits.
   *
   * @throws DataException if a file is missing or wrong, an image's side is not 5 to 64 pixels, the
   *     training images have another size than the test images, or a label has no class name
   */
  public ImageData read() {
    // The name needs digests; the reader goes first, as it explains better what is wrong with a
    // file.
    return read(this::name);
  }

  /** Reads all four files of a set whose name is known. */
  ImageData read(String name) {
    return read(() -> name);
  }

  private ImageData read(Supplier<String> name) {
    List<String> classNames = classNames();
    LabelledImages train = read(MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS, classNames.size());
    LabelledImages test = read(MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS, classNames.size());
    if (!train.imageSize().equals(test.imageSize())) {
      throw new DataException(
          "%s has images of %s pixels but %s of %s; expected one size"
              .formatted(
                  find(MnistFile.TRAIN_IMAGES),
                  train.imageSize(),
                  find(MnistFile.TEST_IMAGES),
                  test.imageSize()));
    }
    return new ImageData(name.get(), train, test, classNames, MnistPreparation.isThatOf(train));
  }

  /**
   * Compares a file with MNIST's published SHA-256; false for a damaged gzip file.
   *
   * @throws DataException if it is missing or cannot be read
   */
  public boolean isMnist(MnistFile file) {
    return matches(file, file.sha256());
  }

  /** Whether the content of a file has that SHA-256. */
  boolean matches(MnistFile file, String sha256) {
    Path path = find(file);
    try {
      return sha256(path).equals(sha256);
    } catch (ZipException | EOFException e) {
      return false;
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** SHA-256 of a file's content, uncompressed if it is gzip-compressed; lower-case hexadecimal. */
  static String sha256(Path file) throws IOException {
    // A file that is longer is none of MNIST's, whatever follows.
    try (InputStream in =
        BoundedInputStream.builder()
            .setInputStream(IdxReader.open(file))
            .setMaxCount(IdxReader.MAX_PIXELS)
            .get()) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /** Whether all four files are present. */
  public boolean isComplete() {
    return Arrays.stream(MnistFile.values()).allMatch(file -> existing(file).isPresent());
  }

  private String name() {
    boolean mnist = Arrays.stream(MnistFile.values()).allMatch(this::isMnist);
    return mnist ? "MNIST" : directory.toAbsolutePath().normalize().getFileName().toString();
  }

  private LabelledImages read(MnistFile imagesFile, MnistFile labelsFile, int classes) {
    LabelledImages images = IdxReader.read(find(imagesFile), find(labelsFile));
    ImageSize size = images.imageSize();
    if (size.shorterSide() < LEAST_SIDE || Math.max(size.rows(), size.columns()) > MOST_SIDE) {
      throw new DataException(
          "%s has images of %s pixels, expected %d to %d a side"
              .formatted(find(imagesFile), size, LEAST_SIDE, MOST_SIDE));
    }
    int largest = Arrays.stream(images.labels()).max().orElseThrow();
    if (largest >= classes) {
      throw new DataException(
          "%s has label %d, expected 0 to %d; put a %s with one class name per line beside it"
              .formatted(find(labelsFile), largest, classes - 1, CLASS_NAMES));
    }
    return images;
  }

  private Path find(MnistFile file) {
    return existing(file)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no %s (or %s); expected the four files %s"
                        .formatted(directory, file.fileName(), file.gzipName(), fileNames())));
  }

  private Optional<Path> existing(MnistFile file) {
    return List.of(file.fileName(), file.gzipName()).stream()
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String fileNames() {
    return String.join(", ", Arrays.stream(MnistFile.values()).map(MnistFile::fileName).toList());
  }

  private List<String> classNames() {
    Path file = directory.resolve(CLASS_NAMES);
    if (!Files.exists(file)) {
      return ImageData.digits();
    }
    try {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
      if (names.size() < 2) {
        throw new DataException(
            "%s has %d class names, expected at least 2, one per line"
                .formatted(file, names.size()));
      }
      return names;
    } catch (IOException e) {
      throw new DataException("%s cannot be read as UTF-8 text".formatted(file), e);
    }
  }
}
