package mnist4j.picture;

import java.awt.Dimension;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes picture files, within limits that are checked before memory is taken. */
public final class PictureFile {

  /** Ten scans, as encoders make, of the largest picture. */
  private static final long MAX_PIXELS_OF_SCANS = 10 * DigitPicture.MAX_PIXELS;

  /** Of a JPEG file, those of its metadata included. */
  private static final int MAX_SEGMENTS = 1_000;

  /** Of a GIF file's extensions, 255 bytes each at most; the metadata of a photograph fits. */
  private static final int MAX_BLOCKS = 5_000;

  /**
   * Of a PNG file; the decoder reads on for each, with several calls of the system. Encoders put 8
   * kB of pixels or more into each.
   */
  private static final int MAX_CHUNKS = 100_000;

  /** Of a PNG file's chunk that is no part of the pixels, in bytes. */
  private static final int MAX_CHUNK = 1_000_000;

  /** The largest picture, or several smaller ones, in all threads together. */
  private static final DecodingLimit AT_A_TIME = new DecodingLimit(DigitPicture.MAX_PIXELS);

  /** Where a BMP file says how long its header is, and how it is compressed. */
  private static final int BMP_HEADER = 14;

  private static final int BMP_COMPRESSION = 30;
  private static final int BMP_JPEG = 4;
  private static final int BMP_PNG = 5;

  private static final String JPEG = "jpeg";

  /** TIFF is none of them: its decoder allocates whatever a file says of its strips. */
  private static final List<String> FORMATS = List.of("png", JPEG, "gif", "bmp");

