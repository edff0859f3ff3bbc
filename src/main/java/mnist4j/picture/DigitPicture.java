package mnist4j.picture;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
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
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A photograph or drawing of one digit, of any size and colours, on white where transparent. */
public final class DigitPicture {

  /** A smaller side, in pixels, does not allow to separate ink from background. */
  private static final int LEAST_SIDE = 5;

  /** More pixels do not fit the memory that the program asks for. */
  private static final long MOST_PIXELS = 50_000_000;

  /** A longer side is none of a photograph's; JPEG's own limit. */
  private static final int MOST_SIDE = 65_535;

  /** Twenty scans of the largest picture, about twice as many as encoders make. */
  private static final long MOST_PIXELS_OF_SCANS = 20 * MOST_PIXELS;

  /** A JPEG marker and, after it, the one of a scan. */
  private static final int MARKER = 0xff;

  private static final int START_OF_SCAN = 0xda;

  private static final String JPEG = "jpeg";

  /** TIFF is none of them: its decoder allocates whatever a file says of its strips. */
  private static final List<String> FORMATS = List.of("png", JPEG, "gif", "bmp");

  private static final int LONGEST_SIGNATURE = 12;

  private final String name;
  private final int width;
  private final int[] rgb;

  private DigitPicture(String name, int width, int[] rgb) {
    this.name = name;
    this.width = width;
    this.rgb = rgb;
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
   * Copies an image.
   *
   * @param name names the picture in messages
   * @throws PictureException if a side is shorter than 5 pixels or there are more than 50 million
   */
  public static DigitPicture of(String name, BufferedImage image) {
    expectSize(name, image.getWidth(), image.getHeight());
    return new DigitPicture(name, image.getWidth(), onWhite(image));
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
    double scale = Math.min(1, (double) side / Math.max(width(), height()));
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

  /** Luma of one pixel by ITU-R BT.601, 0 (black) to 255 (white). */
  double grey(int x, int y) {
    int colours = rgb(x, y);
    int red = colours >> 16;
    int green = colours >> 8 & 0xff;
    int blue = colours & 0xff;
    return (299 * red + 587 * green + 114 * blue) / 1_000.0;
  }

  private static DigitPicture decode(String name, ImageInputStream in) throws IOException {
    Optional<ImageReader> known = reader(in);
    if (known.isEmpty()) {
      throw unknownFormat(name, in);
    }
    ImageReader reader = known.get();
    try {
      boolean jpeg = reader.getFormatName().equalsIgnoreCase(JPEG);
      long scans = jpeg ? scans(in) : 0;
      in.seek(0);
      reader.setInput(in, true, true);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      expectSize(name, reader.getWidth(0), reader.getHeight(0));
      expectFewScans(name, scans, (long) reader.getWidth(0) * reader.getHeight(0));
      BufferedImage image = reader.read(0);
      expectComplete(warnings);
      return of(name, image);
    } catch (PictureException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged(name, e);
    } finally {
      reader.dispose();
    }
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

  private static PictureException unknownFormat(String name, ImageInputStream in)
      throws IOException {
    byte[] start = new byte[LONGEST_SIGNATURE];
    in.seek(0);
    int length = Math.max(0, in.read(start));
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

  private static int[] onWhite(BufferedImage image) {
    int width = image.getWidth();
    int[] opaque = new int[width * image.getHeight()];
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    for (int y = 0; y < image.getHeight(); y++) {
      int[] row = grey ? greyRow(image, y) : image.getRGB(0, y, width, 1, null, 0, width);
      for (int x = 0; x < width; x++) {
        opaque[y * width + x] = onWhite(row[x]);
      }
    }
    return opaque;
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

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    int rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      rgb |= Math.round((alpha * (argb >> shift & 0xff) + (255 - alpha) * 255) / 255f) << shift;
    }
    return rgb;
  }
}
