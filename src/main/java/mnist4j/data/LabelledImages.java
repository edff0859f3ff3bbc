package mnist4j.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An immutable set of greyscale images of one size, each with a class label. What reads a set may
 * change it into another one in its place. Pixels are stored as in the IDX file: one byte each, 0
 * is background, 255 is full ink.
 */
public final class LabelledImages implements Serializable {

  /** More than the largest known set has, EMNIST's 697,932 images of 784 bytes. */
  static final int MAX_PIXELS = 600_000_000;

  /** More images than any known set has; a header with more is damaged. */
  static final int MAX_IMAGES = 10_000_000;

  static final int MAX_LABEL = ImageData.MAX_CLASSES - 1;

  private static final long serialVersionUID = 1L;

  /** Each grey value over 255: a look-up takes less time than a division. */
  private static final float[] SHARES = new float[256];

  static {
    for (int grey = 0; grey < SHARES.length; grey++) {
      SHARES[grey] = grey / 255f;
    }
  }

  private final int rows;
  private final int columns;
  private final byte[] pixels;
  private final byte[] labels;

  /** Keeps the given arrays. */
  private LabelledImages(int rows, int columns, byte[] pixels, byte[] labels) {
    this.rows = rows;
    this.columns = columns;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Copies the given arrays.
   *
   * @param rows image height in pixels
   * @param columns image width in pixels
   * @param pixels {@code n * rows * columns} bytes, image by image, row by row
   * @param labels {@code n} class indices, 0 to 255
   * @throws IllegalArgumentException if the lengths do not agree
   */
  public static LabelledImages of(int rows, int columns, byte[] pixels, byte[] labels) {
    return wrap(rows, columns, pixels.clone(), labels.clone());
  }

  /** Like {@link #of} without a copy: the caller must not change the arrays afterwards. */
  static LabelledImages wrap(int rows, int columns, byte[] pixels, byte[] labels) {
    long bytes = (long) labels.length * rows * columns;
    if (pixels.length != bytes) {
      throw new IllegalArgumentException(
          "%d labels of %s need %d bytes, found %d"
              .formatted(labels.length, new ImageSize(rows, columns), bytes, pixels.length));
    }
    return new LabelledImages(rows, columns, pixels, labels);
  }

  /** Number of images. */
  public int size() {
    return labels.length;
  }

  /** Image height in pixels. */
  public int rows() {
    return rows;
  }

  /** Image width in pixels. */
  public int columns() {
    return columns;
  }

  /** Height and width of every image. */
  public ImageSize imageSize() {
    return new ImageSize(rows, columns);
  }

  /** Pixels of one image, {@code rows * columns}. */
  public int pixelsPerImage() {
    return rows * columns;
  }

  /** Class index of one image, 0 to 255. */
  public int label(int image) {
    return labels[image] & 0xff;
  }

  /** Class index of every image, {@code [n]}. */
  public int[] labels() {
    int[] copy = new int[labels.length];
    Arrays.setAll(copy, this::label);
    return copy;
  }

  /**
   * The number of images of each class, {@code [classes]}.
   *
   * @throws ArrayIndexOutOfBoundsException if a label is {@code classes} or more
   */
  public int[] counts(int classes) {
    int[] counts = new int[classes];
    for (byte label : labels) {
      counts[label & 0xff]++;
    }
    return counts;
  }

  /** Grey value of one pixel, 0 to 255. */
  public int pixel(int image, int index) {
    return pixels[image * pixelsPerImage() + index] & 0xff;
  }

  /** The images in RGB, full ink black on white. */
  public List<BufferedImage> toBufferedImages() {
    List<BufferedImage> images = new ArrayList<>();
    for (int image = 0; image < size(); image++) {
      BufferedImage drawn = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < pixelsPerImage(); i++) {
        drawn.setRGB(i % columns, i / columns, (255 - pixel(image, i)) * 0x010101);
      }
      images.add(drawn);
    }
    return images;
  }

