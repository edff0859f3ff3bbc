package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderTest {

  private static final DataOptions AS_IS = new DataOptions(Optional.empty(), false, false, false);
  private static final DataOptions SKIP = new DataOptions(Optional.empty(), false, true, true);

  @TempDir private Path directory;

  /** A picture of one grey value. */
  private Path grey(String name, int side, int value) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < side * side; i++) {
      image.getRaster().setSample(i % side, i / side, 0, value);
    }
    return write(name, image);
  }

  /** A black bar on white, which stands for a one. */
  private Path drawn(String name) throws IOException {
    BufferedImage image = new BufferedImage(90, 120, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 90, 120);
    pen.setColor(Color.BLACK);
    pen.fillRect(20, 20, 10, 70);
    pen.dispose();
    return write(name, image);
  }

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private ReadData read(DataOptions options) {
    return DataSource.read(directory, options);
  }

  private String message(DataOptions options) {
    return catchThrowableOfType(DataException.class, () -> read(options)).getMessage();
  }

  @Nested
  class OfTrainingAndTestPictures {

    @Test
    void haveTheirClassesFromTheFoldersAndTheOrderOfTheirNames() throws IOException {
      grey("train/shirt/2.png", 28, 200);
      grey("train/coat/1.png", 28, 100);
      grey("train/coat/3.png", 28, 7);
      grey("test/shirt/1.png", 28, 50);
      grey("test/v1.0 ü/1.png", 28, 51);
      ReadData read = read(DataOptions.DEFAULT);
      assertThat(read.images().classNames()).containsExactly("coat", "shirt", "v1.0 ü");
      assertThat(read.images().train().labels()).containsExactly(0, 1, 0);
      assertThat(read.images().train().pixel(0, 0)).isEqualTo(100);
      assertThat(read.images().train().pixel(2, 783)).isEqualTo(7);
      assertThat(read.images().test().labels()).containsExactly(1, 2);
      assertThat(read.format()).isEqualTo("folders of pictures");
    }

    @Test
    void mayBeInFoldersOfAnyName() throws IOException {
      grey("Ä%41+ #?/1.png", 28, 1);
      grey("Ä%41+ #?/2.png", 28, 1);
      grey("b/1.png", 28, 2);
      grey("b/2.png", 28, 2);
      assertThat(read(DataOptions.DEFAULT).images().classNames()).containsExactly("b", "Ä%41+ #?");
    }

    @Test
    void areFoundByEveryExtensionOfTheirFormats() throws IOException {
      for (String name : List.of("0/a.jfif", "0/b.JPE", "1/c.dib", "1/d.jpe")) {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.endsWith("dib") ? "bmp" : "jpg";
        ImageIO.write(
            new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), format, file.toFile());
      }
      assertThat(PictureFolder.isSet(directory)).isTrue();
      assertThat(read(DataOptions.DEFAULT).images().classNames()).containsExactly("0", "1");
    }

    @Test
    void haveTheOrderOfTheClassesInLabelsTxt() throws IOException {
      Files.write(directory.resolve("labels.txt"), List.of("shirt", "bag", "coat"));
      grey("training/shirt/2.png", 28, 200);
      grey("training/coat/1.png", 28, 100);
      grey("testing/coat/1.png", 28, 50);
      ImageData images = read(DataOptions.DEFAULT).images();
      assertThat(images.classNames()).containsExactly("shirt", "bag", "coat");
      assertThat(images.train().labels()).containsExactly(2, 0);
      grey("training/hat/1.png", 28, 50);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has a folder hat, which is none of the 3 classes in labels.txt", directory);
    }

    /** As macOS encodes accents: as characters of their own behind the letters. */
    @Test
    void haveTheNamesInLabelsTxtHoweverTheirAccentsAreEncoded() throws IOException {
      assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
      Files.write(directory.resolve("labels.txt"), List.of("\u00e9", "b"));
      grey("train/b/1.png", 28, 1);
      grey("train/e\u0301/2.png", 28, 1);
      grey("test/b/1.png", 28, 1);
      assertThat(read(DataOptions.DEFAULT).images().train().labels()).containsExactly(1, 0);
    }

    @Test
    void areInNumberedFoldersWhereNamesInLabelsTxtCannotBeThoseOfFolders() throws IOException {
      Files.write(directory.resolve("labels.txt"), List.of("A", "a", "b"));
      grey("train/A/1.png", 28, 1);
      grey("train/b/1.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has a folder A, expected 0 to 2, the labels, since not all names in labels.txt can be those of folders everywhere; rename the folders",
              directory);
    }

    @Test
    void areInTheOrderOfTheirNumbersWhereTheirFoldersHaveNumbers() throws IOException {
      for (String number : List.of("10", "9", "2")) {
        grey("train/%s/1.png".formatted(number), 28, 1);
        grey("test/%s/1.png".formatted(number), 28, 1);
      }
      assertThat(read(DataOptions.DEFAULT).images().classNames()).containsExactly("2", "9", "10");
    }
  }

  @Nested
  class BesideOtherFolders {

    private void part(String name) throws IOException {
      for (String file : List.of("/0/a.png", "/0/b.png", "/1/c.png")) {
        grey(name + file, 28, 1);
      }
    }

    private String warning(String others) {
      return directory + " also holds folders that are passed over beside train: " + others;
    }

    @Test
    void nameTheFirstThatIsPassedOver() throws IOException {
      part("train");
      part("val");
      part("training");
      assertThat(read(DataOptions.DEFAULT).warnings())
          .contains(warning("2; the first: training; name one test to use it"));
      assertThat(read(DataOptions.DEFAULT).format())
          .isEqualTo("folders of pictures, a sixth of each class held out as test set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid", "validation", "2"})
    void nameItWhereThereIsATestSetToo(String other) throws IOException {
      part("train");
      part("test");
      part(other);
      assertThat(read(DataOptions.DEFAULT).warnings()).contains(warning("1; the first: " + other));
    }

    @Test
    void nameTheTestFolderThatHasNoClasses() throws IOException {
      part("train");
      Path test = Files.createDirectory(directory.resolve("test"));
      String warning =
          test + " has no folders of classes and is passed over; expected one for each class";
      assertThat(read(DataOptions.DEFAULT).warnings()).contains(warning);
      grey("test/a.png", 28, 1);
      assertThat(read(DataOptions.DEFAULT).warnings()).contains(warning);
    }

    @Test
    void namePicturesThatAreInNoFolderOfAClass() throws IOException {
      part("train");
      part("test");
      Path loose = grey("train/a.png", 28, 1);
      grey("train/b.png", 28, 1);
      Path tested = grey("test/c.png", 28, 1);
      Files.writeString(directory.resolve("train/notes.txt"), "about this set");
      String words =
          "pictures beside the folders of the classes are passed over: %d; the first: %s";
      assertThat(read(DataOptions.DEFAULT).warnings())
          .contains(words.formatted(2, loose), words.formatted(1, tested));
    }

    @Test
    void namePicturesBesideClassesAlone() throws IOException {
      part(".");
      Path loose = grey("a.png", 28, 1);
      assertThat(read(DataOptions.DEFAULT).warnings())
          .contains(
              "pictures beside the folders of the classes are passed over: 1; the first: " + loose);
    }

    @Test
    void nameNothingWhereThereAreNone() throws IOException {
      part("train");
      part("test");
      assertThat(read(DataOptions.DEFAULT).warnings())
          .noneMatch(warning -> warning.contains("passed over"));
    }
  }

  @Nested
  class OfClassesAlone {

    @Test
    void givesOneOfFewToTheTestSet() throws IOException {
      for (String name : new String[] {"0/a.png", "1/a.png", "1/b.png"}) {
        grey(name, 28, 1);
      }
      ImageData images = read(DataOptions.DEFAULT).images();
      assertThat(images.train().labels()).containsExactlyInAnyOrder(0, 1);
      assertThat(images.test().labels()).containsExactly(1);
    }

    @Test
    void givesASixthOfEachClassToTheTestSetTheSameEveryTime() throws IOException {
      for (int i = 0; i < 12; i++) {
        grey("a/%02d.png".formatted(i), 28, i);
        grey("b/%02d.png".formatted(i), 28, 100 + i);
      }
      grey("c/0.png", 28, 0);
      ReadData read = read(DataOptions.DEFAULT);
      int[] test = read.images().test().labels();
      Arrays.sort(test);
      assertThat(test).containsExactly(0, 0, 1, 1);
      assertThat(read.images().train().size()).isEqualTo(21);
      assertThat(read.format())
          .isEqualTo("folders of pictures, a sixth of each class held out as test set");
      assertThat(read(DataOptions.DEFAULT).images().sha256()).isEqualTo(read.images().sha256());
    }
  }

  @Nested
  class OfOtherSizes {

    @Test
    void arePreparedAsPredictDoes() throws IOException {
      drawn("train/1/a.png");
      grey("train/0/b.png", 28, 9);
      drawn("test/1/a.png");
      grey("test/0/b.png", 28, 9);
      ReadData read = read(DataOptions.DEFAULT);
      assertThat(read.format())
          .isEqualTo("folders of pictures, 2 of them prepared as predict does");
      InkBox box = InkBox.of(read.images().train(), 0);
      assertThat(box.height()).isEqualTo(20);
      assertThat(box.width()).isEqualTo(3);
      assertThat(read.images().train().pixel(0, 14 * 28 + 14)).isEqualTo(255);
      assertThat(read.images().train().pixel(1, 0)).isEqualTo(9);
    }

    @Test
    void areTakenAsTheyAreWithoutPreparation() throws IOException {
      for (String part : List.of("train", "test")) {
        grey(part + "/0/a.png", 16, 1);
        grey(part + "/1/b.png", 16, 2);
      }
      assertThat(read(AS_IS).images().imageSize()).isEqualTo(new ImageSize(16, 16));
      Path odd = grey("train/1/c.png", 17, 2);
      assertThat(message(AS_IS))
          .isEqualTo(
              "%s is 17 x 17 pixels, expected 16 x 16 pixels as the others; leave out --no-prepare or"
                  + " scale it; --skip-bad goes on without it",
              odd);
      Path large = grey("test/1/c.png", 65, 2);
      Files.delete(odd);
      assertThat(message(AS_IS))
          .startsWith(large + " is 65 x 65 pixels, expected at most 64 a side with --no-prepare");
    }

    /** Of which only every second pixel of every second line is looked at. */
    @Test
    void areNamedWithTheSizeOfTheirFiles() throws IOException {
      Path photo = grey("train/0/a.png", 3_000, 1);
      grey("train/1/b.png", 16, 2);
      assertThat(message(AS_IS))
          .startsWith(
              photo + " is 3000 x 3000 pixels, expected at most 64 a side with --no-prepare");
    }
  }

  @Nested
  class WithSomethingElse {

    private Path text;

    private void set() throws IOException {
      for (String part : List.of("train", "test")) {
        grey(part + "/0/a.png", 28, 1);
        grey(part + "/1/b.png", 28, 2);
      }
      text = Files.writeString(directory.resolve("train/1/c.txt"), "no picture");
      Files.writeString(directory.resolve("train/1/.hidden"), "no picture");
      Files.writeString(directory.resolve("README.txt"), "about this set");
    }

    @Test
    void namesIt() throws IOException {
      set();
      assertThat(message(DataOptions.DEFAULT))
          .startsWith(text + " is no ")
          .endsWith("; --skip-bad goes on without it");
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void countsALinkToNothingToo() throws IOException {
      set();
      Files.delete(text);
      Path link = directory.resolve("train/1/d.png");
      Files.createSymbolicLink(link, Path.of("nowhere"));
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              link
                  + " is a link to nothing; name a PNG, JPEG, GIF or BMP picture; --skip-bad goes on without it");
      assertThat(read(SKIP).warnings())
          .first()
          .asString()
          .startsWith("left out as no usable pictures: 1; the first: " + link);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void refusesALinkToNothingInPlaceOfAFolder() throws IOException {
      set();
      Files.delete(text);
      for (String name : List.of("validation", "test/2")) {
        Path link = directory.resolve(name);
        Files.createSymbolicLink(link, Path.of("nowhere"));
        assertThat(message(DataOptions.DEFAULT))
            .isEqualTo(link + " is a link to nothing; mend or remove it");
        Files.delete(link);
      }
    }

    @Test
    void leavesItOutAndCountsItOnRequest() throws IOException {
      set();
      ReadData read = read(SKIP);
      assertThat(read.images().train().labels()).containsExactly(0, 1);
      assertThat(read.warnings())
          .first()
          .asString()
          .startsWith("left out as no usable pictures: 1; the first: " + text);
    }

    @Test
    void refusesOnePictureOfEachClassIfNoneIsToTestOn() throws IOException {
      grey("0/a.png", 28, 1);
      grey("1/a.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has one image of each class and none to test on, expected at least 2 of one",
              directory);
    }

    @Test
    void refusesAClassWhoseNameIsTooLongForASavedNetwork() throws IOException {
      grey("0/a.png", 28, 1);
      grey("0/b.png", 28, 1);
      grey("x".repeat(101) + "/a.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT))
          .startsWith(directory + ": found the name 'xxx")
          .endsWith(
              "expected 1 to 100 characters, none of them a control character, the first and the last no space; rename it");
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void refusesAClassWhoseNameEndsWithASpace() throws IOException {
      grey("0/a.png", 28, 1);
      grey("0/b.png", 28, 1);
      grey("a /a.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT)).startsWith(directory + ": found the name 'a ', ");
    }

    @Test
    void refusesPicturesThatLieFlatInTheFolderOfTheTrainingImages() throws IOException {
      grey("train/a.png", 28, 1);
      grey("test/0/a.png", 28, 1);
      grey("test/1/b.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has no folder of pictures; expected one for each class",
              directory.resolve("train"));
    }

    @Test
    void leavesOutTheFewOfAnotherSize() throws IOException {
      Path odd = grey("train/0/a.png", 17, 1);
      for (String name : List.of("train/0/b", "train/1/c", "test/0/d", "test/1/e")) {
        grey(name + ".png", 16, 1);
      }
      ReadData read = read(new DataOptions(Optional.empty(), false, false, true));
      assertThat(read.images().train().size()).isEqualTo(2);
      assertThat(read.warnings())
          .first()
          .asString()
          .startsWith("left out as no usable pictures: 1; the first: " + odd);
    }

    @Test
    void refusesAFolderInAFolderAnEmptyOneAndOneClassAlone() throws IOException {
      grey("train/0/a.png", 28, 1);
      grey("test/0/a.png", 28, 1);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              "%s has pictures of 1 class, expected 2 to 256, each in a folder of its own",
              directory);
      Path empty = Files.createDirectory(directory.resolve("train/1"));
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(empty + " has no picture; fill it or remove it");
      Path previews = Files.createFile(empty.resolve("Thumbs.db"));
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(empty + " has no picture; fill it or remove it");
      Files.delete(previews);
      Path deep = grey("train/0/more/b.png", 28, 1);
      Files.delete(empty);
      assertThat(message(DataOptions.DEFAULT))
          .isEqualTo(
              deep.getParent() + " is a folder within that of a class; expected pictures only");
    }

    @Test
    void hasNoSplits() throws IOException {
      set();
      DataOptions split = new DataOptions(Optional.of("a"), false, true, false);
      assertThat(message(split))
          .isEqualTo("--split: %s is one folder of pictures; leave it out", directory);
    }
  }
}
