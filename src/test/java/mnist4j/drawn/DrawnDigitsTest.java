package mnist4j.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import mnist4j.data.ImageData;
import mnist4j.picture.DigitPicture;
import mnist4j.picture.Features;
import mnist4j.picture.PictureFile;
import mnist4j.picture.PreparedDigit;
import mnist4j.training.Classifier;
import mnist4j.training.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fifty drawn digits: as files, as the preparation sees them, as the networks do. */
class DrawnDigitsTest {

  /** Of 255, averaged over a picture: less than its ink would come to if it lay elsewhere. */
  private static final int FEW_LEVELS = 4;

  private static final int SIDE = PreparedDigit.SIDE;

  private static final Map<Path, PreparedDigit> PREPARED =
      files().stream()
          .collect(
              Collectors.toMap(
                  Function.identity(), file -> PreparedDigit.of(PictureFile.read(file))));

  static List<Path> files() {
    try (Stream<Path> files =
        Files.list(Path.of(DrawnDigitsTest.class.getResource("/mnist4j/drawn").toURI()))) {
      // The tests' classes of this package lie there too.
      return files
          .filter(file -> file.toString().matches(".*/\\d-\\d\\d\\.(png|jpg)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int digit(Path file) {
    return file.getFileName().toString().charAt(0) - '0';
  }

  @Test
  void theFilesAreThoseThatTheProgramDraws() {
    Set<String> names = new HashSet<>();
    for (int digit = 0; digit < 10; digit++) {
      for (int number = 1; number <= DrawnDigits.BY_HAND + 1; number++) {
        names.add(DrawnDigits.fileName(digit, number));
      }
    }
    assertThat(files()).extracting(file -> file.getFileName().toString()).hasSameElementsAs(names);
  }

  @Test
  void whatIsWrittenByHandCanBeDrawnAgain() throws IOException {
    for (int digit = 0; digit < 10; digit++) {
      for (int number = 1; number <= DrawnDigits.BY_HAND; number++) {
        String name = DrawnDigits.fileName(digit, number);
        // Fonts differ from machine to machine, JPEG files and the grey of edges from Java to Java.
        if (name.endsWith(".png")) {
          BufferedImage drawn = DrawnDigits.image(digit, number);
          BufferedImage file = ImageIO.read(getClass().getResource("/mnist4j/drawn/" + name));
          assertThat(meanDifference(drawn, file)).as(name).isLessThan(FEW_LEVELS);
        }
      }
    }
  }

  private static double meanDifference(BufferedImage one, BufferedImage other) {
    assertThat(one.getWidth()).isEqualTo(other.getWidth());
    assertThat(one.getHeight()).isEqualTo(other.getHeight());
    int width = one.getWidth();
    int pixels = width * one.getHeight();
    int channel = one.getColorModel().hasAlpha() ? 24 : 8;
    return IntStream.range(0, pixels)
        .map(
            i ->
                Math.abs(
                    (one.getRGB(i % width, i / width) >> channel & 0xff)
                        - (other.getRGB(i % width, i / width) >> channel & 0xff)))
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("files")
  void theInkFillsABoxOf20PixelsWithItsCentreOfMassInTheMiddle(Path file) {
    PreparedDigit digit = PREPARED.get(file);
    int[] inRows = new int[SIDE];
    int[] inColumns = new int[SIDE];
    int most = 0;
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        inRows[row] += digit.grey(row, column);
        inColumns[column] += digit.grey(row, column);
        most = Math.max(most, digit.grey(row, column));
      }
    }
    assertThat(most).isEqualTo(255);
    assertThat(Math.max(extent(inRows), extent(inColumns))).isBetween(19, 20);
    assertCentred(inRows);
    assertCentred(inColumns);
  }

  /**
   * MNIST's centre is the middle of row 14 and column 14, counted from 0. Ink that reaches the last
   * row cannot go further.
   */
  private static void assertCentred(int[] sums) {
    if (sums[SIDE - 1] == 0) {
      assertThat(mean(sums)).isCloseTo(14, within(0.51));
    } else {
      assertThat(mean(sums)).isBetween(13., 14.51);
    }
  }

  private static int extent(int[] sums) {
    int[] inked = IntStream.range(0, sums.length).filter(i -> sums[i] > 0).toArray();
    return inked[inked.length - 1] - inked[0] + 1;
  }

  private static double mean(int[] sums) {
    return IntStream.range(0, sums.length).mapToDouble(i -> (double) i * sums[i]).sum()
        / Arrays.stream(sums).sum();
  }

  @ParameterizedTest
  @MethodSource("files")
  void theInvertedPictureIsPreparedTheSame(Path file) {
    DigitPicture picture = PictureFile.read(file);
    BufferedImage inverted =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        inverted.setRGB(x, y, ~picture.rgb(x, y));
      }
    }
    INDArray same = Features.of(PreparedDigit.of(DigitPicture.of("inverted", inverted)));
    double oneLevel = 1.01 / 255;
    assertThat(same.sub(Features.of(PREPARED.get(file))).amaxNumber().doubleValue())
        .isLessThan(oneLevel);
  }

  /** What came when they were drawn, of 50; less than that is a step back. */
  @ParameterizedTest
  @CsvSource({"cnn-best,50", "cnn,50", "mlp-64,47", "mlp-512,46", "numpy-mlp,40"})
  void thePretrainedNetworksAreRightAsOftenAsTheReadmeSays(String recipe, int right) {
    Classifier classifier =
        new Classifier(ModelFile.pretrained(recipe).orElseThrow(), ImageData.digits());
    assertThat(files())
        .filteredOn(
            file -> classifier.classify(Features.of(PREPARED.get(file))).ranked(0) == digit(file))
        .hasSizeGreaterThanOrEqualTo(right);
  }
}