  /** Writes all pixels, image by image, row by row, a byte each. */
  void writePixels(OutputStream out) throws IOException {
    out.write(pixels);
  }

  /** Writes all labels, a byte each. */
  void writeLabels(OutputStream out) throws IOException {
    out.write(labels);
  }

  /** Updates a digest with all pixels, then all labels. */
  void update(MessageDigest digest) {
    digest.update(pixels);
    digest.update(labels);
  }

  /** Updates a digest with the pixels of one image. */
  void updatePixels(MessageDigest digest, int image) {
    digest.update(pixels, image * pixelsPerImage(), pixelsPerImage());
  }

  /** The first {@code count} images. */
  public LabelledImages first(int count) {
    return range(0, count);
  }

  /**
   * Images {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException if the range is not within the set
   */
  public LabelledImages range(int from, int to) {
    if (from < 0 || from > to || to > size()) {
      throw new IndexOutOfBoundsException(
          "images %d to %d of a set of %d".formatted(from, to, size()));
    }
    if (to - from == size()) {
      return this;
    }
    int length = pixelsPerImage();
    return new LabelledImages(
        rows,
        columns,
        Arrays.copyOfRange(pixels, from * length, to * length),
        Arrays.copyOfRange(labels, from, to));
  }

  /** The images at the given positions, in that order. */
  public LabelledImages select(int[] images) {
    int length = pixelsPerImage();
    byte[] chosenPixels = new byte[images.length * length];
    byte[] chosenLabels = new byte[images.length];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(pixels, images[i] * length, chosenPixels, i * length, length);
      chosenLabels[i] = labels[images[i]];
    }
    return new LabelledImages(rows, columns, chosenPixels, chosenLabels);
  }

  /**
   * Each image transformed by the warp at its position, with the same labels.
   *
   * @throws IllegalArgumentException if there is not one warp per image
   */
  public LabelledImages warped(List<ImageWarp> warps) {
    if (warps.size() != size()) {
      throw new IllegalArgumentException("%d warps for %d images".formatted(warps.size(), size()));
    }
    byte[] moved = new byte[pixels.length];
    for (int i = 0; i < size(); i++) {
      warps.get(i).apply(pixels, moved, i * pixelsPerImage(), rows, columns);
    }
    return new LabelledImages(rows, columns, moved, labels);
  }

  /**
   * The same images with rows and columns swapped. They take the place of these ones, which must
   * not be used afterwards: a large set does not fit the memory twice.
   */
  LabelledImages transposed() {
    byte[] image = new byte[pixelsPerImage()];
    for (int start = 0; start < pixels.length; start += image.length) {
      System.arraycopy(pixels, start, image, 0, image.length);
      for (int i = 0; i < image.length; i++) {
        pixels[start + i % columns * rows + i / columns] = image[i];
      }
    }
    return new LabelledImages(columns, rows, pixels, labels);
  }

  /**
   * Whether the images come class by class, or nearly so: a label differs from the one before at
   * most a quarter as often as in a random order.
   */
  boolean areSortedByClass() {
    int changes = 0;
    for (int i = 1; i < size(); i++) {
      changes += labels[i] == labels[i - 1] ? 0 : 1;
    }
    double same = 0;
    for (int count : counts(ImageData.MAX_CLASSES)) {
      same += (double) count * count / size();
    }
    return changes > 0 && 4 * changes <= size() - same;
  }

  /**
   * The same images in another order, drawn at random. They take the place of these ones, which
   * must not be used afterwards: a large set does not fit the memory twice.
   */
  LabelledImages shuffled(long seed) {
    Random random = new Random(seed);
    byte[] image = new byte[pixelsPerImage()];
    for (int i = size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      System.arraycopy(pixels, i * image.length, image, 0, image.length);
      System.arraycopy(pixels, other * image.length, pixels, i * image.length, image.length);
      System.arraycopy(image, 0, pixels, other * image.length, image.length);
      byte label = labels[i];
      labels[i] = labels[other];
      labels[other] = label;
    }
    return new LabelledImages(rows, columns, pixels, labels);
  }

  /**
   * The same images with labels that count from 0.
   *
   * @param first the label that becomes 0; lower ones wrap around to 255 and less
   */
  LabelledImages withLabelsFrom(int first) {
    byte[] fromZero = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      fromZero[i] = (byte) (labels[i] - first);
    }
    return new LabelledImages(rows, columns, pixels, fromZero);
  }

  /** The images of two classes, in the set's order, relabelled 0 ({@code first}) and 1. */
  public LabelledImages onlyDigits(int first, int second) {
    LabelledImages pair =
        select(
            IntStream.range(0, size())
                .filter(i -> label(i) == first || label(i) == second)
                .toArray());
    byte[] zeroOrOne = new byte[pair.size()];
    for (int i = 0; i < zeroOrOne.length; i++) {
      zeroOrOne[i] = (byte) (pair.label(i) == second ? 1 : 0);
    }
    return new LabelledImages(rows, columns, pair.pixels, zeroOrOne);
  }

  /** The pixels as {@code [n, rows * columns]}, uint8 in [0, 255]. */
  public INDArray greys() {
    short[] values = new short[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      values[i] = (short) (pixels[i] & 0xff);
    }
    return Nd4j.createFromArray(values).castTo(DataType.UINT8).reshape(size(), pixelsPerImage());
  }

  /** The pixels as {@code [n, rows * columns]}, float32 in [0, 1] (grey value / 255). */
  public INDArray features() {
    float[] values = new float[pixels.length];
    copyFeatures(FloatBuffer.wrap(values), 0);
    return matrix(values, pixelsPerImage());
  }

  /**
   * Writes the pixels, as {@link #features()} has them, to a place in memory that is used again:
   * fresh memory takes longer than the copy.
   *
   * @param start index of the first pixel of the first image
   * @throws IndexOutOfBoundsException if there is not enough room
   */
  public void copyFeatures(FloatBuffer target, int start) {
    float[] image = new float[pixelsPerImage()];
    for (int from = 0; from < pixels.length; from += image.length) {
      for (int i = 0; i < image.length; i++) {
        image[i] = SHARES[pixels[from + i] & 0xff];
      }
      target.put(start + from, image);
    }
  }

  /**
   * What a network is to answer, float32: the labels one-hot, {@code [n, outputs]}; for a single
   * output {@code [n, 1]}, the labels themselves, 0 or 1.
   *
   * @throws IllegalArgumentException if a label needs more outputs, or there are more than
   *     2,147,483,647 values
   */
  public INDArray targets(int outputs) {
    if ((long) size() * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "found %d images of %d classes, expected at most %d values"
              .formatted(size(), outputs, Integer.MAX_VALUE));
    }
    float[] values = new float[size() * outputs];
    copyTargets(FloatBuffer.wrap(values), 0, outputs);
    return matrix(values, outputs);
  }

  /**
   * Writes the targets, as {@link #targets} has them, to a place in memory.
   *
   * @param start index of the first target of the first image
   * @throws IllegalArgumentException if a label needs more outputs
   * @throws IndexOutOfBoundsException if there is not enough room
   */
  public void copyTargets(FloatBuffer target, int start, int outputs) {
    int classes = Math.max(outputs, 2);
    float[] image = new float[outputs];
    for (int i = 0; i < size(); i++) {
      int label = label(i);
      if (label >= classes) {
        throw new IllegalArgumentException(
            "label %d of image %d is not below %d".formatted(label, i, classes));
      }
      for (int output = 0; output < outputs; output++) {
        image[output] = outputs == 1 ? label : output == label ? 1 : 0;
      }
      target.put(start + i * outputs, image);
    }
  }

  /** Copies the values as a whole, which {@code Nd4j.createFromArray} does one by one. */
  private INDArray matrix(float[] values, int columns) {
    return Nd4j.create(values, new int[] {size(), columns}, 'c');
  }
}
