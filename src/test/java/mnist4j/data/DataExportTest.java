package mnist4j.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DataExportTest {

  @TempDir private Path directory;

  private final ImageData data =
      new ImageData(
          "MNIST",
          ImageData.bundled().train().first(7),
          ImageData.bundled().test().first(3),
          ImageData.digits(),
          false);

  private List<Path> files;

  @BeforeEach
  void export() throws IOException {
    files = DataExport.NPY.write(data, directory.resolve("npy"), () -> {});
  }

  @Test
  void writesFourFilesUnderKerasNamesAndTheClassNames() {
    assertThat(files)
        .containsExactly(
            directory.resolve("npy/labels.txt"),
            directory.resolve("npy/x_train.npy"),
            directory.resolve("npy/y_train.npy"),
            directory.resolve("npy/x_test.npy"),
            directory.resolve("npy/y_test.npy"));
    assertThat(directory.resolve("npy")).isDirectoryNotContaining(file -> !files.contains(file));
  }

  @Test
  void anArchiveIsNotHidden() throws IOException {
    ImageData hidden = new ImageData(".Mnist", data.train(), data.test(), data.classNames(), false);
    Path archives = directory.resolve("npz");
    assertThat(DataExport.NPZ.write(hidden, archives, () -> {}))
        .contains(archives.resolve("-mnist.npz"));
    assertThat(DataSource.read(archives, DataOptions.DEFAULT).images().sha256())
        .isEqualTo(data.sha256());
  }

  @Test
  void theyReadBackAsTheSameBytes() {
    assertHolds(files.get(1), data.train().greys().reshape(7, 28, 28));
    assertHolds(files.get(2), Nd4j.createFromArray(5, 0, 4, 1, 9, 2, 1));
    assertHolds(files.get(3), data.test().greys().reshape(3, 28, 28));
    assertHolds(files.get(4), Nd4j.createFromArray(7, 2, 1));
  }

  private static void assertHolds(Path file, INDArray expected) {
    INDArray read = Nd4j.createFromNpyFile(file.toFile());
    assertThat(read.dataType()).isEqualTo(DataType.UINT8);
    assertThat(read.shape()).isEqualTo(expected.shape());
    assertThat(read.castTo(DataType.INT32)).isEqualTo(expected.castTo(DataType.INT32));
  }

  @Test
  void theirHeadersAreWhatNumpyWrites() throws IOException {
    assertFormat(files.get(1), "(7, 28, 28)", 7 * 784);
    assertFormat(files.get(2), "(7,)", 7);
    assertFormat(files.get(3), "(3, 28, 28)", 3 * 784);
    assertFormat(files.get(4), "(3,)", 3);
  }

  /** Format version 1.0: magic, version, header length (little-endian), header, raw data. */
  private static void assertFormat(Path file, String shape, int dataBytes) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(bytes, 8))
        .isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    int headerLength = (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8;
    String header = new String(bytes, 10, headerLength, ISO_8859_1);
    assertThat(header.strip().replaceAll("\\s", ""))
        .isEqualTo(
            "{'descr':'|u1','fortran_order':False,'shape':%s,}".formatted(shape.replace(" ", "")));
    assertThat(header).endsWith("\n");
    assertThat((10 + headerLength) % 64).isZero();
    assertThat(bytes).hasSize(10 + headerLength + dataBytes);
  }

  /** An extra field would hold an instant, which depends on the time zone. */
  @Test
  void theArchiveIsTheSameFileInEachTimeZone() throws IOException {
    Path npz = DataExport.NPZ.write(data, directory.resolve("npz"), () -> {}).get(1);
    try (ZipFile file = new ZipFile(npz.toFile())) {
      assertThat(file.stream()).hasSize(4).allMatch(entry -> entry.getExtra() == null);
    }
  }

  /** A set with a training set and no test set holds out its own. */
  @Test
  void whatAKilledExportOfPicturesLeavesIsNotReadAsAWholeSet() throws IOException {
    Path png = directory.resolve("png");
    assertThat(DataExport.PNG.write(data, png, () -> {}))
        .containsExactly(png.resolve("labels.txt"), png.resolve("test"), png.resolve("train"));
    FileUtils.deleteDirectory(png.resolve("train").toFile());
    assertThatThrownBy(() -> DataSource.read(png, DataOptions.DEFAULT))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("%s is a folder within".formatted(png.resolve("test/1")));
  }

  @Test
  void theTrainingSetOfSomebodyElseLeavesNoTestSetBesideIt() throws IOException {
    Path png = directory.resolve("png");
    Path train = png.resolve("train");
    assertThatThrownBy(() -> DataExport.PNG.write(data, png, () -> train.toFile().mkdirs()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(png.toFile().list()).containsExactlyInAnyOrder("labels.txt", "train");
  }
}
