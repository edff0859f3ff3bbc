package mnist4j.picture;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;

/**
 * A photograph or drawing of one digit, of any size and colours, turned as its Exif orientation
 * says. What is transparent is white, or black if nothing were to be seen on white.
 *
 * <p>Of one with more than 4 million pixels, only every second, third … pixel of every such line is
 * kept; "pixel" means one that is kept.
 */
public final class DigitPicture {

  /** A smaller side, in pixels, does not allow to separate ink from background. */
  static final int MIN_SIDE = 5;

  /** More pixels than any telephone's camera has. */
  static final long MAX_PIXELS = 110_000_000;

  /** A longer side is none of a photograph's; JPEG's own limit. */
  private static final int MAX_SIDE = 65_535;

  /** Pixels that are looked at: plenty for a digit of 28 x 28. */
  private static final long MAX_DECODED = 4_000_000;

  /** A picture whose longer side has no more pixels is enlarged and gets a margin. */
  private static final int COARSE = 19;

  private static final int ENLARGED = 96;

  /** Less between the lightest and the darkest pixels is nothing to be seen. In grey levels. */
  private static final int MIN_RANGE = 20;

  /** So few of the lightest and of the darkest pixels are no digit: one in so many, and some. */
  private static final int PIXELS_PER_STRAY = 10_000;

  private static final int STRAYS = 5;

  /** Weights of red, green and blue by ITU-R BT.601, in thousandths. */
  private static final int[] LUMA = {299, 587, 114};

  private final String name;
  private final int width;
  private final int[] rgb;
  private final boolean onBlack;

  /** Of the whole picture, in pixels of the file. */
  private final Dimension size;

  private DigitPicture(String name, Dimension size, int width, int[] rgb, boolean onBlack) {
    this.name = name;
    this.size = size;
    this.width = width;
    this.rgb = rgb;
    this.onBlack = onBlack;
  }

  /**
   * Copies an image.
   *
   * @param name names the picture in messages
   * @throws PictureException if a side is shorter than 5 pixels or longer than 65,535, there are
   *     more than 110 million pixels, or their values have a sign or more than 16 bits, or are
   *     fractions of grey
   */
  public static DigitPicture of(String name, BufferedImage image) {
    expectSize(name, image.getWidth(), image.getHeight());
    Dimension size = new Dimension(image.getWidth(), image.getHeight());
    return of(name, size, image, step(size.width, size.height), ExifOrientation.TOP_LEFT);
  }

  /**
   * @param size of the picture as it is stored, in pixels
   * @param image the picture, or what is left of it after some pixels were skipped
   * @param step between the image's pixels that are kept, 1 if none is to be skipped
   */
  static DigitPicture of(
      String name, Dimension size, BufferedImage image, int step, ExifOrientation orientation) {
    Argb.expectKnown(name, image);
    int[] stored = Argb.of(image, step);
    int columns = (image.getWidth() - 1) / step + 1;
    int[] argb = orientation.turned(stored, columns);
    int width = orientation.swapsSides() ? stored.length / columns : columns;
    Dimension turned = orientation.swapsSides() ? new Dimension(size.height, size.width) : size;
    if (!image.getColorModel().hasAlpha()) {
      return new DigitPicture(name, turned, width, argb, false);
    }
    DigitPicture onWhite = new DigitPicture(name, turned, width, Argb.on(argb, 255), false);
    if (onWhite.range() >= MIN_RANGE) {
      return onWhite;
    }
    DigitPicture onBlack = new DigitPicture(name, turned, width, Argb.on(argb, 0), true);
    return onBlack.range() >= MIN_RANGE ? onBlack : onWhite;
  }

  /** Difference between the lightest and the darkest pixels but for a few, in grey levels. */
  private int range() {
    int[] counts = new int[256];
    for (int i = 0; i < rgb.length; i++) {
      counts[(int) Math.round(grey(i % width, i / width))]++;
    }
    int strays = STRAYS + rgb.length / PIXELS_PER_STRAY;
    int least = 0;
    for (int passed = counts[0]; passed <= strays; passed += counts[least]) {
      least++;
    }
    int most = 255;
    for (int passed = counts[255]; passed <= strays; passed += counts[most]) {
      most--;
    }
    return most - least;
  }

  /** Whether what is transparent is black, since nothing could be seen on white. */
  public boolean onBlack() {
    return onBlack;
  }

  /** Name in messages; of a file, its path. */
  public String name() {
    return name;
  }

  /** Width and height of the whole picture, turned, in pixels of the file. */
  public Dimension size() {
    return new Dimension(size);
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return rgb.length / width;
  }

  /** Red, green and blue of one pixel in the lower 24 bits, 8 bits each. */
  public int rgb(int x, int y) {
    return rgb[y * width + x] & 0xffffff;
  }

