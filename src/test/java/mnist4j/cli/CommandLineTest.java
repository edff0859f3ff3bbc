package mnist4j.cli;

import static mnist4j.FileNames.namesIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import mnist4j.IdxFiles;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.data.MnistCache;
import mnist4j.training.ModelFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class CommandLineTest {

  private static final List<String> RUN_FILES =
      List.of(
          "accuracy.png",
          "confident-mistakes.png",
          "confusion.csv",
          "confusion.png",
          "history.csv",
          "loss.png",
          "metrics.json",
          "misclassified.png",
          "mistakes.csv",
          "model.zip",
          "per-class.csv",
          "predictions.png",
          "run.json");

  private static final List<String> CALIBRATION = List.of("calibration.csv", "calibration.png");

  @TempDir private Path directory;

  private Path data() {
    return IdxFiles.write(directory.resolve("data"), 60, 40);
  }

  private Path out() {
    return directory.resolve("out");
  }

  private Terminal start(String commandLine) {
    return Terminal.run(commandLine.replace("@", directory.toString()).split(" "));
  }

  private Terminal run(String commandLine) {
    Terminal terminal = start(commandLine);
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.status()).isZero();
    return terminal;
  }

  private static void assertWholePictures(Path directory) throws IOException {
    for (String name : namesIn(directory)) {
      if (name.endsWith(".png")) {
        assertThat(ImageIO.read(directory.resolve(name).toFile())).as(name).isNotNull();
      }
    }
  }

  @Nested
  class Doctor {

    @Test
    void tellsOfEverythingTheProgramNeeds() {
      data();
      assertThat(run("doctor --data-dir @/data --out @/out").out())
          .contains("Java            ")
          .contains("backend         CPU")
          .contains("native library  ")
          .contains("threads         ")
          .contains("GPU             ")
          .contains("oneDNN          ")
          .contains("acceleration    on")
          .contains("data set        data, 60 + 40 images")
          .contains("output          " + out() + " can be written to");
    }

    @Test
    void saysWhatToDoAboutWhatIsWrong() throws IOException {
      Files.createFile(directory.resolve("file"));
      assertThat(run("doctor --data-dir @/nowhere --out @/file/out").out())
          .contains("data set        not usable")
          .contains("→ %s does not exist".formatted(directory.resolve("nowhere")))
          .contains("output          not writable")
          .contains("name another directory with --out");
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void looksAtALinkToNothingAsTrainingDoes() throws IOException {
      Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
      for (Path out : List.of(link, link.resolve("runs"))) {
        String problem =
            "%s cannot be written to (%s is a link to nothing); name another directory with --out";
        assertThat(run("doctor --out " + out).out()).contains("→ " + problem.formatted(link, link));
        assertThat(Terminal.run("train", "numpy-mlp", "--quick", "--out", out.toString()).err())
            .contains(problem.formatted(out.resolve("numpy-mlp/quick"), link));
      }
    }
  }

  @Nested
  class Train {

    @Test
    void needsNoDataForAQuickLookAtTheNumpyNetwork() throws IOException {
      Terminal terminal = run("train numpy-mlp --quick --out @/out");
      assertThat(namesIn(out())).containsExactly("numpy-mlp");
      assertThat(namesIn(out().resolve("numpy-mlp"))).containsExactly("quick");
      Path run = out().resolve("numpy-mlp").resolve("quick");
      assertThat(namesIn(run)).containsAll(RUN_FILES);
      assertThat(namesIn(run)).allMatch(name -> RUN_FILES.contains(name) || name.endsWith(".png"));
      assertWholePictures(run);
      assertThat(run.resolve("history.csv"))
          .content()
          .hasLineCount(2)
          .startsWith("epoch,train_loss,train_accuracy,test_loss,test_accuracy");
      assertThat(terminal.out().lines().toList())
          .first()
          .asString()
          .matches("numpy-mlp epoch 1/1: loss \\S+, accuracy \\S+, \\S+ s, 0.0 s left");
      assertThat(terminal.out())
          .containsPattern("numpy-mlp: test accuracy 0\\.\\d{4}, test loss \\d\\.\\d{4}, ")
          .contains("of 1,000 test images wrong")
          .contains("written to " + run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp-64", "mlp-512", "perceptron", "cnn"})
    void writesExactlyTheFilesOfARun(String recipe) throws IOException {
      data();
      run("train %s --epochs 2 --data-dir @/data --out @/out".formatted(recipe));
      List<String> written = namesIn(out().resolve(recipe));
      assertThat(written).containsAll(RUN_FILES).containsAll(CALIBRATION);
      assertThat(written)
          .allMatch(
              name ->
                  RUN_FILES.contains(name) || CALIBRATION.contains(name) || name.endsWith(".png"));
      assertWholePictures(out().resolve(recipe));
    }

    @Test
    void namesTheClassesWithoutTrainingImages() {
      LabelledImages images = ImageData.bundled().train();
      int[] evens = IntStream.range(0, 60).filter(image -> images.label(image) % 2 == 0).toArray();
      IdxFiles.write(directory.resolve("evens"), images.select(evens), images.first(20));
      assertThat(run("train mlp-64 --epochs 1 --data @/evens --out @/out").out())
          .contains("no training images of 1, 3, 5, 7, 9: the network cannot learn them");
    }

    @Test
    void namesTheClassesWithoutTestImages() {
      LabelledImages images = ImageData.bundled().train();
      IdxFiles.write(directory.resolve("two"), images.first(60), images.first(2));
      assertThat(run("train mlp-64 --epochs 1 --data @/two --out @/out").out())
          .contains("no test images of 1, 2, 3, 4, 6, 7, 8, 9");
    }

    @Test
    void replacesAnEarlierRunsFilesAndNoOther() throws IOException {
      data();
      Path run = Files.createDirectories(out().resolve("mlp-64"));
      Files.writeString(run.resolve("model.zip"), "earlier");
      Files.writeString(run.resolve("notes.txt"), "mine");
      run("train mlp-64 --epochs 1 --data-dir @/data --out @/out");
      assertThat(run.resolve("notes.txt")).hasContent("mine");
      assertThat(Files.size(run.resolve("model.zip"))).isGreaterThan(100_000);
    }

    @Test
    void showsWhatAugmentationDoesUntilARunWithoutIt() throws IOException {
      data();
      Path run = out().resolve("mlp-64");
      run("train mlp-64 --augment --augment-shift 3 --epochs 1 --data-dir @/data --out @/out");
      assertThat(namesIn(run)).containsAll(RUN_FILES).contains("augmented.png");
      assertWholePictures(run);
      assertThat(run.resolve("metrics.json"))
          .content()
          .contains("\"rotationDegrees\" : 10.0")
          .contains("\"shiftPixels\" : 3.0")
          .contains("\"scaleShare\" : 0.1")
          .contains("\"elasticPixels\" : 0.0")
          .contains("\"penShare\" : 0.0");
      run("train mlp-64 --epochs 1 --data-dir @/data --out @/out");
      assertThat(namesIn(run)).containsAll(RUN_FILES).doesNotContain("augmented.png");
      assertThat(run.resolve("metrics.json")).content().doesNotContain("augmentation");
    }

    @Test
    void takesEverySettingIntoAccount() throws IOException {
      data();
      run(
          "train mlp-64 --epochs 1 --batch 7 --lr 0.01 --seed 5 --hidden 9 --l2 0.001 --dropout .25"
              + " --limit 21 --data-dir @/data --out @/out --threads 1");
      assertThat(out().resolve("mlp-64/metrics.json"))
          .content()
          .contains("\"batchSize\" : 7")
          .contains("\"learningRate\" : 0.01")
          .contains("\"seed\" : 5")
          .contains("\"hidden\" : 9")
          .contains("\"l2\" : 0.001")
          .contains("\"dropout\" : 0.25")
          .contains("\"trainImages\" : 21")
          .contains("\"threads\" : 1")
          .contains("\"parameters\" : " + (784 * 9 + 9 + 9 * 10 + 10));
    }
  }

  @Nested
  class Evaluate {

    @BeforeEach
    void trainSomething() {
      data();
      run("train numpy-mlp --epochs 1 --limit 60 --data-dir @/data --out @/out");
    }

    @Test
    void judgesARecipeTrainedBeforeOnTheDataSetNamed() {
      Terminal terminal = run("evaluate numpy-mlp --data-dir @/data --out @/out");
      List<String> lines = terminal.out().lines().toList();
      assertThat(lines).contains("data set: data");
      assertThat(lines)
          .anyMatch(
              line ->
                  line.matches(
                      "accuracy [01]\\.\\d{4}, loss \\d\\.\\d{4}, \\d+ of 40 test images wrong"));
      assertThat(lines).anyMatch(line -> line.matches("\\| class +\\| precision .*"));
      assertThat(lines).anyMatch(line -> line.matches("\\| macro average .* 40 \\|"));
      assertThat(lines).anyMatch(line -> line.startsWith("| true \\ predicted |"));
    }

    @Test
    void judgesASavedNetworkByItsPathAlike() throws IOException {
      Terminal byName = run("evaluate numpy-mlp --data-dir @/data --out @/out");
      Terminal byPath = run("evaluate @/out/numpy-mlp/model.zip --data-dir @/data --out @/else");
      assertThat(byPath.out())
          .isEqualTo(byName.out().replace(out().toString(), directory.resolve("else").toString()));
      Path elsewhere = directory.resolve("else/numpy-mlp/evaluation");
      for (String figures : namesIn(out().resolve("numpy-mlp/evaluation"))) {
        assertThat(elsewhere.resolve(figures))
            .hasSameBinaryContentAs(out().resolve("numpy-mlp/evaluation").resolve(figures));
      }
    }

    /** A path in the output directory and, of the networks there, where the figures go. */
    @ParameterizedTest
    @CsvSource({
      "numpy-mlp/model.zip, numpy-mlp",
      "numpy-mlp/quick/model.zip, numpy-mlp/quick",
      "../kept/numpy-mlp/model.zip, numpy-mlp",
      "../kept/my.zip, my",
      "model.zip, out"
    })
    void writesTheFiguresOfARunWhereItsNameSays(String zip, String name) throws IOException {
      Path copy = out().resolve(zip).normalize();
      Files.createDirectories(copy.getParent());
      Files.copy(out().resolve("numpy-mlp/model.zip"), copy, StandardCopyOption.REPLACE_EXISTING);
      assertThat(run("evaluate %s --data-dir @/data --out @/out".formatted(copy)).out().strip())
          .endsWith("written to " + out().resolve(name).resolve("evaluation"));
    }

    @Test
    void saysWhoseFiguresItReplaces() throws IOException {
      Path own = out().resolve("numpy-mlp/model.zip");
      Path kept = directory.resolve("kept/numpy-mlp/model.zip");
      Files.createDirectories(kept.getParent());
      Files.copy(own, kept);
      String options = " --data-dir @/data --out @/out";
      assertThat(run("evaluate numpy-mlp" + options).err()).isEmpty();
      assertThat(run("evaluate " + own + options).err()).isEmpty();
      String other = ("evaluate " + kept + options).replace("@", directory.toString());
      assertThat(Terminal.run(other.split(" ")).err().lines())
          .containsExactly(
              "mnist4j: warning: %s has the figures of another network, %s, which are replaced; name another directory with --out"
                  .formatted(out().resolve("numpy-mlp/evaluation"), own));
      Path metrics = out().resolve("numpy-mlp/evaluation/metrics.json");
      Files.writeString(metrics, "{");
      assertThat(run("evaluate numpy-mlp" + options).err()).isEmpty();
    }

    @Test
    void leavesTheRunsOwnFilesAsTheyAreAndWritesThoseOfAJudgementBesideThem() throws IOException {
      String before = Files.readString(out().resolve("numpy-mlp/metrics.json"));
      Terminal terminal = run("evaluate numpy-mlp --data-dir @/data --out @/out");
      assertThat(out().resolve("numpy-mlp/metrics.json")).hasContent(before);
      Path written = out().resolve("numpy-mlp/evaluation");
      assertThat(terminal.out().strip()).endsWith("written to " + written);
      assertThat(namesIn(written))
          .containsExactly(
              "confident-mistakes.png",
              "confusion.csv",
              "confusion.png",
              "metrics.json",
              "misclassified.png",
              "mistakes.csv",
              "per-class.csv",
              "predictions.png");
      assertWholePictures(written);
      assertThat(written.resolve("metrics.json"))
          .content()
          .contains("\"dataset\" : \"data\"", "\"testImages\" : 40", "\"testAccuracy\" : ");
    }

    @Test
    void takesTheRunsOwnDataSetWhereItIsStillThere() {
      String named = run("evaluate numpy-mlp --data-dir @/data --out @/out").out();
      assertThat(run("evaluate numpy-mlp --out @/out").out()).isEqualTo(named);
    }

    @Test
    void readsTheRunsOwnDataSetAsTheRunDid() {
      Terminal terminal =
          Terminal.run("evaluate", "numpy-mlp", "--transpose", "--out", out().toString());
      assertThat(terminal.status()).isEqualTo(2);
      assertThat(terminal.err()).contains("say how --data is read; name it too").hasLineCount(1);
    }

    @Test
    void saysWhereTheRunsOwnDataSetIsGone() throws IOException {
      Path moved = Files.move(directory.resolve("data"), directory.resolve("moved"));
      Terminal terminal =
          Terminal.run(
              "evaluate", "numpy-mlp", "--data-dir", moved.toString(), "--out", out().toString());
      assertThat(terminal.err()).contains("was trained on data, but is evaluated on moved");
      assumeThat(MnistCache.standard().isVerified()).isTrue();
      assertThat(Terminal.run("evaluate", "numpy-mlp", "--out", out().toString()).err().lines())
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .startsWith("mnist4j: warning: the data set that ")
                      .contains(directory.resolve("data") + " does not exist"),
              line -> assertThat(line).contains("was trained on data, but is evaluated on MNIST"));
    }

    @Test
    void warnsWhereTheDataSetIsNotTheRunsOwn() {
      IdxFiles.write(directory.resolve("other"), 60, 40);
      Terminal terminal =
          Terminal.run(
              "evaluate",
              "numpy-mlp",
              "--data-dir",
              directory.resolve("other").toString(),
              "--out",
              out().toString());
      assertThat(terminal.status()).isZero();
      assertThat(terminal.out()).contains("data set: other");
      Path zip = out().resolve("numpy-mlp").resolve("model.zip");
      assertThat(terminal.err().lines())
          .containsExactly(
              "mnist4j: warning: %s was trained on data, but is evaluated on other; name its own data set with --data"
                  .formatted(zip));
    }

    @Test
    void warnsWhereTheClassesAreNotTheRunsOwn() throws IOException {
      List<String> letters = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
      Files.write(directory.resolve("data").resolve("labels.txt"), letters);
      Terminal terminal =
          Terminal.run(
              "evaluate",
              "numpy-mlp",
              "--data-dir",
              directory.resolve("data").toString(),
              "--out",
              out().toString());
      assertThat(terminal.err().lines())
          .containsExactly(
              "mnist4j: warning: %s has the classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, the data set has %s; they are compared by their order"
                  .formatted(
                      out().resolve("numpy-mlp").resolve("model.zip"), String.join(", ", letters)));
    }

    @Test
    void ofAQuickRunTakesItsZipByNameOnly() {
      run("train mlp-64 --quick --out @/out");
      Terminal terminal =
          Terminal.run(
              "evaluate",
              "mlp-64",
              "--data-dir",
              directory.resolve("data").toString(),
              "--out",
              out().toString());
      assertThat(terminal.out()).startsWith("network: pretrained, ships with mnist4j");
    }

    @Test
    void saysThatLinearOutputsHaveNoCalibration() {
      assertThat(run("evaluate numpy-mlp --data-dir @/data --out @/out").out())
          .contains("no calibration, since the network's outputs are no probabilities")
          .contains("most confident mistakes")
          .doesNotContain("expected calibration error");
    }

    @Test
    void tellsTheCalibrationOfASoftmaxInTenBins() throws IOException {
      String summary = run("train mlp-64 --epochs 1 --data-dir @/data --out @/out").out();
      List<String> lines =
          run("evaluate mlp-64 --data-dir @/data --out @/out").out().lines().toList();
      assertThat(lines).filteredOn(line -> line.matches("\\| 0\\.\\d to .*")).hasSize(10);
      String error =
          lines.stream()
              .filter(line -> line.startsWith("expected calibration error 0."))
              .findFirst()
              .orElseThrow();
      assertThat(summary).contains(", " + error);
      assertThat(namesIn(out().resolve("mlp-64/evaluation"))).containsAll(CALIBRATION);
    }

    @Test
    void takesNoPairFromAFileThatNamesTenClasses() throws IOException {
      run("train perceptron --epochs 1 --data-dir @/data --out @/out");
      Path zip = out().resolve("numpy-mlp/model.zip");
      MultiLayerNetwork network = ModelFile.load(out().resolve("perceptron/model.zip")).network();
      ModelSerializer.writeModel(network, zip.toFile(), false);
      assertThat(start("evaluate numpy-mlp --data-dir @/data --out @/out").err().lines())
          .containsExactly(
              "mnist4j: warning: %s does not say which two classes it distinguishes; taken for the first two of the data set, 0 and 1"
                  .formatted(zip));
    }

    @Test
    void knowsThePairOfAPerceptronFromTheFileBesideIt() {
      run("train perceptron --digits 4,9 --epochs 1 --data-dir @/data --out @/out");
      assertThat(run("evaluate perceptron --data-dir @/data --out @/out").out())
          .contains("| 4  ")
          .contains("| 9  ")
          .doesNotContain("| 0  ");
    }
  }

  @Nested
  class DataThatIsNotRead {

    @ParameterizedTest
    @CsvSource({
      "explain score, explain",
      "completion bash, completion",
      "experiment list, experiment list"
    })
    void isSaidToBeNone(String line, String command) {
      Terminal terminal = Terminal.run((line + " --data nowhere").split(" "));
      assertThat(terminal.status()).isZero();
      assertThat(terminal.err())
          .isEqualToIgnoringNewLines(
              "mnist4j: warning: --data: %s reads no data set".formatted(command));
    }

    @Test
    void isWrongUsageWhereItWouldBeTakenForTheTargetOrIsNotNamed() {
      Terminal fetch = Terminal.run("data", "fetch", "--data", "mnist");
      assertThat(fetch.status()).isEqualTo(2);
      assertThat(fetch.err())
          .startsWith("mnist4j: --data: MNIST is downloaded into the cache, ")
          .hasLineCount(1);
      for (String command :
          List.of(
              "explain score", "predict cnn 3.png", "serve", "completion zsh", "experiment list")) {
        Terminal terminal = Terminal.run((command + " --transpose").split(" "));
        assertThat(terminal.status()).isEqualTo(2);
        assertThat(terminal.err()).contains("say how --data is read; name it too").hasLineCount(1);
      }
    }
  }

  @Nested
  class Reproduce {

    @Test
    void isWhatRunsBehindTwoDashesToo() {
      Path nowhere = directory.resolve("nowhere");
      Terminal terminal = Terminal.run("--data", nowhere.toString(), "--");
      assertThat(terminal.err()).startsWith("mnist4j: %s does not exist; name ".formatted(nowhere));
    }

    @Test
    void isWhatRunsWithoutACommandAndKeepsTheOptionsGiven() {
      Path nowhere = directory.resolve("nowhere");
      Terminal terminal = Terminal.run("--data-dir", nowhere.toString(), "--out", out().toString());
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err()).startsWith("mnist4j: %s does not exist; name ".formatted(nowhere));
      assertThat(out()).isDirectory();
    }

    @Test
    void endsWithATableAndAReportOfTheSame() throws IOException {
      data();
      Terminal terminal = run("reproduce mlp-512 --data-dir @/data --out @/out");
      assertThat(namesIn(out())).containsExactly("mlp-512", "report.md");
      assertThat(namesIn(out().resolve("mlp-512"))).containsAll(RUN_FILES);
      List<String> table =
          terminal.out().lines().filter(line -> line.startsWith("| mlp-512 ")).toList();
      assertThat(table).isNotEmpty();
      assertThat(Files.readAllLines(out().resolve("report.md"))).containsAll(table);
      for (String line : Files.readAllLines(out().resolve("report.md"))) {
        if (line.startsWith("![")) {
          String picture = line.substring(line.indexOf('(') + 1, line.length() - 1);
          assertThat(out().resolve(picture)).exists();
        }
      }
    }

    @Test
    void resumedKeepsWhatIsFinishedWithTheSameSettingsAndTrainsTheRest() throws IOException {
      data();
      run("train mlp-512 --epochs 1 --data-dir @/data --out @/out");
      String trains = "mlp-512 epoch 5/5: ";
      assertThat(run("reproduce mlp-512 --resume --data-dir @/data --out @/out").out())
          .contains(trains);
      List<String> report = Files.readAllLines(out().resolve("report.md"));
      byte[] model = Files.readAllBytes(out().resolve("mlp-512/model.zip"));
      assertThat(run("reproduce mlp-512 --resume --data-dir @/data --out @/out").out())
          .doesNotContain(trains)
          .contains("mlp-512 is finished, in " + out().resolve("mlp-512"));
      assertThat(Files.readAllLines(out().resolve("report.md"))).isEqualTo(report);
      assertThat(out().resolve("mlp-512/model.zip")).hasBinaryContent(model);
      Files.writeString(out().resolve("mlp-512/run.json"), "{");
      assertThat(run("reproduce mlp-512 --resume --data-dir @/data --out @/out").out())
          .contains(trains);
    }

    @Test
    void keepsTheCheckpointOfAnotherTrainingBesideAFinishedRun() throws IOException {
      data();
      run("reproduce mlp-512 --data-dir @/data --out @/out");
      Path checkpoints = Files.createDirectories(out().resolve("mlp-512/checkpoints"));
      Path other =
          Files.writeString(checkpoints.resolve("epoch-000003.json"), "another training's");
      assertThat(run("reproduce mlp-512 --resume --data-dir @/data --out @/out").out())
          .contains("mlp-512 is finished");
      assertThat(other).hasContent("another training's");
    }

    @Test
    void leavesRecipesOutThatDoNotTakeTheImages() throws IOException {
      LabelledImages images = LabelledImages.of(12, 12, new byte[144 * 20], new byte[20]);
      Path small = IdxFiles.write(directory.resolve("small"), images, images);
      Terminal terminal = start("reproduce --data @/small --out @/out");
      assertThat(terminal.status()).isZero();
      assertThat(terminal.err())
          .contains(
              "cnn is left out: found images of 12 x 12 pixels, expected at least 18 x 18 for cnn")
          .contains("perceptron is left out: found 0,1, expected two digits that both");
      assertThat(terminal.out()).contains("The documents' figures are of MNIST, ours of small.");
      assertThat(out().resolve("cnn")).doesNotExist();
      assertThat(out().resolve("mlp-64/model.zip")).isNotEmptyFile();
      Terminal named = start("reproduce mlp-64 cnn --data %s --out @/named".formatted(small));
      assertThat(named.status()).isEqualTo(2);
      assertThat(named.err()).contains("expected at least 18 x 18 for cnn");
      assertThat(directory.resolve("named")).isEmptyDirectory();
    }

    @Test
    void leavesTheDocumentsOwnCodeOutWhereItDoesNotTakeTheClasses() throws IOException {
      Path twelve = IdxFiles.write(directory.resolve("twelve"), 1_000, 20);
      Files.write(twelve.resolve("labels.txt"), List.of("abcdefghijkl".split("")));
      Terminal terminal = start("reproduce numpy-mlp --data @/twelve --out @/out");
      assertThat(terminal.status()).isZero();
      assertThat(terminal.err())
          .contains(
              "mnist4j: warning: numpy-mlp by hand is left out, since the document's code takes 10 classes and the data set has 12");
      assertThat(out().resolve("report.md")).content().contains("## numpy-mlp: ");
      assertThat(out().resolve("numpy-mlp/scratch")).doesNotExist();
    }
  }

  @Nested
  class Data {

    @Test
    void verifyDescribesTheDirectoryNamed() {
      data();
      assertThat(run("data verify --data-dir @/data").out())
          .isEqualToNormalizingNewlines(
              "data: %s, four IDX files: 60 training and 40 test images of 28 x 28 pixels, 10 classes\nclasses: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\n"
                  .formatted(data()));
    }

    @Test
    void verifyNamesTheClassesOfASetWithItsOwn() throws IOException {
      Files.write(
          data().resolve("labels.txt"),
          List.of("shirt", "b", "c", "d", "e", "f", "g", "h", "i", "boot"));
      assertThat(run("data verify --data-dir @/data").out())
          .contains("classes: shirt, b, c, d, e, f, g, h, i, boot");
    }

    @Test
    void infoDescribesTheSetAndDrawsItsImagesPerClass() throws IOException {
      data();
      List<String> lines = run("data info @/data --out @/out").out().lines().toList();
      assertThat(lines)
          .startsWith(
              "data: %s, four IDX files: 60 training and 40 test images of 28 x 28 pixels, 10 classes"
                  .formatted(data()))
          .contains(
              "prepared as MNIST: yes",
              "duplicates: 0 test images are also training images, 0 of them with another label; 0 training and 0 test images repeat an earlier one",
              "| class | training images | test images |",
              "drawn in " + out().resolve("classes.png"));
      assertThat(lines).filteredOn(line -> line.contains("60 training")).hasSize(1);
      assertThat(lines).anyMatch(line -> line.matches("training pixels: mean 0\\.1\\d+, .*"));
      assertThat(lines).anyMatch(line -> line.matches("SHA-256 of all .*: [0-9a-f]{64}"));
      assertThat(lines).anyMatch(line -> line.matches("\\| 7 +\\| +\\d+ \\| +\\d+ \\|"));
      assertWholePictures(out());
    }

    @Test
    void warnsOfClassNamesThatNoFontCanDraw() throws IOException {
      // Not assigned in Unicode.
      Files.write(
          data().resolve("labels.txt"),
          List.of("\u0378", "b", "c", "d", "e", "f", "g", "h", "i", "\u0379"));
      Terminal terminal =
          Terminal.run("data", "verify", "--data-dir", directory.resolve("data").toString());
      assertThat(terminal.err().strip())
          .isEqualTo(
              "mnist4j: warning: no font here can draw the class names \u0378, \u0379, so charts show boxes; install one (Debian, Ubuntu: apt-get install fonts-noto-core)");
    }

    @Test
    void exportWritesFourNumpyFiles() throws IOException {
      data();
      Terminal terminal = run("data export --npy @/npy --data-dir @/data");
      Path npy = directory.resolve("npy");
      assertThat(namesIn(npy))
          .containsExactly("labels.txt", "x_test.npy", "x_train.npy", "y_test.npy", "y_train.npy");
      assertThat(Nd4j.createFromNpyFile(npy.resolve("x_train.npy").toFile()).shape())
          .containsExactly(60, 28, 28);
      assertThat(terminal.out()).hasLineCount(6).contains("written " + npy.resolve("y_test.npy"));
    }

    @Test
    void exportLeavesOtherFilesOfTheSameNamesAlone() throws IOException {
      data();
      Path npy = directory.resolve("npy");
      run("data export --npy @/npy --data-dir @/data");
      assertThat(run("data export --npy @/npy --data-dir @/data").status()).isZero();
      Path other = Files.writeString(npy.resolve("y_train.npy"), "somebody's own");
      Terminal terminal = start("data export --npy @/npy --data-dir @/data");
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err())
          .isEqualTo(
              "mnist4j: %s is there already with other content; name another directory%n"
                  .formatted(other));
      assertThat(other).hasContent("somebody's own");
    }

    @ParameterizedTest
    @CsvSource({"show 0,digits.png", "info,classes.png"})
    void replacesItsOwnPictureAndNobodyElses(String command, String name) throws IOException {
      data();
      Files.createDirectories(out());
      Path picture = Files.writeString(out().resolve(name), "somebody's own");
      String line = "data %s --data-dir @/data --out @/out".formatted(command);
      Terminal terminal = start(line);
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err())
          .isEqualTo(
              "mnist4j: %s is there already and is not mnist4j's; name another directory with --out%n"
                  .formatted(picture));
      assertThat(picture).hasContent("somebody's own");
      Files.delete(picture);
      run(line);
      run(line);
      assertThat(ImageIO.read(picture.toFile())).isNotNull();
    }

    @Test
    void showDrawsTheImagesNamedAndTellsTheirLabels() throws IOException {
      data();
      Terminal terminal = run("data show 0 59 --data-dir @/data --out @/out");
      assertThat(namesIn(out())).containsExactly("digits.png");
      assertWholePictures(out());
      assertThat(terminal.out())
          .contains(
              "training image 0: 5\ntraining image 59: %d\ndrawn in %s\n"
                  .formatted(ImageData.bundled().train().label(59), out().resolve("digits.png")));
    }
  }

  @Nested
  class Help {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "train --help",
          "reproduce -h",
          "data --help",
          "evaluate -h",
          "predict -h"
        })
    void isGivenForEveryCommand(String commandLine) {
      assertThat(run(commandLine).out()).startsWith("Usage: mnist4j");
    }

    @ParameterizedTest
    @CsvSource({"--version", "-V"})
    void tellsTheVersionThatMavenWrote(String option) {
      assertThat(run(option).out().strip())
          .matches(
              "mnist4j \\d+\\.\\d+\\.\\d+\\S*, Deeplearning4j \\S+\\R"
                  + "commit ([0-9a-f]{7,}(-dirty)?|unknown), built \\d{4}-\\d{2}-\\d{2}");
    }
  }

  @Nested
  class Debug {

    @Test
    void printsTheStackTraceOfAFailureBeforeItsLine() {
      Terminal terminal = Terminal.run("data", "verify", "--debug", "--data-dir", "nowhere");
      assertThat(terminal.status()).isEqualTo(1);
      assertThat(terminal.err())
          .startsWith("mnist4j.data.DataException: ")
          .contains("\tat mnist4j.");
      assertThat(terminal.err().lines().toList()).last().asString().startsWith("mnist4j: nowhere ");
    }
  }
}
