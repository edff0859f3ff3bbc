package mnist4j.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of images or labels in the format of <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's npy
 * files</a>, checked before memory is allocated. ND4J's own reader ends the program, or reads
 * beyond the array, where a header is wrong or only unusual.
 *
 * @param name in messages
 * @param shape {@code [n, rows, columns]} of images, {@code [n]} of labels
 * @param bytes one per element
 */
record NpyArray(String name, int[] shape, byte[] bytes) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final int LAST_VERSION = 3;
  private static final int ALIGNMENT = 64;
  private static final int MAX_HEADER = 10_000;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*\\{\\s*'descr': *'([^']{1,10})', *'fortran_order': *(True|False), *'shape': *\\(([\\d, ]{0,80})\\),?\\s*\\}\\s*");

  private static final String BYTES = "|u1";

  private static final List<String> INTEGERS =
      List.of(BYTES, "|i1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8");

  private record Header(String type, boolean fortranOrder, long[] shape) {

    long items() {
      // No dimension is as large as the bound, so that the product of four cannot overflow.
      return Arrays.stream(shape).reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
    }

    /** Such as 'f' of {@code <f4}. */
    char kind() {
      return type.length() > 1 ? type.charAt(1) : ' ';
    }

    boolean isSigned() {
      return kind() == 'i';
    }

    int itemBytes() {
      return type.charAt(2) - '0';
    }

    String shapeText() {
      return Arrays.toString(shape);
    }
  }

  /**
   * Reads an array of images, uint8 {@code [n, rows, columns]}, or of labels, integers {@code [n]}.
   *
   * @param name in messages
   * @param most bytes that the file can hold, decompressed
   * @throws DataException if the array has another type or shape, or the file another length
   */
  static NpyArray read(String name, InputStream from, long most, boolean images)
      throws IOException {
    DataInputStream in = new DataInputStream(from);
    Header header = header(name, in);
    return images ? readImages(name, header, in, most) : readLabels(name, header, in, most);
  }

  private static NpyArray readImages(String name, Header header, DataInputStream in, long most)
      throws IOException {
    long[] shape = header.shape;
    boolean channel = shape.length == 4 && shape[3] == 1;
    if (!header.type.equals(BYTES) || header.fortranOrder) {
      throw new DataException(
          "%s has type %s%s, expected uint8 in C order, grey values 0 to 255; convert it with %s"
              .formatted(
                  name,
                  header.type,
                  header.fortranOrder ? " in Fortran order" : "",
                  conversion(header)));
    }
    if (shape.length != 3 && !channel || header.items() == 0) {
      throw new DataException(
          "%s has shape %s, expected [images, rows, columns]".formatted(name, header.shapeText()));
    }
    if (header.items() > LabelledImages.MAX_PIXELS) {
      throw new DataException(
          "%s has shape %s, expected at most %d pixels in all"
              .formatted(name, header.shapeText(), LabelledImages.MAX_PIXELS));
    }
    // The bytes of a uint8 array are the images; ND4J would copy them twice.
    byte[] pixels = IdxReader.readBody(name, in, (int) header.items(), most);
    return new NpyArray(name, new int[] {(int) shape[0], (int) shape[1], (int) shape[2]}, pixels);
  }

  /** Numbers from 0 to 1 would all become 0, or 0 and 1, as integers. */
  private static String conversion(Header header) {
    String plain = "numpy.ascontiguousarray(a, 'uint8')";
    return switch (header.kind()) {
      case 'b' -> "numpy.ascontiguousarray(255 * a, 'uint8')";
      case 'f' ->
          plain
              + ", or numpy.ascontiguousarray((255 * a).round(), 'uint8') if its values are 0 to 1";
      default -> plain;
    };
  }

  private static NpyArray readLabels(String name, Header header, DataInputStream in, long most)
      throws IOException {
    long[] shape = header.shape;
    if (!INTEGERS.contains(header.type)) {
      throw new DataException(
          "%s has type %s, expected integers, the labels; convert it with a.astype('uint8')"
              .formatted(name, header.type));
    }
    boolean column = shape.length == 2 && shape[1] == 1;
    if (shape.length != 1 && !column || header.items() == 0) {
      throw new DataException(
          "%s has shape %s, expected [images], one label per image"
              .formatted(name, header.shapeText()));
    }
    if (header.items() > LabelledImages.MAX_IMAGES) {
      throw new DataException(
          "%s has %d labels, expected at most %d"
              .formatted(name, header.items(), LabelledImages.MAX_IMAGES));
    }
    int length = (int) header.items() * header.itemBytes();
    byte[] body = IdxReader.readBody(name, in, length, most);
    byte[] labels = header.type.equals(BYTES) ? body : converted(name, header, body);
    return new NpyArray(name, new int[] {labels.length}, labels);
  }

  private static byte[] converted(String name, Header header, byte[] body) {
    int size = header.itemBytes();
    int unused = Long.SIZE - Byte.SIZE * size;
    byte[] labels = new byte[body.length / size];
    for (int i = 0; i < labels.length; i++) {
      // Little-endian, two's complement where there is a sign.
      long value = 0;
      for (int place = size - 1; place >= 0; place--) {
        value = value << Byte.SIZE | body[size * i + place] & 0xff;
      }
      value = header.isSigned() ? value << unused >> unused : value;
      if (value < 0 || value > LabelledImages.MAX_LABEL) {
        throw new DataException(
            "%s has label %s at position %d, expected 0 to %d"
                .formatted(
                    name,
                    header.isSigned() ? value : Long.toUnsignedString(value),
                    i,
                    LabelledImages.MAX_LABEL));
      }
      labels[i] = (byte) value;
    }
    return labels;
  }

  private static Header header(String name, DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8
        || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))
        || start[6] < 1
        || start[6] > LAST_VERSION) {
      throw new DataException("%s is no NumPy array; get the file again".formatted(name));
    }
    // Version 1 has a length of 2 bytes, later ones of 4, little-endian.
    byte[] size = in.readNBytes(start[6] == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | size[i] & 0xff;
    }
    if (length > MAX_HEADER) {
      throw new DataException(
          "%s has a header of %d bytes, expected at most %d; get the file again"
              .formatted(name, length, MAX_HEADER));
    }
    byte[] text = in.readNBytes((int) length);
    Matcher header = HEADER.matcher(new String(text, ISO_8859_1));
    if (!header.matches()) {
      throw new DataException(
          "%s has a header that is none of a plain array; save it with numpy.save".formatted(name));
    }
    return new Header(
        header.group(1), header.group(2).equals("True"), shape(name, header.group(3)));
  }

  private static long[] shape(String name, String text) {
    List<String> numbers =
        Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    if (numbers.size() > 4 || numbers.stream().anyMatch(number -> !number.matches("\\d{1,9}"))) {
      throw new DataException(
          "%s has shape (%s), expected [images, rows, columns] or [images]".formatted(name, text));
    }
    return numbers.stream().mapToLong(Long::parseLong).toArray();
  }

  /**
   * Images with their labels.
   *
   * @throws DataException if their numbers differ
   */
  static LabelledImages labelled(NpyArray images, NpyArray labels) {
    int[] shape = images.shape;
    if (shape[0] != labels.bytes.length) {
      throw new DataException(
          "%s has %d images but %s has %d labels; expected the same number"
              .formatted(images.name, shape[0], labels.name, labels.bytes.length));
    }
    return LabelledImages.wrap(shape[1], shape[2], images.bytes, labels.bytes);
  }

  /** Writes images as uint8 {@code [n, rows, columns]}. */
  static void writeImages(LabelledImages images, OutputStream out) throws IOException {
    out.write(header(images.size() + ", " + images.rows() + ", " + images.columns()));
    images.writePixels(out);
  }

  /** Writes labels as uint8 {@code [n]}. */
  static void writeLabels(LabelledImages images, OutputStream out) throws IOException {
    out.write(header(images.size() + ","));
    images.writeLabels(out);
  }

  /** Format version 1.0; NumPy pads the header with spaces to a multiple of 64 bytes. */
  private static byte[] header(String shape) {
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }".formatted(shape);
    int fixed = MAGIC.length + 4;
    int length = (fixed + text.length()) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - fixed));
    header.put(text.getBytes(ISO_8859_1));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
