package mnist4j.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  static final int IMAGES_MAGIC = 0x0803;

  static final int LABELS_MAGIC = 0x0801;

  /** QMNIST's extended labels: 0x0c for integers, the class in the first of several columns. */
  private static final int EXTENDED_LABELS_MAGIC = 0x0c02;

  private static final int MAX_COLUMNS = 64;

  private static final int GZIP_MAGIC = 0x1f8b;

  private static final int MEGABYTE = 1 << 20;

  private static final int MAX_SIDE = 4_096;

  /** Deflate makes one byte of at most so many. */
  static final long MAX_DEFLATE_RATIO = 1_032;

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
    Images read = readImages(name, decompressed(images), LabelledImages.MAX_PIXELS);
    return LabelledImages.wrap(
        read.rows,
        read.columns,
        read.pixels,
        readLabels(name, decompressed(labels), LabelledImages.MAX_PIXELS));
  }

  private record Images(int count, int rows, int columns, byte[] pixels) {}

  private interface Parser<T> {
    /**
     * @param most bytes that the file can hold, decompressed
     */
    T parse(String name, DataInputStream in, long most) throws IOException;
  }

  private static <T> T read(Path file, Parser<T> parser) {
    try (DataInputStream in = open(file)) {
      return parser.parse(file.toString(), in, largestContent(file));
    } catch (ZipException e) {
      throw new DataException(
          "%s is a damaged gzip file (%s); get it again".formatted(file, e.getMessage()), e);
    } catch (EOFException e) {
      throw new DataException(
          "%s ends in the middle of its header or of its gzip data; get it again".formatted(file),
          e);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private static long largestContent(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return isGzip(in.readNBytes(2)) ? Files.size(file) * MAX_DEFLATE_RATIO : Files.size(file);
    }
  }

  private static boolean isGzip(byte[] start) {
    return start.length == 2 && ((start[0] & 0xff) << 8 | start[1] & 0xff) == GZIP_MAGIC;
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
    boolean gzip = isGzip(buffered.readNBytes(2));
    buffered.reset();
    return new DataInputStream(gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered);
  }

  private static Images readImages(String name, DataInputStream in, long most) throws IOException {
    expectMagic(name, in.readInt(), IMAGES_MAGIC, "images");
    int count = dimension(name, "images", in.readInt(), LabelledImages.MAX_IMAGES);
    int rows = dimension(name, "rows", in.readInt(), MAX_SIDE);
    int columns = dimension(name, "columns", in.readInt(), MAX_SIDE);
    long bytes = (long) count * rows * columns;
    if (bytes > LabelledImages.MAX_PIXELS) {
      throw new DataException(
          "%s promises %d images of %s, expected at most %,d pixels in all"
              .formatted(name, count, new ImageSize(rows, columns), LabelledImages.MAX_PIXELS));
    }
    int header = 4 * Integer.BYTES;
    return new Images(count, rows, columns, readBody(name, in, (int) bytes, most - header));
  }

  private static byte[] readLabels(String name, DataInputStream in, long most) throws IOException {
    int magic = in.readInt();
    if (magic == EXTENDED_LABELS_MAGIC) {
      return readExtendedLabels(name, in, most);
    }
    expectMagic(name, magic, LABELS_MAGIC, "labels");
    int count = dimension(name, "labels", in.readInt(), LabelledImages.MAX_IMAGES);
    return readBody(name, in, count, most - 2 * Integer.BYTES);
  }

  private static byte[] readExtendedLabels(String name, DataInputStream in, long most)
      throws IOException {
    int count = dimension(name, "labels", in.readInt(), LabelledImages.MAX_IMAGES);
    int columns = dimension(name, "columns", in.readInt(), MAX_COLUMNS);
    int length =
        dimension(name, "values", count * columns, LabelledImages.MAX_PIXELS / Integer.BYTES);
    ByteBuffer body =
        ByteBuffer.wrap(readBody(name, in, length * Integer.BYTES, most - 3 * Integer.BYTES));
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      int label = body.getInt(i * columns * Integer.BYTES);
      if (label < 0 || label > LabelledImages.MAX_LABEL) {
        throw new DataException(
            "%s has label %d at position %d, expected 0 to %d"
                .formatted(name, label, i, LabelledImages.MAX_LABEL));
      }
      labels[i] = (byte) label;
    }
    return labels;
  }

  private static void expectMagic(String name, int found, int expected, String what) {
    if (found >>> 16 == GZIP_MAGIC) {
      throw new DataException(
          "%s is gzip within gzip; decompress it once with gunzip".formatted(name));
    }
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

  /** Allocates no more than the file can fill. */
  static byte[] readBody(String name, DataInputStream in, int length, long most)
      throws IOException {
    byte[] bytes = allocate(name, (int) Math.min(length, Math.max(0, most)));
    int found = 0;
    int read;
    do {
      // In parts, since the JDK copies each through native memory of its size.
      read = in.readNBytes(bytes, found, Math.min(MEGABYTE, bytes.length - found));
      found += read;
    } while (read > 0);
    if (found < length) {
      throw new DataException(
          "%s is cut short: its header promises %d bytes of data, found %d; get it again"
              .formatted(name, length, found));
    }
    if (in.read() != -1) {
      throw new DataException(
          "%s is too long: its header promises %d bytes of data and more follow; get it again"
              .formatted(name, length));
    }
    return bytes;
  }

  /** The images of one file are the largest block of memory that the program asks for. */
  private static byte[] allocate(String name, int length) {
    try {
      return new byte[length];
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s needs %d MB, more than is free of the Java heap of %d MB; raise -Xmx"
              .formatted(name, length / MEGABYTE, Runtime.getRuntime().maxMemory() / MEGABYTE),
          e);
    }
  }
}
