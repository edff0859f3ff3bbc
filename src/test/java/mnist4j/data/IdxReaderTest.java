package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures hold two images of 2 x 3 pixels, or fail to in the way their name says. */
class IdxReaderTest {

  private static final Path IMAGES = fixture("images.idx");
  private static final Path LABELS = fixture("labels.idx");

  private static Path fixture(String name) {
    try {
      return Path.of(IdxReaderTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String message(Path images, Path labels) {
    return catchThrowableOfType(DataException.class, () -> IdxReader.read(images, labels))
        .getMessage();
  }

  @Nested
  class GoodFiles {

    @ParameterizedTest
    @CsvSource({
      "images.idx,labels.idx",
      "images.idx.gz,labels.idx.gz",
      "images.idx,labels.idx.gz",
      "gzip-without-the-name.idx,labels.idx"
    })
    void areReadPlainAndCompressedWhateverTheirName(String images, String labels) {
      LabelledImages read = IdxReader.read(fixture(images), fixture(labels));
      assertThat(read.size()).isEqualTo(2);
      assertThat(read.rows()).isEqualTo(2);
      assertThat(read.columns()).isEqualTo(3);
      assertThat(read.labels()).containsExactly(7, 2);
      for (int index = 0; index < 6; index++) {
        assertThat(read.pixel(0, index)).isEqualTo(index);
        assertThat(read.pixel(1, index)).isEqualTo(250 + index);
      }
    }

    @Test
    void areReadFromStreamsToo() throws Exception {
      try (var images = IdxReaderTest.class.getResourceAsStream("images.idx.gz");
          var labels = IdxReaderTest.class.getResourceAsStream("labels.idx")) {
        assertThat(IdxReader.read("two streams", images, labels).labels()).containsExactly(7, 2);
      }
    }
  }

  @Nested
  class AWrongFileOfImages {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "empty-file.idx | ends in the middle of its header or of its gzip data; get it again",
          "one-byte.idx | ends in the middle of its header or of its gzip data; get it again",
          "header-cut-short.idx | ends in the middle of its header or of its gzip data; get it again",
          "invalid-magic.idx | starts with magic number 2052, expected 2051; it is not an IDX file of images",
          "label-file-as-images.idx | starts with magic number 2049, expected 2051; it is not an IDX file of images",
          "text-file.idx | starts with magic number 1008813135, expected 2051; it is not an IDX file of images",
          "too-little-data.idx | is cut short: its header promises 12 bytes of data, found 11; get it again",
          "too-much-data.idx | is too long: its header promises 12 bytes of data and more follow; get it again",
          "negative-size.idx | says it has -2 images, expected 1 to 10000000; the header is damaged, get the file again",
          "no-images.idx | says it has 0 images, expected 1 to 10000000; the header is damaged, get the file again",
          "too-many-images.idx | says it has 10000001 images, expected 1 to 10000000; the header is damaged, get the file again",
          "no-rows.idx | says it has 0 rows, expected 1 to 4096; the header is damaged, get the file again",
          "too-wide.idx | says it has 4097 columns, expected 1 to 4096; the header is damaged, get the file again",
          "more-than-an-array.idx | promises 10000000 images of 4096 x 4096 pixels, expected at most 600,000,000 pixels in all",
          "gzip-header-only.idx.gz | ends in the middle of its header or of its gzip data; get it again",
          "truncated-gzip.idx.gz | ends in the middle of its header or of its gzip data; get it again",
          "corrupt-gzip.idx.gz | is a damaged gzip file (invalid block type); get it again",
          "corrupt-gzip-checksum.idx.gz | is a damaged gzip file (Corrupt GZIP trailer); get it again",
          "gzip-with-too-little-data.idx.gz | is cut short: its header promises 12 bytes of data, found 11; get it again"
        })
    void isNamedWithWhatWasFoundAndExpected(String fixture, String message) {
      assertThat(message(fixture(fixture), LABELS)).isEqualTo(fixture(fixture) + " " + message);
    }

    @Test
    void isSaidToBeUnreadableWhereItIsMissing() {
      Path missing = IMAGES.resolveSibling("no-such-file.idx");
      assertThat(message(missing, LABELS))
          .isEqualTo("%1$s cannot be read: %1$s does not exist".formatted(missing));
    }
  }

  @Nested
  class AWrongFileOfLabels {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "empty-file.idx | ends in the middle of its header or of its gzip data; get it again",
          "image-file-as-labels.idx | starts with magic number 2051, expected 2049; it is not an IDX file of labels",
          "too-few-labels.idx | is cut short: its header promises 2 bytes of data, found 1; get it again",
          "too-many-labels.idx | is too long: its header promises 2 bytes of data and more follow; get it again"
        })
    void isNamedWithWhatWasFoundAndExpected(String fixture, String message) {
      assertThat(message(IMAGES, fixture(fixture))).isEqualTo(fixture(fixture) + " " + message);
    }

    @Test
    void ofAnotherCountThanTheImagesIsNamedTogetherWithThem() {
      Path three = fixture("wrong-count-labels.idx");
      assertThat(message(IMAGES, three))
          .isEqualTo(
              IMAGES
                  + " has 2 images but "
                  + three
                  + " has 3 labels; expected the same number, so get both files from one source");
    }
  }

  @Nested
  class AWrongStream {

    @ParameterizedTest
    @ValueSource(strings = {"too-little-data.idx", "too-much-data.idx", "invalid-magic.idx"})
    void isNamedByTheNameGiven(String fixture) throws Exception {
      try (var images = IdxReaderTest.class.getResourceAsStream(fixture)) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(
                () ->
                    IdxReader.read(
                        "the program's own", images, new ByteArrayInputStream(new byte[0])))
            .withMessageStartingWith("the program's own ");
      }
    }
  }

  @Nested
  class SizesOutOfProportion {

    @TempDir private Path directory;

    private Path file(boolean compressed, int... header) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(header.length * Integer.BYTES + 3);
      bytes.asIntBuffer().put(header);
      Path file = directory.resolve("file");
      try (OutputStream plain = Files.newOutputStream(file);
          OutputStream out = compressed ? new GZIPOutputStream(plain) : plain) {
        out.write(bytes.array());
      }
      return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areRefusedAboveTheLargestKnownSet(boolean compressed) throws IOException {
      Path file = file(compressed, 0x0803, 1_300_000, 28, 28);
      assertThat(message(file, LABELS))
          .isEqualTo(
              file
                  + " promises 1300000 images of 28 x 28 pixels, expected at most 600,000,000 pixels in all");
    }

    /** No more memory is taken than the file can fill, which this thread's own counter shows. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takeNoMoreMemoryThanTheFileCanFill(boolean compressed) throws IOException {
      Path file = file(compressed, 0x0803, 700_000, 28, 28);
      var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(message(file, LABELS))
          .isEqualTo(
              file
                  + " is cut short: its header promises 548800000 bytes of data, found 3; get it again");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }
  }
}
