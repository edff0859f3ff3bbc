package mnist4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import mnist4j.data.ImageWarp;
import mnist4j.data.Pen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

  private static final Augmentation LIMITS = new Augmentation(30, 4, 0.25, 1.5, 0.4);

  private static List<ImageWarp> warps() {
    return IntStream.range(0, 10_000).mapToObj(image -> LIMITS.warp(1, 0, image)).toList();
  }

  private static double[] amounts(ToDoubleFunction<ImageWarp> amount) {
    return warps().stream().mapToDouble(amount).sorted().toArray();
  }

  /** The standard error of such a mean is below a 170th of the limit. */
  private static void assertFillsEvenly(double[] amounts, double middle, double limit) {
    double far = 0.01 * limit;
    assertThat(amounts[0]).isBetween(middle - limit, middle - limit + far);
    assertThat(amounts[2_500]).isCloseTo(middle - limit / 2, within(5 * far));
    assertThat(amounts[5_000]).isCloseTo(middle, within(5 * far));
    assertThat(amounts[7_500]).isCloseTo(middle + limit / 2, within(5 * far));
    assertThat(amounts[9_999]).isBetween(middle + limit - far, middle + limit);
  }

  @Test
  void everyAmountFillsItsRangeEvenly() {
    assertFillsEvenly(amounts(ImageWarp::degrees), 0, 30);
    assertFillsEvenly(amounts(ImageWarp::scale), 1, 0.25);
    assertFillsEvenly(amounts(ImageWarp::right), 0, 4);
    assertFillsEvenly(amounts(ImageWarp::down), 0, 4);
  }

  @Test
  void theAmountsOfAnImageDoNotFollowFromEachOther() {
    double product = 0;
    for (ImageWarp warp : warps()) {
      product += warp.right() / 4 * (warp.down() / 4) + warp.degrees() / 30 * (warp.right() / 4);
    }
    assertThat(product / 10_000).isCloseTo(0, within(0.02));
  }

  @Test
  void seedEpochAndImageDecide() {
    ImageWarp warp = LIMITS.warp(5, 2, 7);
    assertThat(LIMITS.warp(5, 2, 7)).isEqualTo(warp);
    assertThat(
            List.of(
                LIMITS.warp(6, 2, 7),
                LIMITS.warp(5, 3, 7),
                LIMITS.warp(5, 2, 8),
                LIMITS.warp(6, 1, 7),
                LIMITS.warp(5, 1, 8),
                LIMITS.warp(5, 3, 6)))
        .doesNotContain(warp)
        .doesNotHaveDuplicates();
  }

  @Test
  void limitsOfZeroMoveNothing() {
    ImageWarp warp = new Augmentation(0, 0, 0, 0, 0).warp(1, 2, 3);
    assertThat(warp.degrees()).isZero();
    assertThat(warp.scale()).isOne();
    assertThat(warp.right()).isZero();
    assertThat(warp.down()).isZero();
    assertThat(warp.elastic().pixels()).isZero();
    assertThat(warp.pen()).isEqualTo(Pen.SAME);
  }

  @Test
  void everyImageHasAnElasticDistortionOfItsOwn() {
    assertThat(warps()).allMatch(warp -> warp.elastic().pixels() == 1.5);
    assertThat(warps().stream().map(warp -> warp.elastic().seed())).doesNotHaveDuplicates();
  }

  @Test
  void anElasticDistortionAndAPenLeaveTheOtherAmountsAsTheyAre() {
    ImageWarp plain = new Augmentation(30, 4, 0.25, 0, 0).warp(1, 2, 3);
    ImageWarp warp = LIMITS.warp(1, 2, 3);
    assertThat(new ImageWarp(warp.degrees(), warp.scale(), warp.right(), warp.down()))
        .isEqualTo(new ImageWarp(plain.degrees(), plain.scale(), plain.right(), plain.down()));
  }

  /** Three standard errors of such a share are 0.015. */
  @Test
  void aShareOfTheImagesHasAnotherPenAndHalfOfThoseAGrid() {
    List<Pen> pens =
        warps().stream().map(ImageWarp::pen).filter(pen -> !pen.equals(Pen.SAME)).toList();
    List<Pen> coarse = pens.stream().filter(pen -> pen.cell() > 0).toList();
    assertThat(pens.size() / 10_000.0).isCloseTo(0.4, within(0.015));
    assertThat(coarse.size() / 10_000.0).isCloseTo(0.2, within(0.015));
    assertThat(pens).allMatch(pen -> pen.threshold() >= 0.15 && pen.threshold() < 0.45);
    assertThat(coarse).allMatch(pen -> pen.cell() >= 1.6 && pen.cell() < 2.6);
    assertThat(pens.stream().filter(pen -> pen.cell() == 0))
        .allMatch(pen -> pen.right() == 0 && pen.down() == 0);
  }

  @Test
  void inTheLastHalfOfTheEpochsImagesAreNeitherBentNorRedrawn() {
    Augmentation light = new Augmentation(30, 4, 0.25, 0, 0);
    assertThat(LIMITS.in(0, 24)).isEqualTo(LIMITS);
    assertThat(LIMITS.in(11, 24)).isEqualTo(LIMITS);
    assertThat(LIMITS.in(12, 24)).isEqualTo(light);
    assertThat(LIMITS.in(23, 24)).isEqualTo(light);
    assertThat(LIMITS.in(2, 5)).isEqualTo(LIMITS);
    assertThat(LIMITS.in(3, 5)).isEqualTo(light);
    assertThat(LIMITS.in(0, 1)).isEqualTo(LIMITS);
  }

  @Test
  void theDefaultsAreTenDegreesTwoPixelsAndATenth() {
    assertThat(Augmentation.DEFAULT).isEqualTo(new Augmentation(10, 2, 0.1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,0,0", "180,28,.999,4,1"})
  void theEdgesOfEveryRangeAreAllowed(
      double rotation, double shift, double scale, double elastic, double pen) {
    assertThat(new Augmentation(rotation, shift, scale, elastic, pen).rotationDegrees())
        .isEqualTo(rotation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " -1 |  0 |  0 |  0 | 0 | --augment-rotation: found -1.0, expected 0 to 180 degrees",
        "181 |  0 |  0 |  0 | 0 | --augment-rotation: found 181.0, expected 0 to 180 degrees",
        "NaN |  0 |  0 |  0 | 0 | --augment-rotation: found NaN, expected 0 to 180 degrees",
        "  0 | -1 |  0 |  0 | 0 | --augment-shift: found -1.0, expected 0 to 28 pixels",
        "  0 | 29 |  0 |  0 | 0 | --augment-shift: found 29.0, expected 0 to 28 pixels",
        "  0 | NaN | 0 |  0 | 0 | --augment-shift: found NaN, expected 0 to 28 pixels",
        "  0 |  0 | -.1 |  0 | 0 | --augment-scale: found -0.1, expected 0 or above and below 1",
        "  0 |  0 |  1 |  0 | 0 | --augment-scale: found 1.0, expected 0 or above and below 1",
        "  0 |  0 | NaN |  0 | 0 | --augment-scale: found NaN, expected 0 or above and below 1",
        "  0 |  0 |  0 | -1 | 0 | --augment-elastic: found -1.0, expected 0 to 4 pixels",
        "  0 |  0 |  0 |  5 | 0 | --augment-elastic: found 5.0, expected 0 to 4 pixels",
        "  0 |  0 |  0 | NaN | 0 | --augment-elastic: found NaN, expected 0 to 4 pixels",
        "  0 |  0 |  0 |  0 | -.1 | --augment-pen: found -0.1, expected 0 to 1",
        "  0 |  0 |  0 |  0 | 1.1 | --augment-pen: found 1.1, expected 0 to 1",
        "  0 |  0 |  0 |  0 | NaN | --augment-pen: found NaN, expected 0 to 1"
      })
  void aValueOutOfRangeIsNamedWithItsOption(
      double rotation, double shift, double scale, double elastic, double pen, String complaint) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new Augmentation(rotation, shift, scale, elastic, pen))
        .withMessage(complaint);
  }
}
