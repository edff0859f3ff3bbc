package mnist4j.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * What decoders of JPEG files spend time and memory on, counted without decoding: the scans, the
 * segments, and the bytes between the segments before the first scan; whether it is a picture of
 * the usual kind; and what its Exif segment holds. It ends with the picture; telephones put videos
 * behind it.
 */
final class JpegStructure {

  private static final int MARKER = 0xff;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;

  /** No segment follows it, nor a 0. */
  private static final int TEMPORARY = 0x01;

  /** The first markers of frames; extended pictures have the one between them. */
  private static final int BASELINE = 0xc0;

  private static final int PROGRESSIVE = 0xc2;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int LAST_FRAME = 0xcf;
  private static final int APP1 = 0xe1;
  private static final int LAST_APP = 0xef;
  private static final int COMMENT = 0xfe;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private final ImageInputStream in;
  private final byte[] block = new byte[8_192];
  private int position;
  private int length;

  private long scans;
  private long segments;
  private long filling;
  private boolean plain = true;
  private byte[] exif = {};

  /**
   * Reads a file from its start to the end of its first picture, or until it is known to be none to
   * decode.
   *
   * @param most segments, and bytes between them
   */
  static JpegStructure of(ImageInputStream in, int most) throws IOException {
    return new JpegStructure(in, END_OF_IMAGE, most);
  }

  /**
   * Reads a file from its start to its first scan, as far as a decoder reads for the size.
   *
   * @param most segments, and bytes between them
   */
  static JpegStructure ofHeader(ImageInputStream in, int most) throws IOException {
    return new JpegStructure(in, START_OF_SCAN, most);
  }

  private JpegStructure(ImageInputStream in, int last, int most) throws IOException {
    this.in = in;
    in.seek(0);
    int next = read();
    while (next >= 0 && plain && Math.max(segments, filling) <= most) {
      if (next != MARKER) {
        count();
        next = read();
      } else {
        next = read();
        if (next == last || next == END_OF_IMAGE) {
          return;
        }
        if (next == MARKER) {
          count();
        } else {
          marker(next);
          next = read();
        }
      }
    }
  }

  /** A byte that is in no segment; in a scan it is a part of the picture. */
  private void count() {
    filling += scans == 0 ? 1 : 0;
  }

  /**
   * Of those before the first scan, others than these have no place there. Decoders differ in
   * whether they take what follows for a length, so that one would see a frame where another, or
   * this class, sees none.
   */
  private void marker(int marker) throws IOException {
    if (marker < 0 || marker == START_OF_IMAGE) {
      return;
    }
    boolean alone = marker <= TEMPORARY || marker >= FIRST_RESTART && marker < START_OF_IMAGE;
    boolean known = marker >= BASELINE && marker <= LAST_APP || marker == COMMENT;
    plain &= scans > 0 || known && !alone;
    if (!alone) {
      plain &= marker <= PROGRESSIVE || marker == HUFFMAN_TABLES || marker > LAST_FRAME;
      segment(marker);
    }
  }

  private void segment(int marker) throws IOException {
    segments++;
    scans += marker == START_OF_SCAN ? 1 : 0;
    int bytes = (read() << Byte.SIZE | read()) - Short.BYTES;
    if (marker == APP1 && scans == 0 && exif.length == 0) {
      readExif(Math.max(0, bytes));
    } else {
      skip(bytes);
    }
  }

  /** The segment may hold something else. */
  private void readExif(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) read();
    }
    if (bytes >= EXIF.length && Arrays.equals(content, 0, EXIF.length, EXIF, 0, EXIF.length)) {
      exif = Arrays.copyOfRange(content, EXIF.length, bytes);
    }
  }

  /** The next byte, or −1 at the end. */
  private int read() throws IOException {
    if (position == length) {
      position = 0;
      length = Math.max(0, in.read(block));
    }
    return length == 0 ? -1 : block[position++] & 0xff;
  }

  private void skip(int bytes) throws IOException {
    int left = bytes;
    while (left > 0 && read() >= 0) {
      int inBlock = Math.min(left - 1, length - position);
      position += inBlock;
      left -= 1 + inBlock;
    }
  }

  long scans() {
    return scans;
  }

  long segments() {
    return segments;
  }

  long filling() {
    return filling;
  }

  /**
   * Whether it is a baseline or progressive picture, and before its first scan has nothing but
   * segments. Of others, lossless ones take many times the memory.
   */
  boolean isPlain() {
    return plain;
  }

  /** A TIFF header and its directories; empty if there is no such segment. */
  byte[] exif() {
    return exif;
  }
}
