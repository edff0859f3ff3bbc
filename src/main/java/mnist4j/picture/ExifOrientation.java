package mnist4j.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  /**
   * The orientation that a picture states, and as it is if it states none or is damaged.
   *
   * @param exif a TIFF header and its directories; empty if the picture has none
   */
  static ExifOrientation of(byte[] exif) {
    try {
      return ofTiff(ByteBuffer.wrap(exif));
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      return TOP_LEFT;
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
