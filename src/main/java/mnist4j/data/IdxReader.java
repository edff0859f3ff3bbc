package mnist4j.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the IDX format of <a href="http://yann.lecun.com/exdb/mnist/">LeCun's MNIST page</a>: a
 * magic number, the sizes of the dimensions, then one unsigned byte per element, all big-endian.
 * Files may be plain or gzip-compressed, whatever their name.
 */
final class IdxReader {

  /** Two zero bytes, 0x08 for unsigned bytes, then the number of dimensions. */
  private static final int IMAGES_MAGIC = 0x0803;

  private static final int LABELS_MAGIC = 0x0801;

  private static final int GZIP_MAGIC = 0x1f8b;

  /** Above the size of any known set in this format; a header with more is damaged. */
  private static final int MAX_ITEMS = 10_000_000;

  private static final int MAX_SIDE = 4_096;

  private IdxReader() {}

  /**
   * Reads a file of images and the file of their labels.
   *
   * @throws DataException if a file is missing, truncated, too long or of another format, or the
   *     numbers of images and labels differ
   */
  static LabelledImages read(Path imagesFile, Path labelsFile) {
    Images images = read(imagesFile, IdxReader::readImages);
    byte[] labels = read(labelsFile, IdxReader::readLabels);
    if (images.count != labels.length) {
      throw new DataException(
          "%s has %d images but %s has %d labels; expected the same number, so get both files from one source"
              .formatted(imagesFile, images.count, labelsFile, labels.length));
    }
    return LabelledImages.wrap(images.rows, images.columns, images.pixels, labels);
  }

  /** Reads images and labels from two open streams; errors call both {@code name}. */
  static LabelledImages read(String name, InputStream images, InputStream labels)
      throws IOException {
    Images read = readImages(name, decompressed(images));
    return LabelledImages.wrap(
        read.rows, read.columns, read.pixels, readLabels(name, decompressed(labels)));
  }

  private record Images(int count, int rows, int columns, byte[] pixels) {}

  private interface Parser<T> {
    T parse(String name, DataInputStream in) throws IOException;
  }

  private static <T> T read(Path file, Parser<T> parser) {
    try (DataInputStream in = open(file)) {
      return parser.parse(file.toString(), in);
    } catch (ZipException e) {
      throw new DataException(
          "%s is a damaged gzip file (%s); get it again".formatted(file, e.getMessage()), e);
    } catch (EOFException e) {
      throw new DataException(
          "%s ends in the middle of its header or of its gzip data; get it again".formatted(file),
          e);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Opens a file for reading; decompresses it if it starts with gzip's magic number. */
  static DataInputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return decompressed(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static DataInputStream decompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    int start = (buffered.read() << 8) | buffered.read();
    buffered.reset();
    return new DataInputStream(
        start == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered);
  }

  private static Images readImages(String name, DataInputStream in) throws IOException {
    expectMagic(name, in.readInt(), IMAGES_MAGIC, "images");
    int count = dimension(name, "images", in.readInt(), MAX_ITEMS);
    int rows = dimension(name, "rows", in.readInt(), MAX_SIDE);
    int columns = dimension(name, "columns", in.readInt(), MAX_SIDE);
    long bytes = (long) count * rows * columns;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s promises %d images of %d x %d pixels, more than one array holds"
              .formatted(name, count, rows, columns));
    }
    return new Images(count, rows, columns, readBody(name, in, (int) bytes));
  }

  private static byte[] readLabels(String name, DataInputStream in) throws IOException {
    expectMagic(name, in.readInt(), LABELS_MAGIC, "labels");
    return readBody(name, in, dimension(name, "labels", in.readInt(), MAX_ITEMS));
  }

  private static void expectMagic(String name, int found, int expected, String what) {
    if (found != expected) {
      throw new DataException(
          "%s starts with magic number %d, expected %d; it is not an IDX file of %s"
              .formatted(name, found, expected, what));
    }
  }

  private static int dimension(String name, String what, int found, int max) {
    if (found < 1 || found > max) {
      throw new DataException(
          "%s says it has %d %s, expected 1 to %d; the header is damaged, get the file again"
              .formatted(name, found, what, max));
    }
    return found;
  }

  private static byte[] readBody(String name, DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new DataException(
          "%s is cut short: its header promises %d bytes of data, found %d; get it again"
              .formatted(name, length, bytes.length));
    }
    if (in.read() != -1) {
      throw new DataException(
          "%s is too long: its header promises %d bytes of data and more follow; get it again"
              .formatted(name, length));
    }
    return bytes;
  }
}
