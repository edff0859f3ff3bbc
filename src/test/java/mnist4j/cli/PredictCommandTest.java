package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import mnist4j.IdxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

  @TempDir private Path directory;

  private String three;
  private String five;

  @BeforeEach
  void copyTwoDrawnDigits() throws IOException {
    three = copy("3-01.png");
    five = copy("5-05.jpg");
  }

  private String copy(String name) throws IOException {
    Path target = directory.resolve(name);
    try (InputStream drawn = getClass().getResourceAsStream("/mnist4j/drawn/" + name)) {
      Files.copy(drawn, target);
    }
    return target.toString();
  }

  private String out() {
    return directory.resolve("out").toString();
  }

  private Terminal predict(String... arguments) {
    return Terminal.run(
        List.of(String.join("\t", "predict", "--out", out()), String.join("\t", arguments)).stream()
            .flatMap(part -> List.of(part.split("\t")).stream())
            .toList());
  }

  private String shipped(String recipe) {
    return "network: pretrained, ships with mnist4j (%s does not exist)"
        .formatted(Path.of(out(), recipe, "model.zip"));
  }

  @Nested
  class WithANetworkThatShips {

    @Test
    void saysWhichItIsAndWhatEachPictureShows() {
      Terminal terminal = predict("cnn", three, five);
      assertThat(terminal.err()).isEmpty();
      assertThat(terminal.status()).isZero();
      List<String> lines = terminal.out().lines().toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).isEqualTo(shipped("cnn"));
      assertThat(lines.get(1))
          .startsWith(three + ": 3, probability ")
          .matches(".*: \\d, probability [01]\\.\\d{4}; runner-up \\d, 0\\.\\d{4}");
      assertThat(lines.get(2)).startsWith(five + ": 5, probability ");
    }

    @Test
    void callsLinearOutputsNoProbabilities() {
      List<String> lines = predict("numpy-mlp", three).out().lines().toList();
      assertThat(lines)
          .contains(
              shipped("numpy-mlp"), "Its outputs are no probabilities; the highest one decides.");
      assertThat(lines.get(2))
          .matches(".*: \\d, output -?\\d\\.\\d{4}; runner-up \\d, -?\\d\\.\\d{4}");
    }

    @Test
    void namesTheTwoDigitsThatAPerceptronKnows() {
      List<String> lines = predict("perceptron", three).out().lines().toList();
      assertThat(lines).contains(shipped("perceptron"), "It distinguishes only 0 and 1.");
      assertThat(lines.get(2)).matches(".*: [01], probability [01]\\.\\d{4}; runner-up [01], .*");
    }
  }

  @Nested
  class WithANetworkTrainedBefore {

    private String data() throws IOException {
      Path data = IdxFiles.write(directory.resolve("data"), 60, 40);
      Files.write(
          data.resolve("labels.txt"), List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
      return data.toString();
    }

    @Test
    void takesThatAndItsClassNames() throws IOException {
      Terminal.run("train", "mlp-64", "--epochs", "1", "--data-dir", data(), "--out", out());
      List<String> lines = predict("mlp-64", three).out().lines().toList();
      Path zip = Path.of(out(), "mlp-64", "model.zip");
      assertThat(lines.get(0)).isEqualTo("network: " + zip);
      assertThat(lines.get(1)).matches(".*: [a-j], probability .*; runner-up [a-j], .*");
      assertThat(predict(zip.toString(), three).out().lines().toList()).isEqualTo(lines);
    }

    @Test
    void knowsThePairOfAPerceptron() throws IOException {
      Terminal.run(
          "train",
          "perceptron",
          "--digits",
          "4,9",
          "--epochs",
          "1",
          "--data-dir",
          data(),
          "--out",
          out());
      assertThat(predict("perceptron", three).out()).contains("It distinguishes only e and j.");
    }

    @Test
    void refusesADamagedOneRatherThanTakeAnother() throws IOException {
      Path zip = Path.of(out(), "cnn", "model.zip");
      Files.createDirectories(zip.getParent());
      Files.writeString(zip, "damaged");
      Terminal terminal = predict("cnn", three);
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err()).startsWith("mnist4j: %s is no saved DL4J".formatted(zip));
      assertThat(terminal.out()).isEmpty();
    }
  }

  @Nested
  class WhereSomePicturesFail {

    @Test
    void classifiesTheOthersAndSaysWhatIsWrongWithEach() throws IOException {
      Path blank = directory.resolve("blank.png");
      ImageIO.write(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB), "png", blank.toFile());
      Path text = Files.writeString(directory.resolve("text.png"), "no picture");
      Path missing = directory.resolve("missing.png");
      Terminal terminal =
          predict("mlp-64", blank.toString(), three, text.toString(), missing.toString(), five);
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err().lines())
          .containsExactly(
              "mnist4j: %s is blank; expected one digit that stands out from its background"
                  .formatted(blank),
              "mnist4j: %s is no PNG or JPEG picture; convert it to one".formatted(text),
              "mnist4j: %s does not exist; name a PNG or JPEG picture".formatted(missing));
      assertThat(terminal.out().lines().skip(1))
          .satisfiesExactly(
              line -> assertThat(line).startsWith(three + ": 3, "),
              line -> assertThat(line).startsWith(five + ": 5, "));
    }

    @Test
    void drawsOnlyTheOthersAndNothingWhereThereAreNone() throws IOException {
      Path sheet = directory.resolve("sheet.png");
      String missing = directory.resolve("missing.png").toString();
      assertThat(predict("mlp-64", missing, "--show", sheet.toString()).status()).isEqualTo(1);
      assertThat(sheet).doesNotExist();
      Terminal terminal = predict("mlp-64", missing, three, "--show", sheet.toString());
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.out().lines().toList()).last().isEqualTo("drawn in " + sheet);
      assertThat(ImageIO.read(sheet.toFile())).isNotNull();
    }
  }

  @Test
  void evaluateFallsBackOnTheNetworkThatShipsToo() {
    Path data = IdxFiles.write(directory.resolve("data"), 10, 200);
    Terminal terminal =
        Terminal.run("evaluate", "mlp-64", "--data-dir", data.toString(), "--out", out());
    assertThat(terminal.status()).isZero();
    assertThat(terminal.out().lines().toList()).startsWith(shipped("mlp-64"));
    assertThat(terminal.out()).contains(" of 200 test images wrong");
  }
}
