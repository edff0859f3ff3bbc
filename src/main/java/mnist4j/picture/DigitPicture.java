package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A photograph or drawing of one digit, of any size and colours, turned as its Exif orientation
 * says. What is transparent is white, or black if nothing were to be seen on white.
 */
public final class DigitPicture {

  /** A smaller side, in pixels, does not allow to separate ink from background. */
  static final int LEAST_SIDE = 5;

  /** More pixels than any telephone's camera has. */
  private static final long MOST_PIXELS = 110_000_000;

  /** Pixels that are looked at: plenty for a digit of 28 x 28. */
  private static final long MOST_DECODED = 4_000_000;

  /** A picture whose longer side has no more pixels is enlarged and gets a margin. */
  private static final int COARSE = 19;

  private static final int ENLARGED = 96;

  /** Less between the lightest and the darkest pixel is nothing to be seen. In grey levels. */
  private static final double LEAST_RANGE = 20;

  /** A longer side is none of a photograph's; JPEG's own limit. */
  private static final int MOST_SIDE = 65_535;

  /** Ten scans, as encoders make, of a picture twice as large as most telephones'. */
  private static final long MOST_PIXELS_OF_SCANS = 1_000_000_000;

  /** A JPEG marker and, after it, the one of a scan. */
  private static final int MARKER = 0xff;

  private static final int START_OF_SCAN = 0xda;

  /** Weights of red, green and blue by ITU-R BT.601, in thousandths. */
  private static final int[] LUMA = {299, 587, 114};

  private static final String JPEG = "jpeg";

  /** TIFF is none of them: its decoder allocates whatever a file says of its strips. */
  private static final List<String> FORMATS = List.of("png", JPEG, "gif", "bmp");

  private static final int LONGEST_SIGNATURE = 12;

  private final String name;
  private final int width;
  private final int[] rgb;
  private final boolean onBlack;

  private DigitPicture(String name, int width, int[] rgb, boolean onBlack) {
    this.name = name;
    this.width = width;
    this.rgb = rgb;
    this.onBlack = onBlack;
  }

