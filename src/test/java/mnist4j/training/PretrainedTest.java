package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import mnist4j.ChildJvm;
import mnist4j.RealMnist;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipes;
import mnist4j.report.MetricsJson;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that ship with the program, and how they are made. */
class PretrainedTest {

  private static final Path DIRECTORY = Path.of("models", "pretrained");

  static List<Path> zips() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String recipe(Path zip) {
    return zip.getFileName().toString().replace(".zip", "");
  }

  private static String card(Path zip) throws IOException {
    return Files.readString(zip.resolveSibling(recipe(zip) + ".md"));
  }

  /** A cell of the card: what stands beside a name. */
  private static String cell(Path zip, String name) throws IOException {
    Matcher row = Pattern.compile("\\| %s \\| (.+) \\|".formatted(name)).matcher(card(zip));
    assertThat(row.find()).as("%s in the card of %s", name, zip).isTrue();
    return row.group(1);
  }

  @Test
  void thereIsOneForEachOfTheSixRecipes() {
    assertThat(zips())
        .extracting(PretrainedTest::recipe)
        .containsExactlyInAnyOrder(
            "mlp-64", "cnn", "cnn-best", "mlp-512", "perceptron", "numpy-mlp")
        .allMatch(name -> Recipes.named(name).isPresent());
  }

  @Test
  void allTogetherTakeNoMoreThanEightMegabytes() throws IOException {
    long bytes = 0;
    for (Path zip : zips()) {
      bytes += Files.size(zip);
    }
    assertThat(bytes).isLessThanOrEqualTo(8_000_000);
  }

  @ParameterizedTest
  @MethodSource("zips")
  void hasNoUpdaterState(Path zip) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream().map(ZipEntry::getName))
          .contains("configuration.json", "coefficients.bin")
          .doesNotContain("updaterState.bin");
    }
  }

  @ParameterizedTest
  @MethodSource("zips")
  void isWhatPlainDl4jLoadsAndTheProgramTooByName(Path zip) throws IOException {
    MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
    assertThat(cell(zip, "parameters"))
        .isEqualTo(String.format(Locale.ROOT, "%,d", network.numParams()));
    assertThat(ModelFile.pretrained(recipe(zip)).orElseThrow().network().params())
        .isEqualTo(network.params());
  }

  @ParameterizedTest
  @MethodSource("zips")
  void isTheFileThatItsCardSpeaksOf(Path zip) throws Exception {
    byte[] bytes = Files.readAllBytes(zip);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(cell(zip, "SHA-256")).isEqualTo("`%s`".formatted(HexFormat.of().formatHex(digest)));
    assertThat(cell(zip, "file"))
        .isEqualTo(
            String.format(
                Locale.ROOT, "%s.zip, %,d bytes, no updater state", recipe(zip), bytes.length));
  }

  @Test
  void noneShipsUnderAnotherName() {
    assertThat(ModelFile.pretrained("lenet")).isEmpty();
  }

  @Test
  @Tag("slow")
  void everyOneComesToTheFiguresOfItsCardOnAllOfMnist() throws IOException {
    LabelledImages all = RealMnist.test();
    for (Path zip : zips()) {
      assertFiguresOfItsCard(zip, all);
    }
  }

  /** A processor that rounds otherwise may see an image or two another way. */
  private static void assertFiguresOfItsCard(Path zip, LabelledImages all) throws IOException {
    MultiLayerNetwork network = ModelFile.load(zip).network();
    int outputs = network.layerSize(network.getnLayers() - 1);
    LabelledImages test = outputs == 1 ? all.onlyDigits(0, 1) : all;
    Matcher images = Pattern.compile("On ([0-9,]+) test images:").matcher(card(zip));
    assertThat(images.find()).isTrue();
    int count = Integer.parseInt(images.group(1).replace(",", ""));
    EvaluationResult result = Evaluator.evaluate(network, test.first(count), Math.max(2, outputs));
    assertThat(count).isLessThanOrEqualTo(test.size());
    assertFigure(zip, "test accuracy", result.accuracy(), 2.0 / count);
    assertFigure(zip, "test loss", result.loss(), 1e-3);
    assertFigure(zip, "precision \\(macro\\)", result.confusion().macroPrecision(), 1e-3);
    assertFigure(zip, "recall \\(macro\\)", result.confusion().macroRecall(), 1e-3);
    assertFigure(zip, "F1 \\(macro\\)", result.confusion().macroF1(), 1e-3);
  }

  private static void assertFigure(Path zip, String name, double found, double tolerance)
      throws IOException {
    assertThat(found)
        .as("%s of %s", name, zip)
        .isCloseTo(Double.parseDouble(cell(zip, name)), within(tolerance + 0.5e-4));
  }

  @Nested
  class Publishing {

    @TempDir private Path directory;

    @Test
    void makesTheSameZipAndCardOfTheSameRunInEachTimeZone() throws Exception {
      TrainingResult run = SmallRuns.train(SmallRuns.recipe("mlp-64"), 1, 1);
      Path out = saved(run, "CPU", 2);
      publish(out, Files.createDirectories(directory.resolve("one")), "UTC");
      publish(out, Files.createDirectories(directory.resolve("other")), "Asia/Tokyo");
      Path zip = directory.resolve("one").resolve("mlp-64.zip");
      assertThat(zip).hasSameBinaryContentAs(directory.resolve("other").resolve("mlp-64.zip"));
      assertThat(ModelFile.load(zip).network().params()).isEqualTo(run.network().params());
      hasNoUpdaterState(zip);
      isTheFileThatItsCardSpeaksOf(zip);
      assertFigure(zip, "test accuracy", run.test().accuracy(), 0);
      assertThat(cell(zip, "seed")).isEqualTo("1");
      assertThat(card(zip)).contains("On 100 test images:").contains("train mlp-64 --seed 1");
    }

    /** Such a run has no number of threads. */
    @Test
    void makesTheZipAndCardOfARunOnAGpu() throws Exception {
      TrainingResult run = SmallRuns.train(SmallRuns.recipe("mlp-64"), 1, 1);
      publish(saved(run, "CUDA", 0), directory, "UTC");
      Path zip = directory.resolve("mlp-64.zip");
      isTheFileThatItsCardSpeaksOf(zip);
      assertThat(cell(zip, "trained on")).isEqualTo("CUDA");
      assertThat(card(zip)).contains("train mlp-64 --seed 1\n");
    }

    private Path saved(TrainingResult run, String backend, int threads) throws Exception {
      Path out = Files.createDirectories(directory.resolve("run"));
      ModelFile.save(run.network(), run.metadata(), out.resolve("model.zip"));
      MetricsJson.write(run, backend, threads, List.of(), out.resolve("metrics.json"));
      return out;
    }

    private void publish(Path run, Path target, String timeZone) throws Exception {
      Process process =
          new ProcessBuilder(
                  ChildJvm.command(
                      "-XX:TieredStopAtLevel=1",
                      "-Duser.timezone=" + timeZone,
                      DIRECTORY.resolve("Publish.java").toString(),
                      run.toString(),
                      target.toString()))
              .redirectErrorStream(true)
              .redirectOutput(target.resolve("log").toFile())
              .start();
      try {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as(Files.readString(target.resolve("log"))).isZero();
    }
  }
}
