package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sets of any size, number of classes and names, through every format and back. */
class RoundTripTest {

  private static final List<String> NAMES =
      List.of("a", "A", "T-shirt/top", "été", "數字", "10", "..", "con", "two words", "dot.", "-1");

  @TempDir private Path directory;

  private static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  private static ImageData random(long seed) {
    Random random = new Random(seed);
    int rows = 5 + random.nextInt(60);
    int columns = 5 + random.nextInt(60);
    int classes = 2 + random.nextInt(random.nextInt(254) + 1);
    List<String> names = names(random, classes);
    return new ImageData(
        "set",
        images(random, rows, columns, 2 + random.nextInt(40), classes),
        images(random, rows, columns, 2 + random.nextInt(9), classes),
        names,
        false);
  }

  /** Digits, plain words, or names that cannot be those of folders. */
  private static List<String> names(Random random, int classes) {
    List<String> odd = NAMES;
    return switch (random.nextInt(3)) {
      case 0 -> IntStream.range(0, classes).mapToObj(Integer::toString).toList();
      case 1 -> IntStream.range(0, classes).mapToObj(i -> "class " + (classes - i)).toList();
      default ->
          IntStream.range(0, classes)
              .mapToObj(i -> i < odd.size() ? odd.get(i) : "name " + i)
              .toList();
    };
  }

  private static LabelledImages images(
      Random random, int rows, int columns, int count, int classes) {
    byte[] pixels = new byte[count * rows * columns];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      // The first two classes, so that folders show two.
      labels[i] = (byte) (i < 2 ? i : random.nextInt(classes));
    }
    return LabelledImages.wrap(rows, columns, pixels, labels);
  }

  private static void assertSame(ImageData read, ImageData written) {
    assertThat(read.imageSize()).isEqualTo(written.imageSize());
    assertThat(read.train().labels()).isEqualTo(written.train().labels());
    assertThat(read.test().labels()).isEqualTo(written.test().labels());
    assertThat(read.classNames()).isEqualTo(written.classNames());
    assertThat(read.sha256()).isEqualTo(written.sha256());
  }

  private static ImageData read(Path path, boolean prepare) {
    return DataSource.read(path, new DataOptions(Optional.empty(), false, prepare, false)).images();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFormatGivesTheSameSetBack(long seed) throws IOException {
    ImageData written = random(seed);
    for (DataExport format : DataExport.values()) {
      Path to = directory.resolve(format.name());
      List<Path> files = format.write(written, to, () -> {});
      assertThat(files).allSatisfy(file -> assertThat(file).exists());
      assertSame(read(to, format != DataExport.PNG), written);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereOneFileOfAnotherSetIsThereNothingIsWritten(DataExport format) throws IOException {
    Path foreign = Files.writeString(directory.resolve("labels.txt"), "a\nb\n");
    assertThat(
            catchThrowableOfType(
                DataException.class,
                () -> format.write(ImageData.bundled().first(5), directory, () -> {})))
        .hasMessage("%s is there already with other content; name another directory", foreign);
    assertThat(directory.toFile().list()).containsExactly("labels.txt");
  }

  @Test
  void anArchiveOfTheSameSetIsTheSameAtAnyTime() throws Exception {
    ImageData written = ImageData.bundled().first(5);
    DataExport.NPZ.write(written, directory, () -> {});
    // The time of a zip's entries has steps of two seconds.
    Thread.sleep(2_100);
    assertThat(DataExport.NPZ.write(written, directory, () -> {})).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void csvFilesGiveTheSameSetBack(long seed) throws IOException {
    ImageData random = random(seed);
    int side = Math.min(random.imageSize().rows(), random.imageSize().columns());
    Random generator = new Random(seed);
    int classes = random.classNames().size();
    ImageData written =
        new ImageData(
            "set",
            images(generator, side, side, 20, classes),
            images(generator, side, side, 5, classes),
            random.classNames(),
            false);
    boolean first = seed % 2 == 0;
    Files.write(directory.resolve("train.csv"), csv(written.train(), first));
    Files.write(directory.resolve("test.csv"), csv(written.test(), first));
    Files.write(directory.resolve("labels.txt"), written.classNames());
    assertSame(read(directory, true), written);
  }

  private static List<String> csv(LabelledImages images, boolean labelsFirst) {
    List<String> lines = new ArrayList<>();
    String heading = "p" + ",p".repeat(images.pixelsPerImage() - 1);
    lines.add(labelsFirst ? "label," + heading : heading + ",label");
    for (int image = 0; image < images.size(); image++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < images.pixelsPerImage(); i++) {
        line.append(i > 0 ? "," : "").append(images.pixel(image, i));
      }
      String label = Integer.toString(images.label(image));
      lines.add(labelsFirst ? label + "," + line : line + "," + label);
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compressedIdxFilesGiveTheSameSetBack(long seed) throws IOException {
    ImageData written = random(seed);
    for (Path file : DataExport.IDX.write(written, directory, () -> {})) {
      if (!file.endsWith("labels.txt")) {
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
          Files.copy(file, out);
        }
        Files.delete(file);
      }
    }
    assertSame(read(directory, true), written);
  }

  @Nested
  class Mnist {

    @ParameterizedTest
    @EnumSource
    void isItselfInEveryFormat(DataExport format) throws IOException {
      ImageData written = ImageData.bundled().first(60);
      format.write(written, directory, () -> {});
      ImageData read = read(directory, true);
      assertSame(read, written);
      assertThat(read.preparedAsMnist()).isTrue();
    }

    @Test
    void asPicturesDoesNotMixWithPicturesThatAreThere() throws IOException {
      ImageData written = ImageData.bundled().first(5);
      DataExport.PNG.write(written, directory, () -> {});
      assertThat(
              catchThrowableOfType(
                  IOException.class, () -> DataExport.PNG.write(written, directory, () -> {})))
          .hasMessage(
              "%s exists already, and its pictures would mix with the new ones; name another directory",
              directory.resolve("train"));
      assertThat(directory.toFile().list())
          .containsExactlyInAnyOrder("train", "test", "labels.txt");
    }
  }
}
