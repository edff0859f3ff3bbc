package mnist4j.report;

import static mnist4j.FileNames.namesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import mnist4j.charts.Figure;
import mnist4j.charts.Pixels;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {

  private static final Figure RED_CORNER = new Square(30, 20, Color.RED);

  @TempDir private Path directory;

  @Nested
  class Writes {

    @Test
    void aPngOfTwoPixelsPerUnitOnWhite() throws IOException {
      Path file = directory.resolve("corner.png");
      PngFile.write(file, RED_CORNER);
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isEqualTo(60);
      assertThat(image.getHeight()).isEqualTo(40);
      assertThat(Pixels.at(image, 2, 2)).isEqualTo(Color.RED);
      assertThat(Pixels.at(image, 20, 15)).isEqualTo(Color.WHITE);
    }

    @Test
    void thatSaysWhoDrewIt() throws IOException {
      Path file = directory.resolve("corner.png");
      PngFile.write(file, RED_CORNER);
      assertThat(PngFile.isDrawn(file)).isTrue();
      Path other = directory.resolve("other.png");
      ImageIO.write(RED_CORNER.draw(), "png", other.toFile());
      assertThat(PngFile.isDrawn(other)).isFalse();
    }

    @Test
    void intoDirectoriesItCreates() throws IOException {
      Path file = directory.resolve("a/b/corner.png");
      PngFile.write(file, RED_CORNER);
      assertThat(file).isRegularFile();
    }

    @Test
    void overWhatWasThereAndLeavesNothingElse() throws IOException {
      Path file = directory.resolve("corner.png");
      Files.writeString(file, "old");
      PngFile.write(file, RED_CORNER);
      assertThat(ImageIO.read(file.toFile())).isNotNull();
      assertThat(namesIn(directory)).containsExactly("corner.png");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesThatWhoeverMayReadOtherFilesMayRead() throws IOException {
      Path ordinary = Files.writeString(directory.resolve("ordinary"), "");
      Path file = directory.resolve("corner.png");
      PngFile.write(file, RED_CORNER);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }
  }

  @Nested
  class WhenItFails {

    @Test
    void inDrawingWhatWasThereIsKept() throws IOException {
      Path file = Files.writeString(directory.resolve("corner.png"), "old");
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> PngFile.write(file, new Broken()));
      assertThat(file).hasContent("old");
      assertThat(namesIn(directory)).containsExactly("corner.png");
    }

    @Test
    void becauseADirectoryHasItsNameNothingIsLeft() throws IOException {
      Path taken = Files.createDirectory(directory.resolve("corner.png"));
      Files.writeString(taken.resolve("inside"), "old");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> PngFile.write(taken, RED_CORNER))
          .withMessage("cannot write " + taken + ", which is no regular file; name another");
      assertThat(taken.resolve("inside")).hasContent("old");
      assertThat(namesIn(directory)).containsExactly("corner.png");
    }

    @Test
    void becauseAParentIsAFileItSaysSo() throws IOException {
      Path parent = Files.writeString(directory.resolve("models"), "old");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> PngFile.write(parent.resolve("loss.png"), RED_CORNER))
          .withMessageContaining("check that " + parent + " is a directory");
      assertThat(parent).hasContent("old");
    }
  }

  private record Square(int width, int height, Color colour) implements Figure {
    @Override
    public void paint(Graphics2D graphics) {
      graphics.setColor(colour);
      graphics.fillRect(0, 0, 10, 10);
    }
  }

  private record Broken() implements Figure {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public int height() {
      return 1;
    }

    @Override
    public void paint(Graphics2D graphics) {
      throw new IllegalStateException("broken");
    }
  }
}
