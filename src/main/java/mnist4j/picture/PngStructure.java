package mnist4j.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * The chunks of a PNG file, counted without decoding, the longest of those that take memory beside
 * the picture, and what its Exif chunk holds.
 */
final class PngStructure {

  private static final int SIGNATURE = 8;
  private static final int EXIF = 0x65584966;
  private static final int END = 0x49454e44;

  /** IDAT, and fdAT of an animation; iCCP, a profile; iTXt and zTXt, which decoders pass over. */
  private static final Set<Integer> MAY_BE_LONG =
      Set.of(0x49444154, 0x66644154, 0x69434350, 0x69545874, 0x7a545874);

  /** Where the file says how colours are stored. */
  private static final int COLOUR_TYPE = 25;

  private static final int PALETTE = 3;

  /** As in a JPEG file. */
  private static final int MAX_EXIF = 65_535;

  private int chunks;
  private int longest;
  private byte[] exif = {};

  /**
   * Reads a file from its start to its last chunk, or until there are more chunks than that.
   *
   * @param most chunks
   */
  PngStructure(ImageInputStream in, int most) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    try {
      in.seek(COLOUR_TYPE);
      boolean palette = in.readUnsignedByte() == PALETTE;
      in.seek(SIGNATURE);
      int type = 0;
      for (int length = in.readInt();
          length >= 0 && type != END && chunks <= most;
          length = in.readInt()) {
        chunks++;
        type = in.readInt();
        long end = in.getStreamPosition() + length + Integer.BYTES;
        if (palette && !MAY_BE_LONG.contains(type)) {
          longest = Math.max(longest, length);
        }
        if (type == EXIF && length <= MAX_EXIF && exif.length == 0) {
          byte[] content = new byte[length];
          in.readFully(content);
          exif = content;
        }
        in.seek(end);
      }
    } catch (EOFException e) {
      // The decoder says what is wrong.
    }
  }

  int chunks() {
    return chunks;
  }

  /**
   * Bytes of the longest chunk that the JDK's decoder keeps, up to ten for each, beside the pixels:
   * of a picture with a palette, since it passes over the chunks of others.
   */
  int longest() {
    return longest;
  }

  /** A TIFF header and its directories; empty if there is no such chunk. */
  byte[] exif() {
    return exif;
  }
}
