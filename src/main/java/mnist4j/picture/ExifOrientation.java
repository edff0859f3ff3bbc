package mnist4j.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera says that a picture is to be turned: the tag Orientation of Exif (CIPA DC-008), in
 * the APP1 segment of a JPEG or the eXIf chunk of a PNG.
 */
enum ExifOrientation {
  /** As it is. */
  TOP_LEFT,
  /** Mirrored left to right. */
  TOP_RIGHT,
  /** Turned by 180 degrees. */
  BOTTOM_RIGHT,
  /** Mirrored top to bottom. */
  BOTTOM_LEFT,
  /** Mirrored along the falling diagonal. */
  LEFT_TOP,
  /** To be turned clockwise by 90 degrees. */
  RIGHT_TOP,
  /** Mirrored along the rising diagonal. */
  RIGHT_BOTTOM,
  /** To be turned anticlockwise by 90 degrees. */
  LEFT_BOTTOM;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final String EXIF = "Exif\0\0";
  private static final int EXIF_CHUNK = 0x65584966;
  private static final int END_CHUNK = 0x49454e44;
  private static final int JPEG_SIGNATURE = 0xffd8;
  private static final int PNG_SIGNATURE = 0x89504e47;
  private static final int MAX_BYTES = 65_535;

  /**
   * {@code [height * width]} turned as it is to be seen; the sides change places in the last four.
   */
  int[] turned(int[] pixels, int width) {
    if (this == TOP_LEFT) {
      return pixels;
    }
    int height = pixels.length / width;
    int columns = swapsSides() ? height : width;
    int[] turned = new int[pixels.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = pixels[source(i % columns, i / columns, width, height)];
    }
    return turned;
  }

  boolean swapsSides() {
    return ordinal() >= LEFT_TOP.ordinal();
  }

  /** Where a pixel of the turned picture is in the stored one. */
  private int source(int x, int y, int width, int height) {
    int right = width - 1;
    int bottom = (height - 1) * width;
    return switch (this) {
      case TOP_LEFT -> y * width + x;
      case TOP_RIGHT -> y * width + right - x;
      case BOTTOM_RIGHT -> bottom - y * width + right - x;
      case BOTTOM_LEFT -> bottom - y * width + x;
      case LEFT_TOP -> x * width + y;
      case RIGHT_TOP -> bottom - x * width + y;
      case RIGHT_BOTTOM -> bottom - x * width + right - y;
      case LEFT_BOTTOM -> x * width + right - y;
    };
  }

  /** The orientation that a file states, and as it is if it states none or is damaged. */
  static ExifOrientation of(ImageInputStream in) throws IOException {
    try {
      in.seek(0);
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      int start = in.readInt();
      if (start >>> 16 == JPEG_SIGNATURE) {
        in.seek(Short.BYTES);
        return ofJpeg(in);
      }
      return start == PNG_SIGNATURE ? ofPng(in) : TOP_LEFT;
    } catch (EOFException
        | IndexOutOfBoundsException
        | BufferUnderflowException
        | IllegalArgumentException e) {
      return TOP_LEFT;
    }
  }

  private static ExifOrientation ofJpeg(ImageInputStream in) throws IOException {
    while (in.readUnsignedByte() == 0xff) {
      int marker = in.readUnsignedByte();
      if (marker == START_OF_SCAN) {
        return TOP_LEFT;
      }
      if (marker == 0xff) {
        in.seek(in.getStreamPosition() - 1);
        continue;
      }
      long end = in.getStreamPosition() + in.readUnsignedShort();
      if (marker == APP1) {
        byte[] segment = new byte[(int) Math.max(0, end - in.getStreamPosition())];
        in.readFully(segment);
        if (new String(segment, StandardCharsets.ISO_8859_1).startsWith(EXIF)) {
          return ofTiff(
              ByteBuffer.wrap(segment, EXIF.length(), segment.length - EXIF.length()).slice());
        }
      }
      in.seek(Math.max(end, in.getStreamPosition()));
    }
    return TOP_LEFT;
  }

  private static ExifOrientation ofPng(ImageInputStream in) throws IOException {
    in.seek(2 * Integer.BYTES);
    while (true) {
      int length = in.readInt();
      int type = in.readInt();
      if (length < 0 || type == END_CHUNK) {
        return TOP_LEFT;
      }
      if (type == EXIF_CHUNK && length <= MAX_BYTES) {
        byte[] chunk = new byte[length];
        in.readFully(chunk);
        return ofTiff(ByteBuffer.wrap(chunk));
      }
      in.seek(in.getStreamPosition() + length + Integer.BYTES);
    }
  }

  /** Looks the tag up in the first directory. */
  private static ExifOrientation ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.position(tiff.getInt(4));
    for (int entries = tiff.getShort() & 0xffff; entries > 0; entries--) {
      int tag = tiff.getShort() & 0xffff;
      int type = tiff.getShort();
      tiff.getInt();
      int value = tiff.getShort();
      tiff.getShort();
      if (tag == TAG && type == SHORT && value >= 1 && value <= values().length) {
        return values()[value - 1];
      }
    }
    return TOP_LEFT;
  }
}
