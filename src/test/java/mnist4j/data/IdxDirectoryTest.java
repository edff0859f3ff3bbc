package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import mnist4j.IdxFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdxDirectoryTest {

  @TempDir private Path directory;

  private Path path(MnistFile file) {
    return directory.resolve(file.fileName());
  }

  private ImageData read() {
    return DataSource.read(directory, DataOptions.DEFAULT).images();
  }

  private String message() {
    return catchThrowableOfType(DataException.class, this::read).getMessage();
  }

  private void compress(MnistFile file) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve(file.gzipName())))) {
      Files.copy(path(file), out);
    }
    Files.delete(path(file));
  }

  @Nested
  class WithDigitsOfAnotherCountThanMnist {

    @BeforeEach
    void write() {
      IdxFiles.write(directory, 30, 20);
    }

    @Test
    void isReadUnderItsOwnNameWithDigitsAsClasses() {
      ImageData data = read();
      assertThat(data.name()).isEqualTo(directory.getFileName().toString());
      assertThat(data.train().labels()).isEqualTo(ImageData.bundled().train().first(30).labels());
      assertThat(data.test().features()).isEqualTo(ImageData.bundled().test().first(20).features());
      assertThat(data.classNames()).isEqualTo(ImageData.digits());
    }

    @Test
    void isPreparedAsMnistWhereItsImagesAre() {
      assertThat(read().preparedAsMnist()).isTrue();
      LabelledImages full = LabelledImages.of(28, 28, whiteAsBytes(784), new byte[1]);
      IdxFiles.write(directory, full, full);
      assertThat(read().preparedAsMnist()).isFalse();
    }

    private byte[] whiteAsBytes(int pixels) {
      byte[] white = new byte[pixels];
      Arrays.fill(white, (byte) 255);
      return white;
    }

    @Test
    void isReadTheSameWhereSomeFilesAreCompressed() throws IOException {
      compress(MnistFile.TRAIN_IMAGES);
      compress(MnistFile.TEST_LABELS);
      assertThat(read().train().features())
          .isEqualTo(ImageData.bundled().train().first(30).features());
      assertThat(read().test().labels()).isEqualTo(ImageData.bundled().test().first(20).labels());
    }

    @ParameterizedTest
    @EnumSource
    void isIncompleteWithoutAnyOneFile(MnistFile missing) throws IOException {
      Files.delete(path(missing));
      assertThat(message())
          .isEqualTo(
              ("%s has no %s (or %s.gz); expected the four files train-images-idx3-ubyte,"
                      + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte")
                  .formatted(directory, missing.fileName(), missing.fileName()));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithAnyOneFileCutShort(MnistFile file) throws IOException {
      byte[] whole = Files.readAllBytes(path(file));
      Files.write(path(file), Arrays.copyOf(whole, whole.length - 1));
      assertThat(message()).startsWith(path(file) + " is cut short: its header promises ");
    }

    @Test
    void isRefusedWithAGzipFileCutShort() throws IOException {
      compress(MnistFile.TRAIN_IMAGES);
      Path file = directory.resolve(MnistFile.TRAIN_IMAGES.gzipName());
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3));
      assertThat(message())
          .isEqualTo(file + " ends in the middle of its header or of its gzip data; get it again");
    }

    @Test
    void isRefusedWithALabelAboveNine() {
      byte[] labels = new byte[30];
      labels[29] = 10;
      IdxFiles.write(
          directory,
          LabelledImages.of(28, 28, new byte[30 * 784], labels),
          ImageData.bundled().test());
      assertThat(message())
          .isEqualTo(
              path(MnistFile.TRAIN_LABELS)
                  + " has label 10, expected 0 to 9; put a labels.txt with one class name per line"
                  + " beside it");
    }
  }

  @Nested
  class WithImagesOfAnotherSize {

    private LabelledImages blank(int rows, int columns) {
      return LabelledImages.of(rows, columns, new byte[rows * columns], new byte[1]);
    }

    @ParameterizedTest
    @CsvSource({"5,64", "64,5", "16,16", "32,32"})
    void isReadFromFiveToSixtyFourASide(int rows, int columns) {
      IdxFiles.write(directory, blank(rows, columns), blank(rows, columns));
      assertThat(read().imageSize()).isEqualTo(new ImageSize(rows, columns));
      assertThat(read().preparedAsMnist()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4,28", "28,4", "65,28", "28,65"})
    void isRefusedBeyond(int rows, int columns) {
      IdxFiles.write(directory, blank(rows, columns), blank(rows, columns));
      assertThat(message())
          .isEqualTo(
              "%s has images of %d x %d pixels (width x height), expected 5 to 64 a side",
              directory, columns, rows);
    }

    @Test
    void isRefusedWhereTheTestImagesHaveAThirdSize() {
      IdxFiles.write(directory, blank(16, 16), blank(16, 17));
      assertThat(message())
          .isEqualTo(
              "%s has training images of 16 x 16 pixels but test images of 17 x 16 pixels (width x height); expected one size",
              directory);
    }
  }

  @Nested
  class WithTwelveClassesOfItsOwn {

    @BeforeEach
    void write() {
      byte[] labels = {11, 0, 10};
      LabelledImages images = LabelledImages.of(28, 28, new byte[3 * 784], labels);
      IdxFiles.write(directory, images, images);
    }

    private void name(String... classes) throws IOException {
      Files.write(directory.resolve("labels.txt"), List.of(classes));
    }

    @Test
    void hasTheNamesOfTheFileBesideIt() throws IOException {
      name(
          "coat",
          " bag ",
          "c",
          "",
          "d",
          "e",
          "f",
          "g",
          "h",
          "i",
          "j",
          "Stiefelette für Damen",
          "l");
      assertThat(read().classNames())
          .containsExactly(
              "coat", "bag", "c", "d", "e", "f", "g", "h", "i", "j", "Stiefelette für Damen", "l");
      assertThat(read().train().labels()).containsExactly(11, 0, 10);
    }

    @Test
    void isRefusedWithTooFewNames() throws IOException {
      name("a", "b", "c");
      assertThat(message())
          .isEqualTo(
              path(MnistFile.TRAIN_LABELS)
                  + " has label 11, which needs 12 class names, found 3; labels count from 0");
    }

    @Test
    void isRefusedWithOneName() throws IOException {
      name("only", "");
      assertThat(message())
          .isEqualTo(
              directory.resolve("labels.txt")
                  + " has 1 class names, expected 2 to 256, one per line");
    }

    @Test
    void isRefusedWithNamesThatAreNoText() throws IOException {
      Files.write(directory.resolve("labels.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      assertThat(message())
          .isEqualTo(directory.resolve("labels.txt") + " cannot be read as UTF-8 text");
    }
  }
}
