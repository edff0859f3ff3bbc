package mnist4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import mnist4j.data.ImageData;
import mnist4j.training.ModelFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitClassifierTest {

  private static final Path DRAWN = Path.of("src", "test", "resources", "mnist4j", "drawn");
  private static final Path SEVEN = DRAWN.resolve("7-02.png");

  private static DigitClassifier classifier;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    classifier = DigitClassifier.pretrained("mlp-64");
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  private static float[][] images() {
    return ImageData.bundled().test().features().toFloatMatrix();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-best", "cnn"})
  void classifiesAPictureFromAFileAndFromMemoryAlike(String recipe) throws IOException {
    try (DigitClassifier cnn = DigitClassifier.pretrained(recipe)) {
      Prediction fromFile = cnn.classify(SEVEN);
      assertThat(fromFile.label()).isEqualTo("7");
      assertThat(fromFile.probability()).isBetween(0.5, 1.0);
      assertThat(fromFile.probabilities()).hasSize(10).contains(fromFile.probability());
      assertThat(fromFile.probabilities().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-5));
      assertThat(fromFile)
          .hasToString(String.format(Locale.ROOT, "7, probability %.4f", fromFile.probability()));
      Prediction fromMemory = cnn.classify(ImageIO.read(SEVEN.toFile()));
      assertThat(fromMemory.probabilities()).isEqualTo(fromFile.probabilities());
      assertThat(cnn.classify(Files.readAllBytes(SEVEN)).probabilities())
          .isEqualTo(fromFile.probabilities());
    }
  }

  @Test
  void showsTheImageThatTheNetworkSees() {
    float[] pixels = new float[784];
    pixels[0] = 1;
    pixels[29] = 0.2f;
    BufferedImage image = classifier.classify(pixels).image();
    assertThat(image.getWidth()).isEqualTo(28);
    assertThat(image.getHeight()).isEqualTo(28);
    assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(255);
    assertThat(image.getRaster().getSample(1, 1, 0)).isEqualTo(51);
    assertThat(image.getRaster().getSample(2, 2, 0)).isZero();
  }

  @Test
  void keepsItsOwnCopyOfThePixels() {
    float[] pixels = new float[784];
    Prediction prediction = classifier.classify(pixels);
    Arrays.fill(pixels, 1);
    assertThat(prediction.image().getRaster().getSample(5, 5, 0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"mlp-64,10000", "cnn,2000"})
  void eightThreadsGiveTheAnswersOfOneToTheBit(String recipe, int count) throws Exception {
    float[][] images = images();
    try (DigitClassifier shared = DigitClassifier.pretrained(recipe)) {
      List<List<Double>> serial =
          Arrays.stream(images).map(image -> shared.classify(image).probabilities()).toList();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<List<Double>>> parallel = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          float[] image = images[i % images.length];
          parallel.add(threads.submit(() -> shared.classify(image).probabilities()));
        }
        for (int i = 0; i < count; i++) {
          assertThat(parallel.get(i).get()).isEqualTo(serial.get(i % images.length));
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(shared.classifyAll(Arrays.asList(images)))
          .extracting(Prediction::probabilities)
          .isEqualTo(serial);
    }
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void aHundredThousandImagesLeaveNoMemoryBehind() {
    float[][] images = images();
    classifyAgainAndAgain(images, 20_000);
    System.gc();
    long heap = usedHeap();
    long offHeap = Pointer.totalBytes();
    long resident = Pointer.physicalBytes();
    classifyAgainAndAgain(images, 100_000);
    // ND4J's own thread lets go of the arrays that were collected.
    while ((usedHeap() > heap + 2_000_000 || Pointer.totalBytes() > offHeap + 1_000_000)
        && !Thread.interrupted()) {
      System.gc();
    }
    assertThat(usedHeap() - heap).isLessThan(2_000_000);
    assertThat(Pointer.totalBytes() - offHeap).isLessThan(1_000_000);
    assertThat(Pointer.physicalBytes() - resident).isLessThan(100_000_000);
  }

  private static void classifyAgainAndAgain(float[][] images, int times) {
    for (int i = 0; i < times; i++) {
      classifier.classify(images[i % images.length]);
    }
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void agreesWithPlainDl4j() {
    float[][] plain =
        ModelFile.pretrained("mlp-64")
            .orElseThrow()
            .network()
            .output(ImageData.bundled().test().features())
            .toFloatMatrix();
    List<Prediction> ours = classifier.classifyAll(Arrays.asList(images()));
    for (int i = 0; i < plain.length; i++) {
      for (int digit = 0; digit < 10; digit++) {
        assertThat(ours.get(i).probabilities().get(digit)).isCloseTo(plain[i][digit], within(1e-5));
      }
    }
  }

  @Test
  void classifiesAMixedListInItsOrder() throws IOException {
    List<Object> mixed =
        List.of(SEVEN, ImageIO.read(DRAWN.resolve("3-01.png").toFile()), images()[0]);
    assertThat(classifier.classifyAll(mixed))
        .extracting(Prediction::label)
        .containsExactly("7", "3", "7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classifyAll(List.of("a text")))
        .withMessage(
            "picture 1 of 1: found java.lang.String, expected a BufferedImage, a Path, a byte[] or a float[]");
  }

  @RepeatedTest(5)
  void saysWhichPictureOfAListIsTheFirstThatItCannotClassify() {
    List<Object> pictures = new ArrayList<>(Collections.nCopies(20, images()[0]));
    pictures.set(7, new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB));
    pictures.set(8, "a text");
    pictures.set(19, new float[783]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classifyAll(pictures))
        .withMessageStartingWith("picture 8 of 20: the picture: no digit found");
  }

  @Test
  void saysThatAPathIsNotOnDisk() throws IOException {
    Path zip = directory.resolve("files.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path seven = Files.copy(SEVEN, files.getPath("/7.png"));
      String message =
          "/7.png is in a file system of the kind jar, expected a file on disk; copy it to one";
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(seven))
          .withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DigitClassifier.load(seven))
          .withMessage(message);
    }
  }

  @Test
  void refusesAPictureWhoseOutputsAreNoNumbers() throws IOException {
    Path zip = directory.resolve("overflows.zip");
    ModelSerializer.writeModel(OverflowingNetwork.of(2, 0, 1), zip.toFile(), false);
    float[] first = new float[784];
    first[0] = 1;
    try (DigitClassifier overflows = DigitClassifier.load(zip)) {
      assertThat(overflows.classify(new float[784]).probability()).isEqualTo(0.5);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> overflows.classify(first))
          .withMessage(
              "the network's outputs are no numbers for this picture: its weights are too large; train it again");
    }
  }

  @Test
  void loadsASavedNetwork() {
    try (DigitClassifier loaded = DigitClassifier.load(Path.of("models/pretrained/mlp-64.zip"))) {
      assertThat(loaded.classify(SEVEN).probabilities())
          .isEqualTo(classifier.classify(SEVEN).probabilities());
    }
  }

  @Test
  void namesTheClassesAndSaysWhetherItsOutputsAreProbabilities() {
    assertThat(classifier.classNames()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(classifier.givesProbabilities()).isTrue();
    try (DigitClassifier binary = DigitClassifier.pretrained("perceptron");
        DigitClassifier linear = DigitClassifier.pretrained("numpy-mlp")) {
      assertThat(binary.classNames()).containsExactly("0", "1");
      assertThat(binary.classify(SEVEN).probabilities()).hasSize(2);
      assertThat(linear.givesProbabilities()).isFalse();
      assertThat(linear.classify(SEVEN)).asString().matches("\\d, output -?\\d\\.\\d{4}");
    }
  }

  @Test
  void saysWhatIsWrongWithItsInputInOneLine() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classify(new float[783]))
        .withMessage("found 783 values, expected 784 for 28 x 28 pixels");
    float[] grey = new float[784];
    grey[3] = 255;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classify(grey))
        .withMessage("found 255.0 at pixel 3, expected 0 (background) to 1 (full ink)");
    grey[3] = Float.NaN;
    assertThatIllegalArgumentException().isThrownBy(() -> classifier.classify(grey));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classify(new BufferedImage(30, 30, 1)))
        .withMessageStartingWith("the picture: no digit found");
    Path text = Files.writeString(directory.resolve("text.png"), "no picture");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classify(text))
        .withMessageStartingWith(text + " is no PNG, JPEG, GIF or BMP picture");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitClassifier.load(text))
        .withMessageStartingWith(text + " is no saved DL4J MultiLayerNetwork");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitClassifier.pretrained("../cnn"))
        .withMessageStartingWith("found '../cnn', expected one of ");
  }

  @Test
  void refusesWorkOnceItIsClosed() {
    DigitClassifier closed = DigitClassifier.pretrained("perceptron");
    closed.close();
    closed.close();
    Stream.<ThrowingCallable>of(
            () -> closed.classify(SEVEN),
            () -> closed.classify(new float[1]),
            () -> closed.classify(directory.resolve("none.png")),
            () -> closed.classifyAll(List.of()))
        .forEach(
            call ->
                assertThatIllegalStateException()
                    .isThrownBy(call)
                    .withMessage("this classifier is closed"));
    assertThat(closed.classNames()).containsExactly("0", "1");
  }

  @Test
  void finishesACallThatIsUnderWayWhenItIsClosed() {
    DigitClassifier closing = DigitClassifier.pretrained("mlp-64");
    List<float[]> pictures =
        new AbstractList<>() {
          @Override
          public float[] get(int index) {
            closing.close();
            return images()[index];
          }

          @Override
          public int size() {
            return 10;
          }
        };
    assertThat(closing.classifyAll(pictures)).hasSize(10);
  }

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** The last line that a program prints in a JVM of its own, without mnist4j's flags. */
  private String lastLine(
      String program, String classPath, List<String> options, String... arguments)
      throws Exception {
    Path source = Files.writeString(directory.resolve("Program.java"), program);
    Path out = directory.resolve("out.txt");
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA, "-cp", classPath));
    command.addAll(options);
    command.add(source.toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err.txt").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("err.txt"))).isZero();
    return Files.readAllLines(out).stream().reduce("", (before, line) -> line);
  }

  @Test
  void setsNoSystemProperty() throws Exception {
    String program =
        """
        class Program {
          public static void main(String[] files) {
            Object before = System.getProperties().clone();
            mnist4j.DigitClassifier.pretrained("cnn").classify(java.nio.file.Path.of(files[0]));
            java.util.Map<Object, Object> set = new java.util.TreeMap<>(System.getProperties());
            set.entrySet().removeAll(((java.util.Properties) before).entrySet());
            set.remove("sun.font.fontmanager"); // set by Java 2D
            System.out.println("set: " + set);
          }
        }
        """;
    assertThat(lastLine(program, CLASS_PATH, List.of(), SEVEN.toString())).isEqualTo("set: {}");
  }

  /** All threads of the common pool wait for the class to be initialised, by one of them. */
  @Test
  void isMadeWhileTheCommonPoolWaitsForIt() throws Exception {
    String program =
        """
        import java.util.stream.IntStream;
        import mnist4j.DigitClassifier;
        class Program {
          static class Holder {
            static final DigitClassifier CLASSIFIER = DigitClassifier.pretrained("mlp-64");
          }
          public static void main(String[] none) {
            System.out.println(
                IntStream.range(0, 64)
                    .parallel()
                    .map(i -> Holder.CLASSIFIER.classify(new float[784]).probabilities().size())
                    .sum());
          }
        }
        """;
    String threads = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=3";
    assertThat(lastLine(program, CLASS_PATH, List.of(threads))).isEqualTo("640");
  }

  @Test
  void worksInThePlugInOfAProgramThatKnowsNothingOfIt() throws Exception {
    String program =
        """
        import java.net.URL;
        import java.net.URLClassLoader;
        import java.nio.file.Path;
        import java.util.ArrayList;
        import java.util.List;
        class Program {
          public static void main(String[] arguments) throws Exception {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            List<URL> jars = new ArrayList<>();
            for (String jar : arguments[1].split(java.io.File.pathSeparator)) {
              jars.add(Path.of(jar).toUri().toURL());
            }
            Class<?> type =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())
                    .loadClass("mnist4j.DigitClassifier");
            Object classifier = type.getMethod("pretrained", String.class).invoke(null, "mlp-64");
            Object seven =
                type.getMethod("classify", Path.class).invoke(classifier, Path.of(arguments[0]));
            System.out.println(
                "%s %s %s"
                    .formatted(
                        seven.getClass().getMethod("label").invoke(seven),
                        seven.getClass().getMethod("isClearlyDigit").invoke(seven),
                        Thread.currentThread().getContextClassLoader() == before));
          }
        }
        """;
    assertThat(lastLine(program, directory.toString(), List.of(), SEVEN.toString(), CLASS_PATH))
        .isEqualTo("7 true true");
  }

  @Test
  void theExampleInItsJavadocCompilesAndRuns() throws Exception {
    List<String> source =
        Files.readAllLines(Path.of("src", "main", "java", "mnist4j", "DigitClassifier.java"));
    int first = source.indexOf(" * <pre>{@code");
    int last = source.indexOf(" * }</pre>");
    Path example = directory.resolve("Example.java");
    Files.write(
        example, source.subList(first + 1, last).stream().map(line -> line.substring(2)).toList());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                example.toString());
    assertThat(status).isZero();
    assertThat(run("Example", SEVEN.toString())).matches("7 0\\.\\d+\\R");
  }

  private String run(String program, String... arguments) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, UTF_8));
      var main = loader.loadClass(program).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) arguments);
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8);
  }
}
