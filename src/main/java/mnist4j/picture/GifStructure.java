package mnist4j.picture;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * The extensions of a GIF file before its first image, counted without decoding. The JDK's decoder
 * keeps them all, and joins the blocks of one in a time that grows with the square of their number.
 */
final class GifStructure {

  /** Where the file says how many colours there are, and where these begin. */
  private static final int FLAGS = 10;

  private static final int HEADER = 13;

  private static final int EXTENSION = 0x21;
  private static final int PLAIN_TEXT = 0x01;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int APPLICATION = 0xff;

  /** Behind the label; the decoder does not look at their lengths. */
  private static final int GRAPHIC_CONTROL_BYTES = 6;

  private static final int PLAIN_TEXT_BYTES = 13;

  private final ImageInputStream in;
  private final int most;
  private int blocks;

  /**
   * Extensions and the blocks in them, from the file's start to its first image, or until there are
   * more than {@code most}.
   */
  static int blocks(ImageInputStream in, int most) throws IOException {
    return new GifStructure(in, most).blocks;
  }

  private GifStructure(ImageInputStream in, int most) throws IOException {
    this.in = in;
    this.most = most;
    in.seek(FLAGS);
    int flags = in.readUnsignedByte();
    int colours = flags >= 0x80 ? 2 << (flags & 7) : 0;
    in.seek(HEADER + 3 * colours);
    try {
      while (blocks <= most && in.readUnsignedByte() == EXTENSION) {
        blocks++;
        extension(in.readUnsignedByte());
      }
    } catch (EOFException e) {
      // The decoder says what is wrong.
    }
  }

  /** Goes on where the decoder does, so that nothing is hidden behind a wrong length. */
  private void extension(int label) throws IOException {
    switch (label) {
      case GRAPHIC_CONTROL -> in.skipBytes(GRAPHIC_CONTROL_BYTES);
      case PLAIN_TEXT -> {
        in.skipBytes(PLAIN_TEXT_BYTES);
        countBlocks();
      }
      case APPLICATION -> {
        in.skipBytes(in.readUnsignedByte());
        countBlocks();
      }
      default -> countBlocks();
    }
  }

  private void countBlocks() throws IOException {
    for (int size = in.readUnsignedByte();
        size > 0 && blocks <= most;
        size = in.readUnsignedByte()) {
      blocks++;
      in.skipBytes(size);
    }
  }
}
