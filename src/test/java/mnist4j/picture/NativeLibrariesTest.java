package mnist4j.picture;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import mnist4j.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a JVM of its own, since other tests have loaded what is looked for. */
@EnabledOnOs(OS.LINUX)
class NativeLibrariesTest {

  private static Set<String> loaded() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .map(line -> line.replaceFirst(".* ", ""))
        .filter(name -> name.contains(".so"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Prints the libraries that are loaded by decoding though they were to be loaded before. */
  public static void main(String[] arguments) throws IOException {
    PictureFile.loadLibraries();
    Set<String> before = loaded();
    for (String format : new String[] {"jpeg", "png", "gif", "bmp"}) {
      for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
        BufferedImage image = new BufferedImage(40, 40, type);
        image.createGraphics().fillRect(10, 5, 4, 30);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        PreparedDigit.of(PictureFile.decode(format, file.toByteArray()));
      }
    }
    ColorModel photoCd =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_PYCC),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    DigitPicture.of(
        "another colour space",
        new BufferedImage(photoCd, photoCd.createCompatibleWritableRaster(40, 40), false, null));
    loaded().stream().filter(not(before::contains)).forEach(System.out::println);
    System.out.println("decoded");
  }

  @Test
  void allThatDecodingNeedsAreLoadedBefore() throws Exception {
    Process program =
        new ProcessBuilder(
                ChildJvm.JAVA,
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                NativeLibrariesTest.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(program.getInputStream().readAllBytes())).isEqualTo("decoded\n");
    assertThat(program.waitFor()).isZero();
  }
}
