package mnist4j.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * What decoders of JPEG files spend time and memory on, counted without decoding: the scans, the
 * segments, and the bytes between the segments before the first scan; and what its Exif segment
 * holds. It ends with the picture; telephones put videos behind it.
 */
final class JpegStructure {

  private static final int MARKER = 0xff;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private final ImageInputStream in;
  private final byte[] block = new byte[8_192];
  private int position;
  private int length;

  private long scans;
  private long segments;
  private long filling;
  private byte[] exif = {};

  /** Reads a file from its start to the end of its first picture. */
  static JpegStructure of(ImageInputStream in) throws IOException {
    return new JpegStructure(in, END_OF_IMAGE);
  }

  /** Reads a file from its start to its first scan, as far as a decoder reads for the size. */
  static JpegStructure ofHeader(ImageInputStream in) throws IOException {
    return new JpegStructure(in, START_OF_SCAN);
  }

  private JpegStructure(ImageInputStream in, int last) throws IOException {
    this.in = in;
    in.seek(0);
    int next = read();
    while (next >= 0) {
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
          if (next > 0 && (next < FIRST_RESTART || next > START_OF_IMAGE)) {
            segment(next);
          }
          next = read();
        }
      }
    }
  }

  /** A byte that is in no segment; in a scan it is a part of the picture. */
  private void count() {
    filling += scans == 0 ? 1 : 0;
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

  /** A TIFF header and its directories; empty if there is no such segment. */
  byte[] exif() {
    return exif;
  }
}
