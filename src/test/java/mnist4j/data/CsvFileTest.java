package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of 5 x 5 pixels here; the pixels of image n are 0 but for the middle one, which is n. */
class CsvFileTest {

  private static final String HEADING =
      "label," + IntStream.range(0, 25).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));

  @TempDir private Path directory;

  private static String row(int label, int image) {
    return label + "," + pixels(image);
  }

  private static String pixels(int image) {
    return "0,".repeat(12) + image + ",0".repeat(12);
  }

  private Path write(String name, String... lines) {
    return write(name, List.of(lines));
  }

  private Path write(String name, List<String> lines) {
    try {
      return Files.write(directory.resolve(name), lines);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ImageData read(Path path) {
    return DataSource.read(path, DataOptions.DEFAULT).images();
  }

  private String message(Path path) {
    return catchThrowableOfType(DataException.class, () -> read(path)).getMessage();
  }

  /** Seven images with labels 0, 1, 2, 0, 1, 2, 0. */
  private static List<String> seven() {
    return IntStream.range(0, 7).mapToObj(i -> row(i % 3, i)).toList();
  }

  @Nested
  class Alone {

    @Test
    void holdsOutASixthOfEachClassAndSaysSo() {
      Path file = write("train.csv", HEADING);
      write("train.csv", concat(HEADING, seven()));
      ReadData read = DataSource.read(file, DataOptions.DEFAULT);
      assertThat(read.images().test().labels()).containsExactly(0);
      assertThat(read.images().train().labels()).containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2);
      assertThat(read.images().imageSize()).isEqualTo(new ImageSize(5, 5));
      assertThat(read.summary())
          .isEqualTo(
              "data: %s, a CSV file, labels in the first column, a sixth of each class held out as test set:"
                  + " 6 training and 1 test images of 5 x 5 pixels, 10 classes",
              file);
    }

    @Test
    void isTheSameWithoutHeadingWithQuotesCarriageReturnsByteOrderMarkAndBlankLastLine()
        throws IOException {
      Path plain = write("plain.csv", concat(HEADING, seven()));
      String text = String.join("\r\n", seven()).replace("0,1", "\"0\", 1") + "\r\n\r\n";
      Path other = Files.writeString(directory.resolve("other.csv"), "\ufeff" + text);
      assertThat(read(other).sha256()).isEqualTo(read(plain).sha256());
    }

    /** As R writes them on Windows. */
    @Test
    void isTheSameWithEveryCellInQuotesAndCarriageReturns() throws IOException {
      Path plain = write("plain.csv", concat(HEADING, seven()));
      String text =
          Stream.concat(
                  Stream.of(HEADING.replaceFirst("label,", "") + ",label"),
                  seven().stream().map(row -> row.substring(2) + "," + row.charAt(0)))
              .map(row -> '"' + row.replace(",", "\",\"") + "\"\r\n")
              .collect(Collectors.joining());
      Path quoted = Files.writeString(directory.resolve("quoted.csv"), text);
      ReadData read = DataSource.read(quoted, DataOptions.DEFAULT);
      assertThat(read.images().sha256()).isEqualTo(read(plain).sha256());
      assertThat(read.format()).contains("labels in the last column");
      assertThat(read.warnings()).noneMatch(warning -> warning.contains("a guess"));
    }

    /** As pandas writes an array. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void isTheSameWithAHeadingOfNumbersInOrder(int first) {
      Path plain = write("plain.csv", concat(HEADING, seven()));
      String heading =
          IntStream.range(first, first + 26)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(","));
      Path numbered = write("numbered.csv", concat(heading, seven()));
      assertThat(read(numbered).sha256()).isEqualTo(read(plain).sha256());
    }

    @Test
    void mayHaveItsLabelsLast() {
      List<String> rows = IntStream.range(0, 7).mapToObj(i -> pixels(i) + "," + i % 3).toList();
      Path plain = write("plain.csv", seven());
      assertThat(read(write("last.csv", rows)).sha256()).isEqualTo(read(plain).sha256());
      String heading = HEADING.replace("label,", "") + ",class";
      Path named = write("named.csv", concat(heading, rows));
      assertThat(read(named).sha256()).isEqualTo(read(plain).sha256());
    }
  }

  private static List<String> concat(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  @Nested
  class WithoutAHeading {

    private static final int IMAGES = 3_000;

    private static int label(int image, boolean sorted) {
      return sorted ? image * 3 / IMAGES : image % 3;
    }

    private static IntStream of(LabelledImages images) {
      return IntStream.of(images.labels());
    }

    private void expectLabelsFound(IntFunction<String> pixels, boolean first, boolean sorted) {
      List<String> rows =
          IntStream.range(0, IMAGES)
              .mapToObj(
                  i ->
                      first
                          ? label(i, sorted) + "," + pixels.apply(i)
                          : pixels.apply(i) + "," + label(i, sorted))
              .toList();
      ReadData read = DataSource.read(write("train.csv", rows), DataOptions.DEFAULT);
      assertThat(read.format())
          .contains("labels in the %s column".formatted(first ? "first" : "last"));
      ImageData images = read.images();
      assertThat(IntStream.concat(of(images.train()), of(images.test())).sorted())
          .containsExactlyElementsOf(
              IntStream.range(0, IMAGES).map(i -> label(i, sorted)).sorted().boxed().toList());
      assertThat(read.warnings()).noneMatch(warning -> warning.contains("a guess"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void findsTheLabelsOfDigitsOnABackground(boolean first, boolean sorted) {
      expectLabelsFound(i -> pixels(i % 256), first, sorted);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void findsTheLabelsOfPicturesUpToTheirEdges(boolean first, boolean sorted) {
      Random random = new Random(1);
      List<String> pictures = IntStream.range(0, IMAGES).mapToObj(i -> picture(random)).toList();
      expectLabelsFound(pictures::get, first, sorted);
    }

    /** Of any brightness, which changes from one pixel to the next by little. */
    private static String picture(Random random) {
      int brightness = 50 + random.nextInt(150);
      int slope = random.nextInt(7) - 3;
      return IntStream.range(0, 25)
          .map(i -> brightness + slope * (i % 5 + i / 5) + random.nextInt(9))
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(","));
    }

    @Test
    void warnsWhereItsColumnsAreAlike() {
      List<String> rows = IntStream.range(0, 7).mapToObj(i -> row(0, i)).toList();
      Path file = write("train.csv", rows);
      assertThat(DataSource.read(file, DataOptions.DEFAULT).warnings())
          .contains(
              file
                  + " has no heading that names the labels, and the first and the last column are alike;"
                  + " the first is taken for them, a guess; put a heading with label over theirs in the"
                  + " first line");
      List<String> headed = concat(HEADING, rows);
      assertThat(DataSource.read(write("train.csv", headed), DataOptions.DEFAULT).warnings())
          .noneMatch(warning -> warning.contains("a guess"));
    }
  }

  @Nested
  class WithALabelThatHasNoName {

    @Test
    void isNamedWithItsColumn() {
      Path file = write("a.csv", row(77, 1), row(2, 2), row(2, 3));
      assertThat(message(file))
          .startsWith(
              file
                  + " column 1, taken for the labels since no heading names them, has label 77, expected 0 to 9;");
      Path named = write("b.csv", HEADING, row(77, 1), row(2, 2), row(2, 3));
      assertThat(message(named)).startsWith(named + " column 1 has label 77, expected 0 to 9;");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mnist_train, mnist",
    "mnist Training, mnist",
    "train-mnist, mnist",
    "train (1), (1)",
    "mnist train (1), mnist (1)",
    "strained, strained",
    "train, digits",
    "training, digits"
  })
  void isNamedAfterItsFileButForTrainOrAfterItsDirectory(String file, String name)
      throws IOException {
    Path digits = Files.createDirectory(directory.resolve("digits"));
    assertThat(read(Files.write(digits.resolve(file + ".csv"), seven())).name()).isEqualTo(name);
  }

  @Nested
  class BesideATestFile {

    @Test
    void hasTrainAsAWordInItsName() {
      write("constrained_test.csv", row(1, 1));
      write("constrained_Training.csv", row(0, 0), row(1, 1), row(2, 2));
      write("constrained_Testing.csv", row(1, 1), row(1, 1));
      ImageData images = read(directory);
      assertThat(images.train().size()).isEqualTo(3);
      assertThat(images.test().size()).isEqualTo(2);
      assertThat(read(write("strained.csv", seven())).name()).isEqualTo("strained");
    }

    @Test
    void usesItWhereItHasLabels() {
      write("mnist_train.csv", seven());
      write("mnist_test.csv", row(1, 50), row(2, 51));
      ReadData read = DataSource.read(directory, DataOptions.DEFAULT);
      assertThat(read.images().train().size()).isEqualTo(7);
      assertThat(read.images().test().labels()).containsExactly(1, 2);
      assertThat(read.images().name()).isEqualTo("mnist");
      assertThat(read.format()).isEqualTo("a CSV file, labels in the first column");
    }

    @ParameterizedTest
    @CsvSource({"training,test", "train,testing", "my_Training,my_test"})
    void mayEndOtherwiseThanItself(String train, String test) {
      write(train + ".csv", seven());
      write(test + ".csv", row(1, 50), row(2, 51));
      assertThat(read(directory).test().labels()).containsExactly(1, 2);
    }

    @Test
    void isRatherTheOneOfTheSameEnding() {
      write("training.csv", seven());
      write("test.csv", row(0, 50), row(1, 51));
      write("testing.csv", row(2, 52), row(1, 53));
      assertThat(read(directory).test().labels()).containsExactly(2, 1);
    }

    @Test
    void itsLabelsMayBeInAnotherColumn() {
      write("train.csv", concat(HEADING, seven()));
      String heading = HEADING.replaceFirst("label,", "") + ",label";
      write("test.csv", heading, pixels(50) + ",1", pixels(51) + ",2");
      LabelledImages test = read(directory).test();
      assertThat(test.labels()).containsExactly(1, 2);
      assertThat(test.pixel(0, 12)).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"Train.csv,Test.csv", "MNIST_TRAIN.csv,MNIST_TEST.csv", "train.CSV,test.csv"})
    void inCapitals(String train, String test) {
      write(train, seven());
      write(test, row(1, 50), row(2, 51));
      assertThat(read(directory).test().labels()).containsExactly(1, 2);
      assertThat(read(directory.resolve(train)).test().labels()).containsExactly(1, 2);
    }

    @Test
    void leavesItWhereItHasNone() {
      write("train.csv", seven());
      write("test.csv", pixels(50), pixels(51));
      assertThat(read(directory).train().size()).isEqualTo(6);
      assertThat(read(directory).name()).isEqualTo(directory.getFileName().toString());
    }

    @Test
    void refusesItWhereItHasOtherColumns() {
      write("train.csv", seven());
      write("test.csv", "1,2,3");
      assertThat(message(directory))
          .isEqualTo(
              "%s has rows of 3 values, expected 26 as in %s, or one less without labels",
              directory.resolve("test.csv"), directory.resolve("train.csv"));
    }

    @Test
    void isNoFileOfTheSameNameInCapitals() {
      Path file = write("digits.csv", seven());
      assumeThat(directory.resolve("Digits.csv")).doesNotExist();
      write("Digits.csv", row(0, 99));
      assertThat(read(file).train().size() + read(file).test().size()).isEqualTo(7);
    }

    @Test
    void asksWhichOfSeveral() {
      write("a-train.csv", seven());
      write("b-train.csv", seven());
      assertThat(message(directory))
          .isEqualTo(
              "%s has several data sets: a-train, b-train; choose one with --split NAME",
              directory);
      DataOptions b = new DataOptions(Optional.of("b-train"), false, true, false);
      assertThat(DataSource.read(directory, b).images().name()).isEqualTo("b");
      DataOptions c = new DataOptions(Optional.of("c"), false, true, false);
      assertThat(catchThrowableOfType(DataException.class, () -> DataSource.read(directory, c)))
          .hasMessage(
              "--split: %s has no data set c, expected one of: a-train, b-train", directory);
    }
  }

  @Nested
  class IsRefused {

    @ParameterizedTest
    @CsvSource({"-1", "256", "1.5", "x", "''", "1e2"})
    void withAValueThatIsNoGreyValue(String value) {
      Path file = write("train.csv", row(0, 1), row(1, 2).replace(",2,", "," + value + ","));
      assertThat(message(file))
          .isEqualTo(
              "%s line 2, column 14: found '%s', expected a whole number from 0 to 255",
              file, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "?"})
    void withAFirstRowThatIsNoHeading(String value) {
      Path file = write("train.csv", row(0, 1).replace(",1,", "," + value + ","), row(1, 2));
      assertThat(message(file))
          .isEqualTo(
              "%s line 1, column 14: found '%s', expected a whole number from 0 to 255",
              file, value);
    }

    @Test
    void withARowCutShortInAFileOfSingleDigits() {
      Path file = write("train.csv", row(0, 1), "1,2");
      assertThat(message(file))
          .isEqualTo("%s line 2 has 2 values, expected 26 as in the first line", file);
    }

    @ParameterizedTest
    @CsvSource({"1,27", "-1,25"})
    void withARowOfAnotherLength(int more, int found) {
      String longer = row(1, 2) + ",7";
      String shorter = row(1, 2).replace(",2,", ",");
      Path file = write("train.csv", HEADING, row(0, 1), more > 0 ? longer : shorter);
      assertThat(message(file))
          .isEqualTo("%s line 3 has %d values, expected 26 as in the first line", file, found);
    }

    /** As spreadsheets write them: more cells than a file of its size has values. */
    @Test
    void withARowOfEmptyCells() {
      Path file = write("train.csv", row(0, 1), row(1, 2), row(0, 3), ",".repeat(25));
      assertThat(message(file))
          .isEqualTo("%s line 4, column 1: found '', expected a whole number from 0 to 255", file);
    }

    @Test
    void withRowsThatAreNoSquare() {
      Path file = write("train.csv", "1,2,3", "4,5,6");
      assertThat(message(file))
          .isEqualTo(
              "%s has rows of 3 values, expected a label and the pixels of a square image of 5 to 64"
                  + " a side, such as 785",
              file);
    }

    @Test
    void withAnUnfinishedQuotation() {
      Path file = write("train.csv", row(0, 1), "\"" + row(1, 1));
      assertThat(message(file)).startsWith(file + " line 2: ");
    }

    @Test
    void whereItIsEmptyOrOnlyAHeadingOrOneLongLine() {
      assertThat(message(write("train.csv")))
          .isEqualTo(directory.resolve("train.csv") + " is empty");
      assertThat(message(write("train.csv", HEADING)))
          .isEqualTo(directory.resolve("train.csv") + " has no row of grey values");
      String endless = String.join(",", Collections.nCopies(60_000, "1"));
      assertThat(message(write("train.csv", endless)))
          .isEqualTo(
              "%s line 1 is longer than 100000 characters; it is no CSV file of images",
              directory.resolve("train.csv"));
    }

    @Test
    void withALabelBeyondTheNames() {
      write("labels.txt", "a", "b");
      Path file = write("train.csv", seven());
      assertThat(message(file))
          .isEqualTo(
              "%s column 1, taken for the labels since no heading names them, has label 2, which needs 3 class names, found 2; labels count from 0",
              file);
    }
  }

  @Test
  void elevenLabelsWithoutAGapAreTheirOwnNames() {
    Path file = write("train.csv", IntStream.range(0, 22).mapToObj(i -> row(i % 11, i)).toList());
    assertThat(read(file).classNames()).hasSize(11).endsWith("9", "10");
    int[] labels = read(file).train().labels();
    assertThat(Arrays.stream(labels).max()).hasValue(10);
  }
}
