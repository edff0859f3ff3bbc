package mnist4j.picture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a PNG file, counted without decoding, and what its Exif chunk holds. */
final class PngStructure {

  private static final int SIGNATURE = 8;
  private static final int EXIF = 0x65584966;
  private static final int END = 0x49454e44;

  /** As in a JPEG file. */
  private static final int MAX_EXIF = 65_535;

  private int chunks;
  private byte[] exif = {};

  /**
   * Reads a file from its start to its last chunk, or until there are more chunks than that.
   *
   * @param most chunks
   */
  static PngStructure of(ImageInputStream in, int most) throws IOException {
    return new PngStructure(in, most);
  }

  private PngStructure(ImageInputStream in, int most) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    in.seek(SIGNATURE);
    try {
      int type = 0;
      for (int length = in.readInt();
          length >= 0 && type != END && chunks <= most;
          length = in.readInt()) {
        chunks++;
        type = in.readInt();
        long end = in.getStreamPosition() + length + Integer.BYTES;
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

  /** A TIFF header and its directories; empty if there is no such chunk. */
  byte[] exif() {
    return exif;
  }
}
