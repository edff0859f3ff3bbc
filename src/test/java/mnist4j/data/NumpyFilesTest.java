package mnist4j.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyFilesTest {

  @TempDir private Path directory;

  /** An array as numpy.save writes it. */
  private static byte[] npy(String type, String shape, byte[] data) {
    return npy(
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape), data);
  }

  private static byte[] npy(String header, byte[] data) {
    String padded = header + " ".repeat(127 - 10 - header.length() % 64) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + padded.length() + data.length);
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1));
    file.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    return file.put(padded.getBytes(ISO_8859_1)).put(data).array();
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[2 * 30];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 4);
    }
    return pixels;
  }

  private static byte[] images() {
    return npy("|u1", "(2, 5, 6)", pixels());
  }

  private static byte[] labels(int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return npy("|u1", "(%d,)".formatted(labels.length), bytes);
  }

  private Map<String, byte[]> keras() {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("x_train", images());
    arrays.put("y_train", labels(3, 9));
    arrays.put("x_test", images());
    arrays.put("y_test", labels(0, 1));
    return arrays;
  }

  private Path zip(String name, Map<String, byte[]> arrays) {
    Path file = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  @Test
  void itsNameMayBeInCapitals() {
    zip("GOOD.NPZ", keras());
    assertThat(read(directory).train().labels()).containsExactly(3, 9);
  }

  private static ImageData read(Path path) {
    return DataSource.read(path, DataOptions.DEFAULT).images();
  }

  private static String message(Path path) {
    return catchThrowableOfType(DataException.class, () -> read(path)).getMessage();
  }

  private String messageWith(String name, byte[] array) {
    Map<String, byte[]> arrays = keras();
    arrays.put(name, array);
    return message(zip("set.npz", arrays)).replace(directory.toString(), "@");
  }

  private void assertIsTheSet(ImageData data) {
    assertThat(data.train().labels()).containsExactly(3, 9);
    assertThat(data.test().labels()).containsExactly(0, 1);
    assertThat(data.imageSize()).isEqualTo(new ImageSize(5, 6));
    assertThat(data.train().pixel(1, 29)).isEqualTo(59 * 4);
    assertThat(data.classNames()).isEqualTo(ImageData.digits());
  }

  @Nested
  class AreRead {

    @Test
    void asKerassArchive() {
      Path file = zip("letters.npz", keras());
      assertIsTheSet(read(file));
      assertIsTheSet(read(directory));
      assertThat(read(file).name()).isEqualTo("letters");
      assertThat(DataSource.read(file, DataOptions.DEFAULT).format()).isEqualTo("a NumPy archive");
    }

    @Test
    void asFourArrays() throws IOException {
      for (Map.Entry<String, byte[]> array : keras().entrySet()) {
        Files.write(directory.resolve(array.getKey() + ".npy"), array.getValue());
      }
      assertIsTheSet(read(directory));
      Files.delete(directory.resolve("y_test.npy"));
      assertThat(message(directory))
          .isEqualTo(
              "%s has no y_test.npy; expected x_train.npy, y_train.npy, x_test.npy, y_test.npy",
              directory);
    }

    @Test
    void asAnArchiveBesideOtherArrays() throws IOException {
      zip(DataSource.name(directory) + ".npz", keras());
      Files.write(directory.resolve("embeddings.npy"), labels(0, 1));
      assertIsTheSet(read(directory));
      for (Map.Entry<String, byte[]> array : keras().entrySet()) {
        Files.write(directory.resolve(array.getKey() + ".npy"), array.getValue());
      }
      assertThat(message(directory))
          .isEqualTo(
              "%s has two sets called %s, expected one; move the .npz or .npy files of one of them elsewhere",
              directory, DataSource.name(directory));
    }

    @Test
    void asKmnistsFourArchives() {
      zip("kmnist-train-imgs.npz", Map.of("arr_0", images()));
      zip("kmnist-train-labels.npz", Map.of("arr_0", labels(3, 9)));
      zip("kmnist-test-imgs.npz", Map.of("arr_0", images()));
      zip("kmnist-test-labels.npz", Map.of("arr_0", labels(0, 1)));
      assertIsTheSet(read(directory));
      assertThat(read(directory).name()).isEqualTo("kmnist");
    }

    @Test
    void asMedMnistsArchiveWithAChannelAndLabelsInAColumn() {
      Path file =
          zip(
              "medmnist.npz",
              Map.of(
                  "train_images", npy("|u1", "(2, 5, 6, 1)", pixels()),
                  "train_labels", npy("|u1", "(2, 1)", new byte[] {3, 9}),
                  "val_images", images(),
                  "test_images", images(),
                  "test_labels", labels(0, 1)));
      assertIsTheSet(read(file));
    }

    @Test
    void asTheOneChosenOfSeveral() {
      zip("a.npz", keras());
      zip("b.npz", keras());
      assertThat(message(directory))
          .isEqualTo("%s has several data sets: a, b; choose one with --split NAME", directory);
      DataOptions b = new DataOptions(Optional.of("b"), false, true, false);
      assertThat(DataSource.read(directory, b).images().name()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"|i1,1", "<i2,2", "<u2,2", "<i4,4", "<u4,4", "<i8,8", "<u8,8"})
    void withLabelsOfAnyIntegerType(String type, int bytes) {
      byte[] values = new byte[2 * bytes];
      values[0] = 3;
      values[bytes] = 9;
      Map<String, byte[]> arrays = keras();
      arrays.put("y_train", npy(type, "(2,)", values));
      assertIsTheSet(read(zip("set.npz", arrays)));
    }
  }

  /** ND4J's own reader ends the JVM at these, or reads beyond the array. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr':'<i4','fortran_order':False,'shape':(2,)}",
        "   { 'descr':    '<i4', 'fortran_order':   False, 'shape':  (2,), }"
      })
  void mayHaveBlanksAnywhereInTheHeader(String header) {
    byte[] values = {3, 0, 0, 0, 9, 0, 0, 0};
    Map<String, byte[]> arrays = keras();
    arrays.put("y_train", npy(header, values));
    assertIsTheSet(read(zip("set.npz", arrays)));
    byte[] third = npy(header, values);
    third[6] = 3;
    // Its length has four bytes.
    byte[] longer = new byte[third.length + 2];
    System.arraycopy(third, 0, longer, 0, 10);
    System.arraycopy(third, 10, longer, 12, third.length - 10);
    arrays.put("y_train", longer);
    assertIsTheSet(read(zip("set.npz", arrays)));
  }

  @Test
  void areNotPreparedAsMnistForTheirName() {
    assertThat(read(zip("emnist-thing.npz", keras())).preparedAsMnist()).isFalse();
  }

  @Nested
  class AreRefused {

    @ParameterizedTest
    @ValueSource(strings = {"x_train", "y_train", "x_test", "y_test"})
    void withoutAnArray(String name) {
      Map<String, byte[]> arrays = keras();
      arrays.remove(name);
      assertThat(message(zip("set.npz", arrays)))
          .isEqualTo(
              "%s has no array %s; expected x_train, y_train, x_test, y_test, or train_images,"
                  + " train_labels, test_images, test_labels",
              directory.resolve("set.npz"), name);
    }

    @Test
    void withImagesOfAnotherTypeOrderOrShape() {
      assertThat(messageWith("x_train", npy("<f4", "(2, 5, 6)", new byte[240])))
          .isEqualTo(
              "@/set.npz: x_train has type <f4, expected uint8 in C order, grey values 0 to 255;"
                  + " convert it with numpy.ascontiguousarray(a, 'uint8'), or numpy.ascontiguousarray((255 * a).round(), 'uint8') if its values are 0 to 1");
      assertThat(messageWith("x_train", npy("|b1", "(2, 5, 6)", new byte[60])))
          .endsWith("; convert it with numpy.ascontiguousarray(255 * a, 'uint8')");
      assertThat(messageWith("x_train", npy("<i4", "(2, 5, 6)", new byte[240])))
          .endsWith("; convert it with numpy.ascontiguousarray(a, 'uint8')");
      String fortran = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 5, 6), }";
      assertThat(messageWith("x_train", npy(fortran, new byte[60])))
          .startsWith(
              "@/set.npz: x_train has type |u1 in Fortran order, expected uint8 in C order");
      assertThat(messageWith("x_train", npy("|u1", "(2, 30)", new byte[60])))
          .isEqualTo("@/set.npz: x_train has shape [2, 30], expected [images, rows, columns]");
      assertThat(messageWith("x_train", npy("|u1", "(2, 5, 2, 3)", new byte[60])))
          .isEqualTo("@/set.npz: x_train has shape [2, 5, 2, 3], expected [images, rows, columns]");
      assertThat(messageWith("x_train", npy("|u1", "(0, 5, 6)", new byte[0])))
          .isEqualTo("@/set.npz: x_train has shape [0, 5, 6], expected [images, rows, columns]");
    }

    @Test
    void withLabelsOfAnotherTypeShapeOrRange() {
      assertThat(messageWith("y_train", npy("<f4", "(2,)", new byte[8])))
          .isEqualTo(
              "@/set.npz: y_train has type <f4, expected integers, the labels; convert it with"
                  + " a.astype('uint8')");
      assertThat(messageWith("y_train", npy(">i4", "(2,)", new byte[8])))
          .startsWith("@/set.npz: y_train has type >i4, expected integers");
      assertThat(messageWith("y_train", npy("|u1", "(2, 10)", new byte[20])))
          .isEqualTo(
              "@/set.npz: y_train has shape [2, 10], expected [images], one label per image");
      assertThat(messageWith("y_train", npy("<i2", "(2,)", new byte[] {0, 1, 0, 0})))
          .isEqualTo("@/set.npz: y_train has label 256 at position 0, expected 0 to 255");
      assertThat(messageWith("y_train", npy("|i1", "(2,)", new byte[] {0, -1})))
          .isEqualTo("@/set.npz: y_train has label -1 at position 1, expected 0 to 255");
      assertThat(messageWith("y_train", labels(1, 2, 3)))
          .isEqualTo(
              "@/set.npz: x_train has 2 images but @/set.npz: y_train has 3 labels; expected the"
                  + " same number");
    }

    @Test
    void whereAHeaderPromisesMoreOrLessThanThereIs() {
      assertThat(messageWith("x_train", npy("|u1", "(3, 5, 6)", new byte[60])))
          .isEqualTo(
              "@/set.npz: x_train is cut short: its header promises 90 bytes of data, found 60;"
                  + " get it again");
      assertThat(messageWith("x_train", npy("|u1", "(1, 5, 6)", new byte[60])))
          .isEqualTo(
              "@/set.npz: x_train is too long: its header promises 30 bytes of data and more"
                  + " follow; get it again");
      assertThat(messageWith("x_train", npy("|u1", "(999999999, 64, 64)", new byte[60])))
          .isEqualTo(
              "@/set.npz: x_train has shape [999999999, 64, 64], expected at most 600000000 pixels"
                  + " in all");
      // Half a gigabyte is promised, but the file cannot hold it.
      assertThat(messageWith("x_train", npy("|u1", "(500000, 32, 32)", new byte[60])))
          .endsWith("its header promises 512000000 bytes of data, found 60; get it again");
    }

    @Test
    void whereAHeaderIsNone() {
      assertThat(messageWith("x_train", "no array".getBytes(ISO_8859_1)))
          .isEqualTo("@/set.npz: x_train is no NumPy array; get the file again");
      assertThat(messageWith("x_train", npy("{'descr': [('a', '|u1')]}", new byte[60])))
          .isEqualTo(
              "@/set.npz: x_train has a header that is none of a plain array; save it with"
                  + " numpy.save");
      assertThat(messageWith("x_train", npy("|u1", "(1, 2, 3, 4, 5)", new byte[60])))
          .isEqualTo(
              "@/set.npz: x_train has shape (1, 2, 3, 4, 5), expected [images, rows, columns] or"
                  + " [images]");
      byte[] cut = Arrays.copyOf(images(), 4);
      assertThat(messageWith("x_train", cut))
          .isEqualTo("@/set.npz: x_train is no NumPy array; get the file again");
      byte[] longHeader = images();
      longHeader[9] = 0x7f;
      assertThat(messageWith("x_train", longHeader))
          .endsWith(" bytes, expected at most 10000; get the file again");
    }

    @Test
    void whereAChecksumIsWrong() throws IOException {
      byte[] bytes = Files.readAllBytes(zip("set.npz", keras()));
      // In the directory at the end, whose entries begin with PK 1 2.
      String text = new String(bytes, ISO_8859_1);
      bytes[text.indexOf("PK\001\002") + 16]++;
      Path file = Files.write(directory.resolve("set.npz"), bytes);
      assertThat(message(file))
          .isEqualTo(
              "%s cannot be read as a NumPy archive (x_train.npy has another checksum); get it again",
              file);
    }

    /** A disk that fails, of which the page zero of this process stands for one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whereAFileCannotBeReadThoughItMayBeSound() throws IOException {
      Path file =
          Files.createSymbolicLink(directory.resolve("x_train.npy"), Path.of("/proc/self/mem"));
      assertThat(message(directory)).isEqualTo(file + " cannot be read: Input/output error");
      Files.delete(file); // JUnit would warn of where it leads.
    }

    @Test
    void whereTheArchiveIsDamaged() throws IOException {
      Path file = zip("set.npz", keras());
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
      assertThat(message(file)).startsWith(file + " cannot be read as a NumPy archive (");
    }
  }
}
