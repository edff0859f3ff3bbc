package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;

class JpegStructureTest {

  /** Hexadecimal digits, and then zeros. */
  private static ImageInputStream jpeg(String start, int zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(HexFormat.of().parseHex(start));
    bytes.write(new byte[zeros]);
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  void isReadNoFartherThanItsLimits() throws IOException {
    String comment = "fffe0002";
    for (String start : new String[] {"ffd8" + comment.repeat(11) + "ffda0002", "ffd8"}) {
      ImageInputStream in = jpeg(start, 1_000_000);
      JpegStructure structure = JpegStructure.of(in, 10);
      assertThat(Math.max(structure.segments(), structure.filling())).isEqualTo(11);
      assertThat(in.getStreamPosition()).isLessThan(10_000);
    }
  }

  @Test
  void isReadToTheEndOfItsScanWithinThem() throws IOException {
    ImageInputStream in = jpeg("ffd8ffda0002", 100_000);
    JpegStructure structure = JpegStructure.of(in, 10);
    assertThat(structure.scans()).isEqualTo(1);
    assertThat(structure.filling()).isZero();
    assertThat(in.getStreamPosition()).isEqualTo(100_006);
  }

  @Test
  void isPlainWithRestartsAndZerosInAScanOnly() throws IOException {
    assertThat(JpegStructure.of(jpeg("ffd8ffda0002ff00ffd0ffd7", 9), 10).isPlain()).isTrue();
    for (String marker : new String[] {"00", "01", "02", "bf", "d0", "d7", "f0", "fd"}) {
      assertThat(JpegStructure.of(jpeg("ffd8ff" + marker + "ffda0002", 9), 10).isPlain())
          .as(marker)
          .isFalse();
    }
  }
}
