package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import mnist4j.IdxFiles;
import mnist4j.RealMnist;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {

  private static final String EMNIST =
      "the images look like EMNIST's, whose rows and columns are swapped; --transpose swaps them back";

  private static final String NO_FILE = " is no regular file and no link to one; mend or remove it";

  @TempDir private Path directory;

  private static DataOptions split(String name) {
    return new DataOptions(Optional.of(name), false, true, false);
  }

  private static DataOptions transposing() {
    return new DataOptions(Optional.empty(), true, true, false);
  }

  private ReadData read() {
    return DataSource.read(directory, DataOptions.DEFAULT);
  }

  private String message(DataOptions options) {
    return message(directory, options);
  }

  private static String message(Path path, DataOptions options) {
    return catchThrowableOfType(DataException.class, () -> DataSource.read(path, options))
        .getMessage();
  }

  /** The four files behind a prefix, with test in place of t10k. */
  private void prefixed(String prefix, LabelledImages train, LabelledImages test)
      throws IOException {
    Path plain = IdxFiles.write(directory.resolve("plain"), train, test);
    for (MnistFile file : MnistFile.values()) {
      String name = prefix + file.fileName().replace("t10k", "test");
      Files.move(plain.resolve(file.fileName()), directory.resolve(name));
    }
    Files.delete(plain);
  }

  private static LabelledImages digits(int count) {
    return ImageData.bundled().train().first(count);
  }

  private static final String SORTED =
      "the training images come class by class; they are shuffled, in every run alike, so that those held out are of every class";

  @Nested
  class ClassByClass {

    private final LabelledImages images = digits(600);
    private final LabelledImages sorted =
        images.select(
            IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparing(images::label))
                .mapToInt(Integer::intValue)
                .toArray());

    @Test
    void areShuffledInEveryRunAlike() throws IOException {
      IdxFiles.write(directory, sorted, digits(10));
      ReadData read = read();
      LabelledImages train = read.images().train();
      assertThat(read.warnings()).containsExactly(SORTED);
      assertThat(IntStream.of(train.range(540, 600).labels()).distinct().count()).isEqualTo(10);
      assertThat(pairs(train)).containsExactlyInAnyOrderElementsOf(pairs(images));
      assertThat(read().images().sha256()).isEqualTo(read.images().sha256());
    }

    @Test
    void asTestImagesKeepTheirPositions() throws IOException {
      IdxFiles.write(directory, images, sorted);
      ReadData read = read();
      assertThat(read.images().test().labels()).containsExactly(sorted.labels());
      assertThat(read.images().train().labels()).containsExactly(images.labels());
      assertThat(read.warnings()).isEmpty();
    }

    /** Label and ink of each image. */
    private static List<List<Integer>> pairs(LabelledImages images) {
      return IntStream.range(0, images.size())
          .mapToObj(
              image ->
                  List.of(
                      images.label(image),
                      IntStream.range(0, images.pixelsPerImage())
                          .map(i -> (i + 1) * images.pixel(image, i))
                          .sum()))
          .toList();
    }

    @ParameterizedTest
    @CsvSource({"001122, false", "000011112222, true", "010101010101, false", "000000, false"})
    void areToldFromThoseInARandomOrder(String labels, boolean areSorted) {
      byte[] each = new byte[labels.length()];
      for (int i = 0; i < each.length; i++) {
        each[i] = (byte) (labels.charAt(i) - '0');
      }
      assertThat(LabelledImages.of(1, 1, new byte[each.length], each).areSortedByClass())
          .isEqualTo(areSorted);
    }
  }

  @Nested
  class Emnist {

    @Test
    void isReadBehindItsPrefixWithTheCharactersOfItsMapping() throws IOException {
      LabelledImages letters = LabelledImages.of(28, 28, new byte[3 * 784], new byte[] {1, 26, 2});
      prefixed("emnist-letters-", letters, letters);
      StringBuilder mapping = new StringBuilder();
      for (int i = 1; i <= 26; i++) {
        mapping.append("%d %d %d\r\n".formatted(i, 'A' + i - 1, 'a' + i - 1));
      }
      Files.writeString(directory.resolve("emnist-letters-mapping.txt"), mapping);
      ImageData images = read().images();
      assertThat(images.name()).isEqualTo("emnist-letters");
      assertThat(images.classNames()).hasSize(26).startsWith("Aa", "Bb").endsWith("Zz");
      assertThat(images.train().labels()).containsExactly(0, 25, 1);
      assertThat(images.preparedAsMnist()).isTrue();
      Files.writeString(directory.resolve("emnist-letters-mapping.txt"), "1 x\n");
      assertThat(message(DataOptions.DEFAULT))
          .endsWith("mapping.txt: found '1 x', expected a label and code points, such as 10 65");
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 4})
    void isRefusedWithALabelBesideItsMapping(byte label) throws IOException {
      LabelledImages letters = LabelledImages.of(28, 28, new byte[784], new byte[] {1});
      LabelledImages other = LabelledImages.of(28, 28, new byte[784], new byte[] {label});
      prefixed("emnist-letters-", letters, other);
      Path mapping = directory.resolve("emnist-letters-mapping.txt");
      Files.writeString(mapping, "1 65 97\n2 66 98\n3 67 99\n");
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has label %d, expected 1 to 3 as in %s; get both files from one source",
              directory.resolve("emnist-letters-test-labels-idx1-ubyte"), label, mapping);
    }

    @Test
    void hasRowsAndColumnsSwappedOnRequestAndAWarningOtherwise() throws IOException {
      // Too few to tell by their ink.
      prefixed("emnist-digits-", digits(40), digits(9));
      assertThat(read().warnings()).containsExactly(EMNIST);
      ReadData transposed = DataSource.read(directory, transposing());
      assertThat(transposed.warnings()).isEmpty();
      assertThat(transposed.format()).isEqualTo("four IDX files, transposed");
      LabelledImages images = transposed.images().train();
      for (int i = 0; i < 784; i++) {
        assertThat(images.pixel(7, i % 28 * 28 + i / 28)).isEqualTo(digits(40).pixel(7, i));
      }
    }

    @Test
    void isNotSaidToBeSwappedWhereItStandsUpright() throws IOException {
      prefixed("emnist-digits-", digits(500), digits(9));
      assertThat(read().warnings()).isEmpty();
    }

    @Test
    void isRecognisedByWritingThatLiesOnItsSide() {
      IdxFiles.write(directory, digits(500).transposed(), digits(9).transposed());
      assertThat(read().warnings()).containsExactly(EMNIST);
      assertThat(DataSource.read(directory, transposing()).images().train().features())
          .isEqualTo(digits(500).features());
    }

    @Test
    void isNotWhatIsMerelyWide() {
      byte[] wide = new byte[200 * 10 * 20];
      Arrays.fill(wide, (byte) 99);
      LabelledImages images = LabelledImages.of(10, 20, wide, new byte[200]);
      IdxFiles.write(directory, images, images);
      assertThat(read().warnings()).isEmpty();
    }

    @Test
    void isOneOfSeveralThatHaveToBeChosenFrom() throws IOException {
      prefixed("emnist-letters-", digits(5), digits(5));
      prefixed("emnist-digits-", digits(6), digits(6));
      IdxFiles.write(directory, digits(7), digits(7));
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has several data sets: emnist-digits, emnist-letters, mnist; choose one with"
                  + " --split NAME",
              directory);
      assertThat(DataSource.read(directory, split("digits")).images().train().size()).isEqualTo(6);
      assertThat(DataSource.read(directory, split("mnist")).images().train().size()).isEqualTo(7);
      prefixed("emnist-mnist-", digits(8), digits(8));
      assertThat(DataSource.read(directory, split("mnist")).images().train().size()).isEqualTo(7);
      prefixed("qmnist-digits-", digits(8), digits(8));
      assertThat(message(split("digits")))
          .startsWith("--split: %s has several data sets digits, ".formatted(directory));
      assertThat(message(split("byclass")))
          .isEqualTo(
              "--split: %s has no data set byclass, expected one of: emnist-digits, emnist-letters,"
                  + " emnist-mnist, mnist, qmnist-digits",
              directory);
    }

    @Test
    void saysWhichOfItsFilesIsMissing() throws IOException {
      prefixed("emnist-digits-", digits(5), digits(5));
      Files.delete(directory.resolve("emnist-digits-test-labels-idx1-ubyte"));
      assertThat(message(DataOptions.DEFAULT))
          .startsWith("%s has no emnist-digits-test-labels-idx1-ubyte (or ".formatted(directory));
    }
  }

  @Nested
  class Qmnist {

    /** Two columns of the eight that QMNIST has. */
    private void extendedLabels(String part, int... labels) throws IOException {
      ByteBuffer file = ByteBuffer.allocate(12 + 8 * labels.length);
      file.putInt(0x0c02).putInt(labels.length).putInt(2);
      for (int label : labels) {
        file.putInt(label).putInt(7_777);
      }
      Files.write(directory.resolve("qmnist-%s-labels-idx2-int".formatted(part)), file.array());
    }

    @Test
    void hasItsClassInTheFirstOfSeveralColumns() throws IOException {
      prefixed("qmnist-", digits(3), digits(2));
      Files.delete(directory.resolve("qmnist-train-labels-idx1-ubyte"));
      Files.delete(directory.resolve("qmnist-test-labels-idx1-ubyte"));
      extendedLabels("train", 5, 0, 4);
      extendedLabels("test", 9, 1);
      ImageData images = read().images();
      assertThat(images.name()).isEqualTo("qmnist");
      assertThat(images.train().labels()).containsExactly(5, 0, 4);
      assertThat(images.test().labels()).containsExactly(9, 1);
      assertThat(images.preparedAsMnist()).isTrue();
      extendedLabels("test", 9, 256);
      assertThat(message(DataOptions.DEFAULT))
          .endsWith("qmnist-test-labels-idx2-int has label 256 at position 1, expected 0 to 255");
    }
  }

  @Nested
  class FourFiles {

    @Test
    void mayHaveDotsInTheirNames() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      for (MnistFile file : MnistFile.values()) {
        String dotted = file.fileName().replace("-idx", ".idx");
        Files.move(directory.resolve(file.fileName()), directory.resolve(dotted));
      }
      assertThat(read().images().train().size()).isEqualTo(3);
      assertThat(message(directory.resolve("train-images.idx3-ubyte"), DataOptions.DEFAULT))
          .endsWith(" is one of four files; name their directory");
    }

    @Test
    void areRefusedWhereTheyAreCompressedTwice() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Path plain = directory.resolve(MnistFile.TRAIN_IMAGES.fileName());
      Path twice = directory.resolve(MnistFile.TRAIN_IMAGES.gzipName());
      try (OutputStream out =
          new GZIPOutputStream(new GZIPOutputStream(Files.newOutputStream(twice)))) {
        Files.copy(plain, out);
      }
      Files.delete(plain);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(twice + " is gzip within gzip; decompress it once with gunzip");
    }

    @Test
    void mayHaveNamesInCapitals() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      for (MnistFile file : MnistFile.values()) {
        Path path = directory.resolve(file.fileName());
        Files.move(path, directory.resolve(file.fileName().toUpperCase(Locale.ROOT)));
      }
      assertThat(read().images().train().size()).isEqualTo(3);
    }

    @Test
    void haveNamesWithAByteOrderMarkCarriageReturnsAndABlankLastLine() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Files.writeString(
          directory.resolve("labels.txt"), "\ufeffnull\r\n1\r\n2\r\n3\r\n4\r\nfünf\r\n6\r\n\r\n");
      assertThat(read().images().classNames())
          .containsExactly("null", "1", "2", "3", "4", "fünf", "6");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a privilege there")
    void areNeitherReadFromAPipeOrDeviceNorPassedOverWhereTheirLinkIsBroken() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Path names = directory.resolve("labels.txt");
      for (String target : List.of("/dev/null", "nowhere")) {
        Files.createSymbolicLink(names, Path.of(target));
        assertThat(message(DataOptions.DEFAULT)).isEqualTo("%s%s", names, NO_FILE);
        Files.delete(names);
      }
      prefixed("emnist-digits-", digits(3), digits(2));
      Path mapping = directory.resolve("emnist-digits-mapping.txt");
      Files.createSymbolicLink(mapping, Path.of("/dev/null"));
      assertThat(message(split("digits"))).isEqualTo("%s%s", mapping, NO_FILE);
      Files.delete(mapping);
    }

    @Test
    void saysWhatLabelsFromOneNeed() throws IOException {
      byte[] labels = {1, 2, 3};
      LabelledImages images = LabelledImages.of(5, 5, new byte[75], labels);
      IdxFiles.write(directory, images, images);
      Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\n");
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has label 3, which needs 4 class names, found 3; labels count from 0",
              directory.resolve(MnistFile.TRAIN_LABELS.fileName()));
    }

    @Test
    void warnOfBlankImagesOfFaintOnesAndOfDarkOnLight() {
      LabelledImages blank = LabelledImages.of(28, 28, new byte[784], new byte[1]);
      IdxFiles.write(directory, blank, blank);
      assertThat(read().warnings())
          .containsExactly("every pixel of the first 1 training images is 0");
      byte[] faint = new byte[784];
      faint[400] = 16;
      LabelledImages sixteenths = LabelledImages.of(28, 28, faint, new byte[1]);
      IdxFiles.write(directory, sixteenths, sixteenths);
      assertThat(read().warnings())
          .containsExactly(
              "the first 1 training images have grey values of 0 to 16, expected 0 to 255; multiply them by 255 / 16");
      faint[400] = 17;
      LabelledImages more = LabelledImages.of(28, 28, faint, new byte[1]);
      IdxFiles.write(directory, more, more);
      assertThat(read().warnings()).isEmpty();
      byte[] white = new byte[784];
      Arrays.fill(white, (byte) 255);
      LabelledImages light = LabelledImages.of(28, 28, white, new byte[1]);
      IdxFiles.write(directory, light, light);
      assertThat(read().warnings())
          .containsExactly(
              "the images are dark on light, MNIST's are light on dark; networks trained on one do"
                  + " not know the other");
    }

    @Test
    void areMnistByTheirContent() {
      ImageData images = RealMnist.images();
      assertThat(images.name()).isEqualTo("MNIST");
      assertThat(images.preparedAsMnist()).isTrue();
      assertThat(MnistPreparation.isThatOf(images.test())).isTrue();
      assertThat(MnistPreparation.liesOnItsSide(images.test())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MNIST", "MNIST, first 1,000"})
    void areNotMnistByTheNameOfTheirDirectory(String name) throws IOException {
      Path named = IdxFiles.write(directory.resolve(name), digits(60), digits(10));
      assertThat(DataSource.read(named, DataOptions.DEFAULT).images().name())
          .isEqualTo(name + " (by its name)");
    }
  }

  @Nested
  class SeveralKinds {

    private void picture(String name) throws IOException {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(digits(1).toBufferedImages().get(0), "png", file.toFile());
    }

    private void pictures() throws IOException {
      for (String name : List.of("a/1", "a/2", "b/1", "b/2")) {
        picture(name + ".png");
      }
    }

    private String passedOver(String kinds) {
      return "%s also holds %s, which are passed over; to read them, keep them in a directory of their own"
          .formatted(directory, kinds);
    }

    @Test
    void arePicturesBesideTablesAndArraysOfOtherUses() throws IOException {
      pictures();
      Files.writeString(directory.resolve("labels.csv"), "file,label\na/1.png,a\n");
      Files.write(directory.resolve("features.npy"), new byte[9]);
      Files.write(directory.resolve("x_train.npz"), new byte[9]);
      ReadData read = read();
      assertThat(read.format()).startsWith("folders of pictures");
      assertThat(read.warnings()).first().isEqualTo(passedOver("NumPy files and CSV files"));
    }

    @Test
    void areTheArraysOrTheTableOfASetBesidePictures() throws IOException {
      ImageData set = new ImageData("s", digits(12), digits(9), ImageData.digits(), true);
      for (DataExport form : List.of(DataExport.NPY, DataExport.NPZ)) {
        List<Path> written = form.write(set, directory, () -> {});
        pictures();
        ReadData read = read();
        assertThat(read.images().test().size()).isEqualTo(9);
        assertThat(read.warnings()).first().isEqualTo(passedOver("folders of pictures"));
        for (Path file : written) {
          Files.delete(file);
        }
      }
      Files.writeString(
          directory.resolve("digits.csv"), ("0," + "1,".repeat(24) + "2\n").repeat(9));
      ReadData read = read();
      assertThat(read.format()).startsWith("a CSV file");
      assertThat(read.warnings()).first().isEqualTo(passedOver("folders of pictures"));
    }

    @Test
    void areIdxFilesBesideWhateverElse() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Files.createDirectory(directory.resolve("notes"));
      assertThat(read().warnings()).isEmpty();
      pictures();
      Files.writeString(directory.resolve("mnist.csv"), "0\n");
      assertThat(read().format()).isEqualTo("four IDX files");
      assertThat(read().warnings())
          .first()
          .isEqualTo(passedOver("folders of pictures and CSV files"));
    }

    @Test
    void areThePicturesBesideAnIncompleteSetOfIdxFiles() throws IOException {
      Files.write(directory.resolve("train-images-idx3-ubyte"), new byte[9]);
      Files.createDirectory(directory.resolve("notes"));
      assertThat(message(DataOptions.DEFAULT))
          .startsWith("%s has no train-labels-idx1-ubyte (or ".formatted(directory));
      Files.delete(directory.resolve("notes"));
      pictures();
      assertThat(read().format()).startsWith("folders of pictures");
      assertThat(read().warnings()).first().isEqualTo(passedOver("IDX files"));
    }

    @Test
    void areThePicturesOfATrainingSet() throws IOException {
      for (String part : List.of("train", "test")) {
        picture(part + "/a/1.png");
        picture(part + "/b/1.png");
      }
      Files.writeString(directory.resolve("labels.csv"), "a\n");
      assertThat(read().images().test().size()).isEqualTo(2);
    }

    @Test
    void areTheTableWhereNoPicturesAre() throws IOException {
      Files.createDirectory(directory.resolve("notes"));
      Files.writeString(directory.resolve("digits.csv"), "1,2\n");
      assertThat(message(DataOptions.DEFAULT)).contains("digits.csv has rows of 2 values");
    }
  }

  @Nested
  class NamesOfClasses {

    private static final String WANTED =
        "expected 1 to 100 characters, none of them a control character, the first and the last no space; rename it";

    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\ufeff", "\u00ad"})
    void haveNoCharactersThatMoveOthers(String character) throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Path file = directory.resolve("labels.txt");
      Files.writeString(file, "a%sb\nc\n".formatted(character));
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo("%s: found the name 'a?b', %s", file, WANTED);
    }

    @Test
    void mayHaveJoiners() throws IOException {
      IdxFiles.write(directory, digits(3).first(1), digits(2).first(1));
      String joined = "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645";
      Files.writeString(directory.resolve("labels.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n" + joined);
      assertThat(read().images().classNames()).endsWith(joined);
    }

    @Test
    void differHoweverTheirAccentsAreEncoded() throws IOException {
      IdxFiles.write(directory, digits(3), digits(2));
      Path file = directory.resolve("labels.txt");
      Files.writeString(file, "\u00e9\nc\ne\u0301\n");
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s: found the name 'e\u0301' twice, expected another for each class; rename one",
              file);
    }
  }

  @Nested
  class SomethingElse {

    private static final String FORMATS =
        "four IDX files, .npz, .npy or .csv files, or one folder of pictures per class";

    @Test
    void isRefusedWithWhatWouldDo() throws IOException {
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo("%s holds no data set; expected %s", directory, FORMATS);
      Path text = Files.writeString(directory.resolve("text"), "text");
      assertThat(message(text, DataOptions.DEFAULT))
          .isEqualTo("%s is no data set; expected %s", text, FORMATS);
      Path nowhere = directory.resolve("nowhere");
      assertThat(message(nowhere, DataOptions.DEFAULT))
          .isEqualTo("%s does not exist; name %s", nowhere, FORMATS);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isNotOpenedWhereItIsNoFile() {
      Path device = Path.of("/dev/null");
      assertThat(message(device, DataOptions.DEFAULT))
          .isEqualTo("%s is no regular file; expected %s", device, FORMATS);
    }

    @Test
    void hasNoOptionsOfPictures() {
      IdxFiles.write(directory, digits(3), digits(2));
      for (DataOptions options :
          List.of(
              new DataOptions(Optional.empty(), false, false, false),
              new DataOptions(Optional.empty(), false, true, true))) {
        assertThat(message(options))
            .isEqualTo(
                directory + " is no folder of pictures; leave out --skip-bad and --no-prepare");
      }
    }
  }
}
