package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import mnist4j.IdxFiles;
import mnist4j.data.LabelledImages;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of 32 x 32 pixels and four classes, from training to a picture. */
class OtherSizesTest {

  private static final int SIDE = 32;
  private static final List<String> CLASSES =
      List.of("upper left", "upper right", "lower left", "lower right");

  @TempDir private Path directory;

  /** A grey level for each image, in the quarter after which its class is called. */
  private static LabelledImages quarters(int count) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    byte[] labels = new byte[count];
    for (int image = 0; image < count; image++) {
      labels[image] = (byte) (image % 4);
      for (int i = 0; i < SIDE * SIDE; i++) {
        int quarter = 2 * (i / SIDE * 2 / SIDE) + i % SIDE * 2 / SIDE;
        pixels[image * SIDE * SIDE + i] = (byte) (quarter == image % 4 ? 255 - image : 0);
      }
    }
    return LabelledImages.of(SIDE, SIDE, pixels, labels);
  }

  private Path picture(LabelledImages images, int image) throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      picture.getRaster().setSample(i % SIDE, i / SIDE, 0, images.pixel(image, i));
    }
    Path file = directory.resolve("picture-%d.png".formatted(image));
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  private static String run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    Terminal terminal = Terminal.run(words);
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.status()).isZero();
    return terminal.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-64", "cnn"})
  void travelWithTheZipFromTrainingToAPicture(String recipe) throws IOException {
    LabelledImages tests = quarters(8);
    Path data = IdxFiles.write(directory.resolve("quarters"), quarters(120), tests);
    Files.write(data.resolve("labels.txt"), CLASSES);
    Path out = directory.resolve("out");
    run("train", recipe, "--data", data, "--out", out, "--epochs", 3, "--batch", 8, "--lr", 0.01);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("net.zip");
    Files.move(out.resolve(recipe).resolve("model.zip"), elsewhere);

    assertThat(run("evaluate", elsewhere, "--data", data, "--out", out))
        .contains("120 training and 8 test images of 32 x 32 pixels, 4 classes")
        .contains("accuracy 1.0000");
    for (int image = 0; image < CLASSES.size(); image++) {
      Path picture = picture(tests, image);
      assertThat(run("predict", elsewhere, picture, "--out", out))
          .contains("%s: %s, probability ".formatted(picture, CLASSES.get(image)));
    }
  }
}
