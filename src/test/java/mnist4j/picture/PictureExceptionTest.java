package mnist4j.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureExceptionTest {

  private static final String MEMORY =
      " needs more memory than is free; scale it down or raise -Xmx";

  /** Reads pictures, and says of each that it was prepared, or why not. */
  public static void main(String[] files) {
    for (String file : files) {
      try {
        PreparedDigit.of(PictureFile.read(Path.of(file)));
        System.out.println("prepared");
      } catch (PictureException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** The JDK's decoder of PNG hides that memory ran out. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void saysWhichPictureNeedsTooMuchMemoryAndTheNextIsRead(String format, @TempDir Path directory)
      throws Exception {
    Path large = bar(2_000, 1_900, directory.resolve("large." + format));
    Path small = bar(100, 120, directory.resolve("small." + format));
    Process program =
        new ProcessBuilder(
                ChildJvm.JAVA,
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                PictureExceptionTest.class.getName(),
                large.toString(),
                small.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(program.getInputStream().readAllBytes()).lines())
        .containsExactly(large + MEMORY, "prepared");
    assertThat(program.waitFor()).isZero();
  }

  private static Path bar(int width, int height, Path file) throws IOException {
    BufferedImage image =
        Sketch.image(width, height, (x, y) -> x > width / 2 && x < 3 * width / 5 ? 0 : 255);
    String name = file.getFileName().toString();
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  @Test
  void isOneLineThatCommandsTheTerminalNothing() {
    assertThat(new PictureException("a\n\u001b[31m\u202eb.png is blank"))
        .hasMessage("a??[31m?b.png is blank");
  }

  @Test
  void isThePicturesOwnWhateverFailed() {
    assertThat(PictureException.of("7.png", new OutOfMemoryError("Java heap space"), "is odd"))
        .hasMessage("7.png" + MEMORY);
    IOException hidden = new IOException("in read", new OutOfMemoryError("Java heap space"));
    for (Exception deep : new Exception[] {hidden, new IllegalStateException(hidden)}) {
      assertThat(PictureException.of("7.png", deep, "is odd"))
          .hasMessage("7.png" + MEMORY)
          .hasCauseInstanceOf(OutOfMemoryError.class);
    }
    assertThat(PictureException.of("7.png", new IllegalStateException("negative"), "is odd"))
        .hasMessage("7.png is odd")
        .hasRootCauseMessage("negative");
    assertThat(PictureException.of("7.png", new IOException("cut"), "is odd").isFault()).isFalse();
    PictureException known = new PictureException("7.png is blank");
    assertThat(PictureException.of("7.png", known, "is odd")).isSameAs(known);
    assertThat(PictureException.ofFault("7.png", known, "is odd")).isSameAs(known);
  }

  @Test
  void saysWhetherTheProgramIsAtFault() {
    PictureException fault =
        PictureException.ofFault("7.png", new IllegalStateException("negative"), "is odd");
    assertThat(fault).hasMessage("7.png is odd").hasRootCauseMessage("negative");
    assertThat(fault.isFault()).isTrue();
    assertThat(new PictureException("7.png is blank").isFault()).isFalse();
  }
}