  /** The picture in RGB, scaled down if a side is longer than {@code side} pixels. */
  public BufferedImage scaledDown(int side) {
    double scale = Math.min(1, (double) side / longerSide());
    int columns = (int) Math.max(1, Math.round(width() * scale));
    int rows = (int) Math.max(1, Math.round(height() * scale));
    Rectangle whole = new Rectangle(width(), height());
    BufferedImage small = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int channel = 0; channel <= 16; channel += 8) {
      int shift = channel;
      double[][] means =
          AreaResampler.resample(whole, (x, y) -> rgb(x, y) >> shift & 0xff, rows, columns);
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          small.setRGB(x, y, small.getRGB(x, y) | (int) Math.round(means[y][x]) << shift);
        }
      }
    }
    return small;
  }

  /**
   * The grey values as they are, for a network whose images were not prepared as MNIST.
   *
   * @return {@code rows * columns} bytes, row by row, 0 (black) to 255 (white)
   * @throws PictureException if the picture has another size
   */
  public byte[] greys(int rows, int columns) {
    if (height() != rows || width != columns) {
      throw new PictureException(
          "%s is %d x %d pixels (width x height), expected %d x %d, since this network takes pictures as they are; scale it"
              .formatted(name, size.width, size.height, columns, rows));
    }
    byte[] greys = new byte[rgb.length];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (byte) Math.round(grey(i % width, i / width));
    }
    return greys;
  }

  /** In pixels. */
  int longerSide() {
    return Math.max(width, height());
  }

  /** What is in a rectangle, none of which is beyond the picture. */
  DigitPicture part(Rectangle box) {
    int[] cut = new int[box.width * box.height];
    for (int y = 0; y < box.height; y++) {
      System.arraycopy(rgb, (box.y + y) * width + box.x, cut, y * box.width, box.width);
    }
    return new DigitPicture(name, size, box.width, cut, onBlack);
  }

  /** Luma of one pixel, 0 (black) to 255 (white). */
  double grey(int x, int y) {
    int colours = rgb(x, y);
    int red = colours >> 16;
    int green = colours >> 8 & 0xff;
    int blue = colours & 0xff;
    return (LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue) / 1_000.0;
  }

  /**
   * The luma of every pixel, and after it, unless the picture is grey, red, green and blue alone,
   * in which two colours of the same luma differ; means of blocks of pixels, so that no side is
   * longer than {@code side}. A small picture is enlarged, and has a margin, since it may be cut
   * closely around a digit.
   */
  Stream<View> channels(int side) {
    AffineTransform toPicture = AffineTransform.getScaleInstance(block(side), block(side));
    return Stream.of(
            LUMA, new int[] {1_000, 0, 0}, new int[] {0, 1_000, 0}, new int[] {0, 0, 1_000})
        .filter(weights -> weights == LUMA || isColoured())
        .map(weights -> blocks(side, weights))
        .map(grey -> spacious(new View(grey, toPicture, 0)));
  }

  /** Whether a pixel is not grey; of a grey picture all channels are the same. */
  private boolean isColoured() {
    for (int colours : rgb) {
      if (((colours >> 8 ^ colours) & 0xffff) != 0) {
        return true;
      }
    }
    return false;
  }

  private static View spacious(View view) {
    int longer = Math.max(view.grey().width(), view.grey().height());
    // On paper first: a stroke that the picture's edge cuts off does not go on beyond it.
    return longer > COARSE ? view : view.onPaper().enlarged((ENLARGED + longer - 1) / longer);
  }

  private int block(int side) {
    return (int) Math.ceil((double) longerSide() / side);
  }

  /**
   * Means of blocks. A picture may have millions of pixels, so there is no call for each.
   *
   * @param weights of red, green and blue, in thousandths
   */
  private GreyImage blocks(int side, int[] weights) {
    int block = block(side);
    int columns = (int) Math.ceil((double) width / block);
    int rows = (int) Math.ceil((double) height() / block);
    float[] means = new float[columns * rows];
    for (int row = 0; row < rows; row++) {
      int top = row * block;
      int bottom = Math.min(height(), top + block);
      int[] sums = sumsOfLines(top, bottom, weights);
      for (int column = 0; column < columns; column++) {
        int left = column * block;
        int right = Math.min(width, left + block);
        long sum = 0;
        for (int x = left; x < right; x++) {
          sum += sums[x];
        }
        means[row * columns + column] = (float) (sum / (1_000.0 * (right - left) * (bottom - top)));
      }
    }
    return new GreyImage(columns, rows, means);
  }

  /**
   * For each column, the sum of some lines' pixels. Each line is copied first: of sums from two
   * arrays at the same place the JIT makes vector code.
   */
  private int[] sumsOfLines(int top, int bottom, int[] weights) {
    int red = weights[0];
    int green = weights[1];
    int blue = weights[2];
    int[] sums = new int[width];
    int[] line = new int[width];
    for (int y = top; y < bottom; y++) {
      System.arraycopy(rgb, y * width, line, 0, width);
      for (int x = 0; x < sums.length; x++) {
        int colours = line[x];
        sums[x] +=
            red * (colours >> 16 & 0xff) + green * (colours >> 8 & 0xff) + blue * (colours & 0xff);
      }
    }
    return sums;
  }

  /** Of a large picture, only every second, third … pixel of a line is looked at. */
  static int step(int width, int height) {
    return (int) Math.ceil(Math.sqrt((double) width * height / MAX_DECODED));
  }

  /**
   * Checks the size of a picture before it is decoded or copied.
   *
   * @throws PictureException if a side is shorter than 5 pixels or longer than 65,535, or there are
   *     more than 110 million
   */
  static void expectSize(String name, int width, int height) {
    if (Math.min(width, height) < MIN_SIDE || (long) width * height > MAX_PIXELS) {
      throw new PictureException(
          "%s is %d x %d pixels, expected at least %d a side and at most %d million in all; scale it"
              .formatted(name, width, height, MIN_SIDE, MAX_PIXELS / 1_000_000));
    }
    if (Math.max(width, height) > MAX_SIDE) {
      throw new PictureException(
          "%s is %d x %d pixels, expected at most %d a side; scale it"
              .formatted(name, width, height, MAX_SIDE));
    }
  }
}