  /**
   * Other formats than those decoded are named here too, so that none is passed over in silence.
   */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp", "heic",
          "heif", "avif");

  private static final List<String> SIGNATURES = List.of("\u0089PNG", "\u00ff\u00d8", "GIF8", "BM");

  private static final int LONGEST_SIGNATURE = 12;

  private static final String CUT_SHORT = "it is cut short";

  /** What a file says of itself before its pixels. */
  private record Structure(long scans, byte[] exif) {}

  private PictureFile() {}

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

  /** Whether its name ends as those of pictures do, of formats that are not decoded too. */
  public static boolean isNamedAsOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * Whether its content begins as that of pictures does, of formats that are not decoded too.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean beginsAsOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(LONGEST_SIGNATURE), StandardCharsets.ISO_8859_1);
      return SIGNATURES.stream().anyMatch(start::startsWith) || foreignFormat(start).isPresent();
    }
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file; of an animation, the first image.
   *
   * @throws PictureException if the file does not exist, has another format, is damaged, or is too
   *     small or too large
   */
  public static DigitPicture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw noFile(file);
    }
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return decode(file.toString(), in);
    } catch (FileNotFoundException e) {
      throw new PictureException(
          Files.isReadable(file)
              ? "%s cannot be opened by its name; set LC_ALL=C.UTF-8".formatted(file)
              : "%s cannot be read; check its permissions".formatted(file),
          e);
    } catch (IOException e) {
      throw damaged(file.toString(), e);
    }
  }

  private static PictureException noFile(Path file) {
    if (Files.isDirectory(file) && !Files.isReadable(file)) {
      return new PictureException(
          "%s is a directory that cannot be read; check its permissions".formatted(file));
    }
    if (isShutAway(file)) {
      return new PictureException(
          "%s cannot be read; check the permissions of its directory".formatted(file));
    }
    String found = Files.isSymbolicLink(file) ? "is a link to nothing" : "does not exist";
    return new PictureException(
        "%s %s; name a PNG, JPEG, GIF or BMP picture"
            .formatted(file, Files.exists(file) ? "is no file" : found));
  }

  /** Whether it is in a directory, or linked to one, that keeps back what is there. */
  private static boolean isShutAway(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      return false;
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
        soundStructure(name, reader, in, true);
        in.seek(0);
        reader.setInput(in, true, true);
        return (long) reader.getWidth(0) * reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static DigitPicture decode(String name, ImageInputStream in) throws IOException {
    ImageReader reader = reader(in).orElseThrow(() -> unknownFormat(name, in));
    try {
      Structure structure = soundStructure(name, reader, in, false);
      in.seek(0);
      reader.setInput(in, true, true);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      Dimension size = new Dimension(reader.getWidth(0), reader.getHeight(0));
      DigitPicture.expectSize(name, size.width, size.height);
      long pixels = (long) size.width * size.height;
      expectFewScans(name, structure.scans(), pixels);
      int step = DigitPicture.step(size.width, size.height);
      ImageReadParam thinned = reader.getDefaultReadParam();
      thinned.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = AT_A_TIME.decoded(pixels, () -> reader.read(0, thinned));
      expectComplete(warnings);
      return DigitPicture.of(name, size, image, 1, ExifOrientation.of(structure.exif()));
    } catch (RuntimeException | OutOfMemoryError e) {
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

  /**
   * Checks what a decoder would take time or memory for before it has read the size.
   *
   * @param header whether only that is to be read: a JPEG picture's scans are then left out
   * @return the scans of a JPEG picture, 0 for others, and what JPEG's and PNG's Exif part holds
   */
  private static Structure soundStructure(
      String name, ImageReader reader, ImageInputStream in, boolean header) throws IOException {
    if (is(reader, JPEG)) {
      JpegStructure jpeg =
          header ? JpegStructure.ofHeader(in, MAX_SEGMENTS) : JpegStructure.of(in, MAX_SEGMENTS);
      if (!jpeg.isPlain()) {
        throw new PictureException(
            "%s is a lossless, arithmetic or otherwise unusual JPEG picture, expected a baseline or progressive one; save it as a plain PNG"
                .formatted(name));
      }
      if (Math.max(jpeg.segments(), jpeg.filling()) > MAX_SEGMENTS) {
        throw new PictureException(
            "%s has %d segments and %d bytes between them, expected at most %d; save it as a plain PNG"
                .formatted(name, jpeg.segments(), jpeg.filling(), MAX_SEGMENTS));
      }
      return new Structure(jpeg.scans(), jpeg.exif());
    }
    if (is(reader, "bmp") && hasPictureWithin(in)) {
      throw new PictureException(
          "%s is a BMP file with a JPEG or PNG picture in it, expected pixels; save it as a plain PNG"
              .formatted(name));
    }
    if (is(reader, "png")) {
      PngStructure png = new PngStructure(in, MAX_CHUNKS);
      if (png.chunks() > MAX_CHUNKS) {
        throw new PictureException(
            "%s has more than %d chunks; save it as a plain PNG".formatted(name, MAX_CHUNKS));
      }
      if (png.longest() > MAX_CHUNK) {
        throw new PictureException(
            "%s has a chunk of %d bytes beside its pixels, expected at most %d; save it as a plain PNG"
                .formatted(name, png.longest(), MAX_CHUNK));
      }
      return new Structure(0, png.exif());
    }
    if (is(reader, "gif") && GifStructure.blocks(in, MAX_BLOCKS) > MAX_BLOCKS) {
      throw new PictureException(
          "%s has more than %d blocks before its pixels; save it as a plain PNG"
              .formatted(name, MAX_BLOCKS));
    }
    return new Structure(0, new byte[0]);
  }

  private static boolean is(ImageReader reader, String format) throws IOException {
    return reader.getFormatName().equalsIgnoreCase(format);
  }

  /** The decoder would give it to another one, which knows no limit. */
  private static boolean hasPictureWithin(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(BMP_HEADER);
    if (in.readInt() < BMP_COMPRESSION - BMP_HEADER + Integer.BYTES) {
      return false;
    }
    in.seek(BMP_COMPRESSION);
    int compression = in.readInt();
    return compression == BMP_JPEG || compression == BMP_PNG;
  }

  /** Each scan of a JPEG picture goes over all pixels, and there may be any number of them. */
  private static void expectFewScans(String name, long scans, long pixels) {
    long most = MAX_PIXELS_OF_SCANS / pixels;
    if (scans > most) {
      throw new PictureException(
          "%s has %d scans, expected at most %d at its size; save it as a plain PNG"
              .formatted(name, scans, most));
    }
  }

  /** The decoder fills in the rest of a truncated JPEG and only warns. */
  private static void expectComplete(List<String> warnings) throws IOException {
    if (warnings.stream().anyMatch(warning -> warning.startsWith("Truncated"))) {
      throw new EOFException(CUT_SHORT);
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

  private static PictureException damaged(String name, Throwable cause) {
    String reason = cause instanceof EOFException ? CUT_SHORT : cause.getMessage();
    return PictureException.of(
        name,
        cause,
        "cannot be decoded (%s); get it again or save it as a plain PNG"
            .formatted(reason == null ? "its content is damaged" : reason));
  }
}
