package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import mnist4j.DigitClassifier;
import mnist4j.IdxFiles;
import mnist4j.OverflowingNetwork;
import mnist4j.charts.PredictionSheet;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {

  private static final int[] A_X = {25, 65, 105, 88, 43};
  private static final int[] A_Y = {120, 15, 120, 80, 80};

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
    void saysWhereATransparentBackgroundIsTakenForBlack() throws IOException {
      BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(46, 15, 9, 70);
      graphics.dispose();
      Path one = directory.resolve("one.png");
      ImageIO.write(picture, "png", one.toFile());
      Terminal terminal = predict("cnn", one.toString());
      assertThat(terminal.out()).contains(one + ": 1, probability ");
      assertThat(terminal.err())
          .isEqualToIgnoringNewLines(
              "mnist4j: warning: %s is light on a transparent background, which is taken for black"
                  .formatted(one));
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
  class OfWhatIsNotOneDigit {

    private String drawn(int width, Consumer<Graphics2D> painter) throws IOException {
      BufferedImage picture = new BufferedImage(width, 140, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, 140);
      graphics.setColor(Color.BLACK);
      graphics.setStroke(new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      painter.accept(graphics);
      graphics.dispose();
      Path file = directory.resolve("drawn.png");
      ImageIO.write(picture, "png", file.toFile());
      return file.toString();
    }

    /** The first four test images: 7, 2, 1 and 0. */
    private String fourDigits() throws IOException {
      List<BufferedImage> digits = ImageData.bundled().test().first(4).toBufferedImages();
      return drawn(
          440,
          graphics -> {
            for (int i = 0; i < 4; i++) {
              graphics.drawImage(digits.get(i), 10 + 105 * i, 10 + 4 * i, 100, 100, null);
            }
          });
    }

    @Test
    void warnsOfALetterBesideItsAnswer() throws IOException {
      String letter = drawn(140, graphics -> graphics.drawPolyline(A_X, A_Y, A_X.length));
      Path csv = directory.resolve("found.csv");
      Terminal terminal = predict("cnn-best", letter, "--csv", csv.toString());
      assertThat(terminal.out().lines().toList().get(1))
          .matches(".*: \\d, probability .*; runner-up \\d, [01]\\.\\d{4}; not clearly a digit");
      assertThat(Files.readAllLines(csv).get(1)).endsWith(",not clearly a digit,");
      assertThat(terminal.status()).isZero();
    }

    @Test
    void warnsOfSeveralDigits() throws IOException {
      assertThat(predict("cnn-best", fourDigits()).out().lines().toList().get(1))
          .matches(".*: [0127], probability .*; one of 4 digits, see --row");
      String eleven =
          drawn(
              140,
              graphics -> {
                graphics.drawLine(50, 20, 48, 120);
                graphics.drawLine(85, 22, 84, 118);
              });
      assertThat(predict("cnn-best", eleven).out()).contains(": 1, ", "; one of 2 digits, see");
    }

    @Test
    void readsARowFromLeftToRight() throws IOException {
      Path csv = directory.resolve("found.csv");
      Path sheet = directory.resolve("sheet.png");
      String picture = fourDigits();
      Terminal terminal =
          predict("cnn-best", picture, "--row", "--csv", "" + csv, "--show", "" + sheet);
      assertThat(terminal.out().lines().toList().get(1))
          .matches(".*: 7210, probability (0\\.9\\d{3}|1\\.0000)");
      assertThat(Files.readAllLines(csv))
          .satisfiesExactly(
              headings -> assertThat(headings).isEqualTo("path,label,probability,warning,error"),
              row -> assertThat(row).matches(".*,7210,(0\\.9\\d+|1\\.0),,"));
      assertThat(sheet).isNotEmptyFile();
      assertThat(predict("numpy-mlp", picture, "--row").out().lines().toList())
          .last()
          .asString()
          .matches(".*drawn\\.png: \\d{4}(; not clearly digits only)?");
    }

    @Test
    void takesADigitInTwoStrokesForOne() throws IOException {
      String five =
          drawn(
              140,
              graphics -> {
                graphics.drawLine(48, 22, 90, 20);
                graphics.drawLine(44, 34, 42, 62);
                graphics.drawArc(30, 56, 62, 62, 130, -250);
              });
      assertThat(predict("cnn-best", five, "--row").out()).contains(": 5, probability");
      assertThat(predict("cnn-best", five).out()).doesNotContain("--row");
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
      Path elsewhere = directory.resolve("elsewhere.zip");
      Files.move(Path.of(out(), "perceptron", "model.zip"), elsewhere);
      assertThat(predict(elsewhere.toString(), three).out())
          .contains("It distinguishes only e and j.");
      try (DigitClassifier classifier = DigitClassifier.load(elsewhere)) {
        assertThat(classifier.classNames()).containsExactly("e", "j");
      }
    }

    @Test
    void readsTheImagesOfAnotherKindOfSetAsEvaluateDoes() throws IOException {
      LabelledImages test = movedUp(ImageData.bundled().test().first(60));
      Path data =
          IdxFiles.write(
              directory.resolve("odd"), movedUp(ImageData.bundled().train().first(500)), test);
      Terminal.run(
          "train", "mlp-64", "--epochs", "3", "--data-dir", data.toString(), "--out", out());
      Terminal evaluated =
          Terminal.run("evaluate", "mlp-64", "--data-dir", data.toString(), "--out", out());
      List<String> files = new ArrayList<>();
      for (int i = 0; i < test.size(); i++) {
        files.add(png(test, i).toString());
      }
      List<String> lines = predict("mlp-64", String.join("\t", files)).out().lines().toList();
      assertThat(lines.get(1))
          .isEqualTo("It takes pictures of 28 x 28 pixels as they are, light on dark.");
      long right =
          IntStream.range(0, test.size())
              .filter(i -> lines.get(i + 2).startsWith(files.get(i) + ": " + test.label(i) + ","))
              .count();
      assertThat(evaluated.out()).contains(", %d of 60 test images wrong".formatted(60 - right));
      try (DigitClassifier classifier =
          DigitClassifier.load(Path.of(out(), "mlp-64", "model.zip"))) {
        assertThat(
                files.stream()
                    .filter(
                        file ->
                            classifier
                                .classify(Path.of(file))
                                .label()
                                .equals("" + test.label(files.indexOf(file)))))
            .hasSize((int) right);
      }
      Terminal row = predict("mlp-64", three, "--row");
      assertThat(row.err()).startsWith("mnist4j: --row: found a network that takes pictures as");
      assertThat(row.status()).isEqualTo(2);
      assertThat(predict("mlp-64", three).err())
          .matches(
              "mnist4j: %s is \\d+ x \\d+ pixels \\(width x height\\), expected 28 x 28, since this network takes pictures as they are; scale it\\R"
                  .formatted(three));
    }

    /** No longer as MNIST prepares its images: the ink is at the upper edge. */
    private LabelledImages movedUp(LabelledImages images) {
      byte[] moved = new byte[images.size() * 784];
      byte[] labels = new byte[images.size()];
      for (int i = 0; i < images.size(); i++) {
        labels[i] = (byte) images.label(i);
        for (int p = 112; p < 784; p++) {
          moved[i * 784 + p - 112] = (byte) images.pixel(i, p);
        }
      }
      return LabelledImages.of(28, 28, moved, labels);
    }

    private Path png(LabelledImages images, int image) throws IOException {
      BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 784; p++) {
        grey.getRaster().setSample(p % 28, p / 28, 0, images.pixel(image, p));
      }
      Path file = directory.resolve(image + ".png");
      ImageIO.write(grey, "png", file.toFile());
      return file;
    }

    @Test
    void saysThatTheClassesOfAnotherProgramsNetworkHaveNoNames() throws IOException {
      assertThat(predict(savedByDl4j("perceptron"), three).out())
          .contains(
              "Its file does not name its classes: the labels number its outputs, from 0.",
              "It distinguishes only class 0 and class 1.");
      assertThat(predict(savedByDl4j("cnn"), three).out())
          .contains("Its file does not name its classes", ": 3, probability ");
    }

    private String savedByDl4j(String recipe) throws IOException {
      Path file = Path.of(out(), recipe + ".zip");
      Files.createDirectories(file.getParent());
      Path shipped = Path.of("models", "pretrained", file.getFileName().toString());
      ModelSerializer.restoreMultiLayerNetwork(shipped.toFile()).save(file.toFile());
      return file.toString();
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
              "mnist4j: %s: no digit found; expected one that stands out from its background"
                  .formatted(blank),
              "mnist4j: %s is no PNG, JPEG, GIF or BMP picture; convert it to one".formatted(text),
              "mnist4j: %s does not exist; name a PNG, JPEG, GIF or BMP picture"
                  .formatted(missing));
      assertThat(terminal.out().lines().skip(1))
          .satisfiesExactly(
              line -> assertThat(line).startsWith(three + ": 3, "),
              line -> assertThat(line).startsWith(five + ": 5, "));
    }

    @Test
    void classifiesTheOthersWhereTheNetworkGivesNoNumbers() throws IOException {
      float[] inkOfThree = ink(three);
      float[] inkOfFive = ink(five);
      int inThree =
          IntStream.range(0, 784)
              .filter(i -> inkOfThree[i] > 128 && inkOfFive[i] == 0)
              .findFirst()
              .orElseThrow();
      String zip = directory.resolve("overflows.zip").toString();
      ModelSerializer.writeModel(OverflowingNetwork.of(10, inThree, 0), zip, false);
      Terminal terminal = predict(zip, three, five);
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err())
          .isEqualToIgnoringNewLines(
              "mnist4j: %s: the network's outputs are no numbers for this picture: its weights are too large; train it again"
                  .formatted(three));
      assertThat(terminal.out().lines()).last().asString().startsWith(five + ": ");
    }

    private float[] ink(String picture) {
      try (DigitClassifier classifier = DigitClassifier.pretrained("mlp-64")) {
        return classifier
            .classify(Path.of(picture))
            .image()
            .getRaster()
            .getSamples(0, 0, 28, 28, 0, new float[784]);
      }
    }

    @Test
    void drawsOnlyTheOthersAndNothingWhereThereAreNone() throws IOException {
      Path sheet = directory.resolve("sheet.png");
      String missing = directory.resolve("missing.png").toString();
      Terminal none = predict("mlp-64", missing, "--show", sheet.toString());
      assertThat(none.status()).isEqualTo(1);
      assertThat(none.out())
          .endsWith("nothing is drawn in %s, since no picture was read%n".formatted(sheet));
      assertThat(sheet).doesNotExist();
      Terminal terminal = predict("mlp-64", missing, three, "--show", sheet.toString());
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.out().lines().toList()).last().isEqualTo("drawn in " + sheet);
      assertThat(ImageIO.read(sheet.toFile())).isNotNull();
    }
  }

  @Nested
  class WithADirectory {

    private Path pictures;
    private String second;

    @BeforeEach
    void fill() throws IOException {
      pictures = Files.createDirectories(directory.resolve("pictures/deeper/.hidden"));
      pictures = directory.resolve("pictures");
      Files.copy(Path.of(three), pictures.resolve("b.PNG"));
      Files.copy(Path.of(five), pictures.resolve("deeper/a.jpg"));
      Files.copy(Path.of(five), pictures.resolve("deeper/.hidden/a.jpg"));
      Files.writeString(pictures.resolve("notes.txt"), "no picture");
      second = Files.write(pictures.resolve("c.webp"), "RIFF1234WEBPVP8 ".getBytes()).toString();
    }

    @Test
    void classifiesItsPicturesInTheOrderOfTheirPaths() {
      Terminal terminal = predict("mlp-64", pictures.toString(), three);
      assertThat(terminal.out().lines().skip(1))
          .satisfiesExactly(
              line -> assertThat(line).startsWith(pictures.resolve("b.PNG") + ": 3, "),
              line -> assertThat(line).startsWith(pictures.resolve("deeper/a.jpg") + ": 5, "),
              line -> assertThat(line).startsWith(three + ": 3, "));
      assertThat(terminal.err())
          .isEqualToNormalizingNewlines(
              "mnist4j: %s is a WebP picture, expected PNG, JPEG, GIF or BMP; convert it to one\n"
                  .formatted(second));
      assertThat(terminal.status()).isEqualTo(1);
    }

    @Test
    void followsALinkThatIsNamedAndNoneBelow() throws IOException {
      Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("pictures"));
      Files.createSymbolicLink(pictures.resolve("again"), pictures.resolve("deeper"));
      assertThat(predict("mlp-64", link.toString()).out().lines().skip(1))
          .satisfiesExactly(
              line -> assertThat(line).startsWith(link.resolve("b.PNG") + ": 3, "),
              line -> assertThat(line).startsWith(link.resolve("deeper/a.jpg") + ": 5, "));
    }

    @Test
    void writesARowForEveryFile() throws IOException {
      Path csv = directory.resolve("found.csv");
      Terminal terminal = predict("mlp-64", pictures.toString(), "--csv", csv.toString());
      assertThat(terminal.out().lines().toList()).last().isEqualTo("written to " + csv);
      List<String> rows = Files.readAllLines(csv);
      assertThat(rows)
          .first()
          .isEqualTo(
              "path,label,probability,runner_up,runner_up_probability,0,1,2,3,4,5,6,7,8,9,warning,error");
      assertThat(rows).hasSize(4);
      String[] cells = rows.get(1).split(",", -1);
      assertThat(cells).hasSize(17).startsWith(pictures.resolve("b.PNG").toString(), "3");
      assertThat(cells[8]).isEqualTo(cells[2]);
      assertThat(cells[15]).isEmpty();
      assertThat(cells[16]).isEmpty();
      assertThat(Arrays.stream(cells, 5, 15).mapToDouble(Double::parseDouble).sum())
          .isCloseTo(1, within(1e-5));
      assertThat(rows.get(2))
          .isEqualTo(
              second
                  + ",".repeat(16)
                  + "\"%s is a WebP picture, expected PNG, JPEG, GIF or BMP; convert it to one\""
                      .formatted(second));
      assertThat(rows.get(3)).startsWith(pictures.resolve("deeper/a.jpg") + ",5,");
    }

    @Test
    void doesNotOverwriteAPictureOfIt() throws IOException {
      String picture = pictures.resolve("b.PNG").toString();
      for (String option : List.of("--csv", "--show")) {
        Terminal terminal = predict("mlp-64", pictures.toString(), option, picture);
        assertThat(terminal.status()).isEqualTo(2);
        assertThat(terminal.err())
            .startsWith(
                "mnist4j: %s: found %s, which is one of the images; name another file"
                    .formatted(option, picture));
      }
      assertThat(Path.of(picture)).hasSameBinaryContentAs(Path.of(three));
    }

    @Test
    void doesNotOverwriteAPictureThroughALink() throws IOException {
      Path link = Files.createSymbolicLink(directory.resolve("link.csv"), Path.of(three));
      byte[] before = Files.readAllBytes(Path.of(three));
      assertThat(predict("mlp-64", three, "--csv", link.toString()).err())
          .startsWith("mnist4j: --csv: found %s, which is one of the images".formatted(link));
      assertThat(Path.of(three)).hasBinaryContent(before);
    }

    /** By its name or by its content. */
    @ParameterizedTest
    @ValueSource(strings = {"nine.png", "nine.jfif", "nine.jpe", "nine.dib", "nine", "nine.csv"})
    void doesNotOverwriteAnotherPictureButItsOwn(String name) throws IOException {
      Path picture = directory.resolve(name);
      Files.copy(Path.of(name.endsWith("png") ? three : five), picture);
      for (String option : List.of("--csv", "--show")) {
        Terminal terminal = predict("mlp-64", pictures.toString(), option, picture.toString());
        assertThat(terminal.status()).isEqualTo(2);
        assertThat(terminal.err())
            .startsWith(
                "mnist4j: %s: found %s, a picture that is there already; name the file to write, or delete it"
                    .formatted(option, picture));
      }
      assertThat(picture).hasSameBinaryContentAs(Path.of(name.endsWith("png") ? three : five));
    }

    @ParameterizedTest
    @ValueSource(strings = {"89504e470d0a1a0a", "ffd8ff", "474946383961", "424d", "49492a00"})
    void doesNotOverwriteWhatBeginsAsAPicture(String start) throws IOException {
      Path picture = Files.write(directory.resolve("kept"), HexFormat.of().parseHex(start));
      assertThat(predict("mlp-64", three, "--show", picture.toString()).err())
          .contains("found %s, a picture that is there already".formatted(picture));
    }

    @Test
    void overwritesItsOwnDrawingAndTable() throws IOException {
      for (String name : List.of("seen.png", "seen")) {
        String seen = directory.resolve(name).toString();
        assertThat(predict("mlp-64", three, "--show", seen).status()).isZero();
        assertThat(predict("mlp-64", three, "--show", seen).status()).isZero();
      }
      String table = directory.resolve("table").toString();
      assertThat(predict("mlp-64", three, "--csv", table).status()).isZero();
      assertThat(predict("mlp-64", three, "--csv", table).status()).isZero();
    }

    @Test
    void findsOutBeforeTheFirstPictureWhetherItsFilesCanBeWritten() {
      for (String option : List.of("--csv", "--show")) {
        String file = pictures.resolve("b.PNG/found").toString();
        Terminal terminal = predict("mlp-64", three, option, file);
        assertThat(terminal.status()).isEqualTo(1);
        assertThat(terminal.err()).startsWith("mnist4j: cannot write " + file + " (");
        assertThat(terminal.out()).doesNotContain("probability");
      }
      String file = directory.resolve("new/found.csv").toString();
      assertThat(predict("nosuch.zip", three, "--csv", file).status()).isEqualTo(1);
      assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void refusesOneWithoutPictures() throws IOException {
      Path empty = Files.createDirectory(directory.resolve("empty"));
      Terminal terminal = predict("mlp-64", empty.toString());
      assertThat(terminal.status()).isEqualTo(2);
      assertThat(terminal.err()).startsWith("mnist4j: IMAGE-or-DIR: found no picture in " + empty);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void saysThatItCannotBeRead() throws IOException {
      Files.setPosixFilePermissions(pictures, Set.of());
      try {
        assumeThat(Files.isReadable(pictures)).as("permissions that hold root back").isFalse();
        Terminal terminal = predict("mlp-64", pictures.toString(), three);
        assertThat(terminal.err())
            .isEqualToIgnoringNewLines(
                "mnist4j: %s is a directory that cannot be read; check its permissions"
                    .formatted(pictures));
        assertThat(terminal.status()).isEqualTo(1);
      } finally {
        Files.setPosixFilePermissions(pictures, Set.of(PosixFilePermission.values()));
      }
    }

    @Test
    void drawsAStatedNumberOfThem() throws IOException {
      Path many = Files.createDirectory(directory.resolve("many"));
      for (int i = 0; i < PredictionSheet.MAX_ROWS + 3; i++) {
        Files.copy(Path.of(three), many.resolve(i + ".png"));
      }
      Path all = directory.resolve("all.png");
      Path first = directory.resolve("first.png");
      assertThat(predict("mlp-64", many.toString(), "--show", all.toString()).status()).isZero();
      for (int i = 0; i < 3; i++) {
        Files.delete(many.resolve(i + ".png"));
      }
      assertThat(predict("mlp-64", many.toString(), "--show", first.toString()).status()).isZero();
      assertThat(ImageIO.read(all.toFile()).getHeight())
          .isEqualTo(ImageIO.read(first.toFile()).getHeight());
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