  /**
   * Loads the JDK's native libraries for pictures, JPEG's and the one for colours. Call it before
   * ND4J starts or a network is made in one thread and pictures are decoded in another: JavaCPP
   * looks for the BLAS with a lock of the system's loader held and then takes the one that loading
   * a library takes first, so that both threads may wait for ever (with glibc's {@code
   * dl_iterate_phdr}).
   */
  public static void loadLibraries() {
    ImageIO.getImageReadersByFormatName(JPEG).forEachRemaining(ImageReader::dispose);
    ColorSpace.getInstance(ColorSpace.CS_GRAY).toRGB(new float[1]);
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file; of an animation, the first image.
   *
   * @throws PictureException if the file does not exist, has another format, is damaged, or is too
   *     small or too large
   */
  public static DigitPicture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PictureException(
          Files.exists(file)
              ? "%s is no file; name a PNG or JPEG picture".formatted(file)
              : "%s does not exist; name a PNG or JPEG picture".formatted(file));
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return decode(file.toString(), in);
    } catch (FileNotFoundException e) {
      throw new PictureException("%s cannot be read; check its permissions".formatted(file), e);
    } catch (IOException e) {
      throw damaged(file.toString(), e);
    }
  }

  /**
   * Decodes the content of a PNG, JPEG, GIF or BMP file.
   *
   * @param name names the picture in messages
   * @throws PictureException if it has another format, is damaged, or is too small or too large
   */
  public static DigitPicture decode(String name, byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      return decode(name, in);
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  /**
   * The number of pixels of a PNG, JPEG, GIF or BMP file, from its header alone.
   *
   * @param name names the picture in messages
   * @throws PictureException if it has another format, or its header is damaged
   */
  public static long pixels(String name, byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(in).orElseThrow(() -> unknownFormat(name, in));
      try {
        in.seek(0);
        reader.setInput(in, true, true);
        return (long) reader.getWidth(0) * reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  /**
   * Copies an image.
   *
   * @param name names the picture in messages
   * @throws PictureException if a side is shorter than 5 pixels or there are more than 110 million
   */
  public static DigitPicture of(String name, BufferedImage image) {
    expectSize(name, image.getWidth(), image.getHeight());
    return of(name, image, ExifOrientation.TOP_LEFT);
  }

  private static DigitPicture of(String name, BufferedImage image, ExifOrientation orientation) {
    int step = step(image.getWidth(), image.getHeight());
    int[] stored = argb(image, step);
    int columns = (image.getWidth() - 1) / step + 1;
    int[] argb = orientation.turned(stored, columns);
    int width = orientation.swapsSides() ? stored.length / columns : columns;
    DigitPicture onWhite = new DigitPicture(name, width, on(argb, 255), false);
    if (!image.getColorModel().hasAlpha() || onWhite.range() >= LEAST_RANGE) {
      return onWhite;
    }
    DigitPicture onBlack = new DigitPicture(name, width, on(argb, 0), true);
    return onBlack.range() >= LEAST_RANGE ? onBlack : onWhite;
  }

  /** Difference between the lightest and the darkest pixel, in grey levels. */
  private double range() {
    double least = 255;
    double most = 0;
    for (int i = 0; i < rgb.length; i++) {
      double grey = grey(i % width, i / width);
      least = Math.min(least, grey);
      most = Math.max(most, grey);
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
    return rgb[y * width + x];
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
          "%s is %d x %d pixels, expected %d x %d, since this network takes pictures as they are; scale it"
              .formatted(name, width, height(), columns, rows));
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

  /** Luma of one pixel, 0 (black) to 255 (white). */
  double grey(int x, int y) {
    int colours = rgb(x, y);
    int red = colours >> 16;
    int green = colours >> 8 & 0xff;
    int blue = colours & 0xff;
    return (LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue) / 1_000.0;
  }

  /**
   * The luma of every pixel, and after it red, green and blue alone, in which two colours of the
   * same luma differ; means of blocks of pixels, so that no side is longer than {@code side}. A
   * small picture is enlarged, and has a margin, since it may be cut closely around a digit.
   */
  Stream<View> channels(int side) {
    AffineTransform toPicture = AffineTransform.getScaleInstance(block(side), block(side));
    return Stream.of(
            LUMA, new int[] {1_000, 0, 0}, new int[] {0, 1_000, 0}, new int[] {0, 0, 1_000})
        .map(weights -> blocks(side, weights))
        .map(grey -> spacious(new View(grey, toPicture, 0)));
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
        sums[x] += red * (colours >> 16) + green * (colours >> 8 & 0xff) + blue * (colours & 0xff);
      }
    }
    return sums;
  }

  private static DigitPicture decode(String name, ImageInputStream in) throws IOException {
    ImageReader reader = reader(in).orElseThrow(() -> unknownFormat(name, in));
    try {
      boolean jpeg = reader.getFormatName().equalsIgnoreCase(JPEG);
      long scans = jpeg ? scans(in) : 0;
      ExifOrientation orientation = ExifOrientation.of(in);
      in.seek(0);
      reader.setInput(in, true, true);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      expectSize(name, reader.getWidth(0), reader.getHeight(0));
      expectFewScans(name, scans, (long) reader.getWidth(0) * reader.getHeight(0));
      int step = step(reader.getWidth(0), reader.getHeight(0));
      ImageReadParam thinned = reader.getDefaultReadParam();
      thinned.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, thinned);
      expectComplete(warnings);
      return of(name, image, orientation);
    } catch (PictureException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged(name, e);
    } finally {
      reader.dispose();
    }
  }

  /** Of a large picture, only every second, third … pixel of a line is looked at. */
  private static int step(int width, int height) {
    return (int) Math.ceil(Math.sqrt((double) width * height / MOST_DECODED));
  }

  /**
   * Asks the JDK's readers of the four formats, and of JPEG any reader, since the JDK's knows no
   * CMYK. Others on the class path would be asked to look at the picture too, and some of them fail
   * on today's Java.
   */
  private static Optional<ImageReader> reader(ImageInputStream in) throws IOException {
    for (String format : FORMATS) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        boolean wanted = format.equals(JPEG) || isOfTheJdk(reader);
        if (wanted && canDecode(reader, in)) {
          return Optional.of(reader);
        }
        reader.dispose();
      }
    }
    return Optional.empty();
  }

  private static boolean isOfTheJdk(ImageReader reader) {
    return reader.getClass().getModule().equals(ImageIO.class.getModule());
  }

  /** False for a file shorter than the start of the format. */
  private static boolean canDecode(ImageReader reader, ImageInputStream in) throws IOException {
    try {
      in.seek(0);
      return reader.getOriginatingProvider().canDecodeInput(in);
    } catch (EOFException e) {
      return false;
    }
  }

  /** Counts the scans of a JPEG picture, without decoding it. */
  private static long scans(ImageInputStream in) throws IOException {
    byte[] block = new byte[8_192];
    long scans = 0;
    int before = 0;
    in.seek(0);
    for (int length = in.read(block); length > 0; length = in.read(block)) {
      for (int i = 0; i < length; i++) {
        int next = block[i] & 0xff;
        scans += before == MARKER && next == START_OF_SCAN ? 1 : 0;
        before = next;
      }
    }
    return scans;
  }

  /** Each scan of a JPEG picture goes over all pixels, and there may be any number of them. */
  private static void expectFewScans(String name, long scans, long pixels) {
    long most = MOST_PIXELS_OF_SCANS / pixels;
    if (scans > most) {
      throw new PictureException(
          "%s has %d scans, expected at most %d at its size; save it as a plain PNG"
              .formatted(name, scans, most));
    }
  }

  /** The decoder fills in the rest of a truncated JPEG and only warns. */
  private static void expectComplete(List<String> warnings) throws IOException {
    if (warnings.stream().anyMatch(warning -> warning.startsWith("Truncated"))) {
      throw new EOFException("it is cut short");
    }
  }

  private static PictureException unknownFormat(String name, ImageInputStream in) {
    byte[] start = new byte[LONGEST_SIGNATURE];
    int length;
    try {
      in.seek(0);
      length = Math.max(0, in.read(start));
    } catch (IOException e) {
      return damaged(name, e);
    }
    return new PictureException(
        "%s %s; convert it to one"
            .formatted(
                name,
                foreignFormat(new String(start, 0, length, StandardCharsets.ISO_8859_1))
                    .map("is a %s picture, expected PNG, JPEG, GIF or BMP"::formatted)
                    .orElse("is no PNG, JPEG, GIF or BMP picture")));
  }

  /**
   * The name of a format that cameras and programs write but that is not decoded here.
   *
   * @param start the first 12 bytes of the file
   */
  private static Optional<String> foreignFormat(String start) {
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return Optional.of("TIFF");
    }
    if (start.matches("(?s)RIFF....WEBP")) {
      return Optional.of("WebP");
    }
    if (start.matches("(?s)....ftyp(heic|heix|mif1|msf1)")) {
      return Optional.of("HEIC");
    }
    return start.matches("(?s)....ftypavi[fs]") ? Optional.of("AVIF") : Optional.empty();
  }

  private static PictureException damaged(String name, Exception cause) {
    return new PictureException(
        "%s cannot be decoded (%s); get it again or save it as a plain PNG"
            .formatted(name, cause.getMessage()),
        cause);
  }

  private static void expectSize(String name, int width, int height) {
    if (Math.min(width, height) < LEAST_SIDE || (long) width * height > MOST_PIXELS) {
      throw new PictureException(
          "%s is %d x %d pixels, expected at least %d a side and at most %d million in all; scale it"
              .formatted(name, width, height, LEAST_SIDE, MOST_PIXELS / 1_000_000));
    }
    if (Math.max(width, height) > MOST_SIDE) {
      throw new PictureException(
          "%s is %d x %d pixels, expected at most %d a side; scale it"
              .formatted(name, width, height, MOST_SIDE));
    }
  }

  private static int[] argb(BufferedImage image, int step) {
    int columns = (image.getWidth() - 1) / step + 1;
    int rows = (image.getHeight() - 1) / step + 1;
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    int[] argb = new int[columns * rows];
    for (int y = 0; y < rows; y++) {
      int[] line = grey ? greyRow(image, y * step) : colourRow(image, y * step);
      for (int x = 0; x < columns; x++) {
        argb[y * columns + x] = line[x * step];
      }
    }
    return argb;
  }

  private static int[] colourRow(BufferedImage image, int y) {
    int width = image.getWidth();
    if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
      return image.getRGB(0, y, width, 1, null, 0, width);
    }
    // What getRGB gives, sooner: most photographs have this type.
    Raster raster = image.getRaster();
    DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
    int first =
        buffer.getOffset()
            + ((ComponentSampleModel) raster.getSampleModel())
                .getOffset(
                    -raster.getSampleModelTranslateX(), y - raster.getSampleModelTranslateY());
    byte[] bands = buffer.getData();
    int[] row = new int[width];
    for (int x = 0; x < width; x++) {
      int at = first + 3 * x;
      int red = bands[at] & 0xff;
      int green = bands[at - 1] & 0xff;
      int blue = bands[at - 2] & 0xff;
      row[x] = 0xff << 24 | red << 16 | green << 8 | blue;
    }
    return row;
  }

  /** Reads the raster, since {@code getRGB} takes grey for linear light and brightens it. */
  private static int[] greyRow(BufferedImage image, int y) {
    ColorModel model = image.getColorModel();
    int most = (1 << model.getComponentSize(0)) - 1;
    int[] greys = image.getRaster().getSamples(0, y, image.getWidth(), 1, 0, (int[]) null);
    int[] alphas = greys.clone();
    if (model.hasAlpha()) {
      image.getRaster().getSamples(0, y, image.getWidth(), 1, 1, alphas);
    } else {
      Arrays.fill(alphas, most);
    }
    int[] row = new int[greys.length];
    Arrays.setAll(row, x -> alphas[x] * 255 / most << 24 | greys[x] * 255 / most * 0x010101);
    return row;
  }

  /** Lays the pixels on a grey level. */
  private static int[] on(int[] argb, int level) {
    int[] opaque = new int[argb.length];
    for (int i = 0; i < argb.length; i++) {
      int alpha = argb[i] >>> 24;
      if (alpha == 255) {
        opaque[i] = argb[i] & 0xffffff;
      } else {
        for (int shift = 0; shift <= 16; shift += 8) {
          int colour = argb[i] >> shift & 0xff;
          opaque[i] |= Math.round((alpha * colour + (255 - alpha) * level) / 255f) << shift;
        }
      }
    }
    return opaque;
  }
}
