package mnist4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.data.MnistFile;

/** Writes the four files of a small data set, for the tests that read one. */
public final class IdxFiles {

  private IdxFiles() {}

  /** The first so many of the program's own images of each kind, as plain files. */
  public static Path write(Path directory, int train, int test) {
    ImageData bundled = ImageData.bundled();
    return write(directory, bundled.train().first(train), bundled.test().first(test));
  }

  /** These images as plain files. */
  public static Path write(Path directory, LabelledImages train, LabelledImages test) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(MnistFile.TRAIN_IMAGES.fileName()), images(train));
      Files.write(directory.resolve(MnistFile.TRAIN_LABELS.fileName()), labels(train));
      Files.write(directory.resolve(MnistFile.TEST_IMAGES.fileName()), images(test));
      Files.write(directory.resolve(MnistFile.TEST_LABELS.fileName()), labels(test));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An IDX file of images, uncompressed. */
  public static byte[] images(LabelledImages images) {
    int pixels = images.pixelsPerImage();
    ByteBuffer file = ByteBuffer.allocate(16 + images.size() * pixels);
    file.putInt(0x0803).putInt(images.size()).putInt(images.rows()).putInt(images.columns());
    for (int image = 0; image < images.size(); image++) {
      for (int index = 0; index < pixels; index++) {
        file.put((byte) images.pixel(image, index));
      }
    }
    return file.array();
  }

  /** An IDX file of labels, uncompressed. */
  public static byte[] labels(LabelledImages images) {
    ByteBuffer file = ByteBuffer.allocate(8 + images.size());
    file.putInt(0x0801).putInt(images.size());
    for (int label : images.labels()) {
      file.put((byte) label);
    }
    return file.array();
  }
}
