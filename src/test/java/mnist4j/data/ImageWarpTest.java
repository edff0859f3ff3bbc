package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageWarpTest {

  private static final int SIDE = 28;

  private static LabelledImages image(int rows, int columns, int... greys) {
    byte[] pixels = new byte[greys.length];
    for (int i = 0; i < greys.length; i++) {
      pixels[i] = (byte) greys[i];
    }
    return LabelledImages.of(rows, columns, pixels, new byte[] {7});
  }

  private static LabelledImages noise() {
    return image(SIDE, SIDE, new Random(1).ints(SIDE * SIDE, 0, 256).toArray());
  }

  private static LabelledImages moved(LabelledImages image, ImageWarp warp) {
    return image.warped(List.of(warp));
  }

  private static int[] greys(LabelledImages image) {
    return IntStream.range(0, image.pixelsPerImage()).map(i -> image.pixel(0, i)).toArray();
  }

  @Test
  void noneGivesTheImageBack() {
    assertThat(greys(moved(noise(), ImageWarp.NONE))).isEqualTo(greys(noise()));
  }

  @Test
  void aQuarterTurnTakesEveryPixelCounterClockwiseAboutTheCentre() {
    assertThat(greys(moved(image(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9), new ImageWarp(90, 1, 0, 0))))
        .containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    LabelledImages turned = moved(noise(), new ImageWarp(90, 1, 0, 0));
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        assertThat(turned.pixel(0, row * SIDE + column))
            .isEqualTo(noise().pixel(0, column * SIDE + SIDE - 1 - row));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 0, 2, 28})
  void aWholeShiftTakesEveryPixelAlongAndLeavesBackground(int shift) {
    LabelledImages shifted = moved(noise(), new ImageWarp(0, 1, shift, -shift));
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        int oldRow = row + shift;
        int oldColumn = column - shift;
        boolean inside = oldRow >= 0 && oldRow < SIDE && oldColumn >= 0 && oldColumn < SIDE;
        assertThat(shifted.pixel(0, row * SIDE + column))
            .isEqualTo(inside ? noise().pixel(0, oldRow * SIDE + oldColumn) : 0);
      }
    }
  }

  @Test
  void aShiftByAPartOfAPixelMixesNeighboursAndBackground() {
    assertThat(greys(moved(image(1, 3, 100, 200, 40), new ImageWarp(0, 1, 0.25, 0))))
        .containsExactly(75, 175, 80);
    assertThat(greys(moved(image(2, 2, 40, 80, 120, 200), new ImageWarp(0, 1, 0.5, 0.5))))
        .containsExactly(10, 30, 40, 110);
  }

  @Test
  void doubleSizeShowsTheMiddleOfTheImageLarger() {
    assertThat(greys(moved(image(1, 5, 10, 20, 60, 80, 90), new ImageWarp(0, 2, 0, 0))))
        .containsExactly(20, 40, 60, 70, 80);
  }

  @Test
  void halfSizeTakesEverySecondPixelAndLeavesBackground() {
    assertThat(greys(moved(image(1, 5, 10, 20, 60, 80, 90), new ImageWarp(0, 0.5, 0, 0))))
        .containsExactly(0, 10, 60, 90, 0);
  }

  @Test
  void turningAndScalingComeBeforeTheShift() {
    assertThat(greys(moved(image(3, 3, 0, 0, 0, 0, 0, 9, 0, 0, 0), new ImageWarp(90, 1, 1, 0))))
        .containsExactly(0, 0, 9, 0, 0, 0, 0, 0, 0);
  }

  /** Bilinear interpolation of a ramp is exact. */
  @Test
  void anElasticDistortionTakesEveryPixelFromItsDisplacedPlace() {
    ElasticDistortion elastic = new ElasticDistortion(1, 3);
    float[][] displacements = elastic.displacements(SIDE, SIDE);
    LabelledImages across =
        image(SIDE, SIDE, IntStream.range(0, SIDE * SIDE).map(i -> 8 * (i % SIDE)).toArray());
    LabelledImages down =
        image(SIDE, SIDE, IntStream.range(0, SIDE * SIDE).map(i -> 8 * (i / SIDE)).toArray());
    ImageWarp warp = new ImageWarp(0, 1, 1.5, 0, elastic, Pen.SAME);
    for (int row = 5; row < SIDE - 5; row++) {
      for (int column = 6; column < SIDE - 5; column++) {
        int pixel = row * SIDE + column;
        assertThat((double) moved(across, warp).pixel(0, pixel))
            .isCloseTo(8 * (column - 1.5 + displacements[0][pixel]), within(0.51));
        assertThat((double) moved(down, warp).pixel(0, pixel))
            .isCloseTo(8 * (row + displacements[1][pixel]), within(0.51));
      }
    }
  }

  @Test
  void thePenDrawsBeforeTheImageIsMoved() {
    Pen pen = new Pen(0.3, 2, 0.5, 0.5);
    LabelledImages drawn = moved(noise(), new ImageWarp(0, 1, 0, 0, ElasticDistortion.NONE, pen));
    assertThat(greys(moved(noise(), new ImageWarp(90, 1, 1, 0, ElasticDistortion.NONE, pen))))
        .isEqualTo(greys(moved(drawn, new ImageWarp(90, 1, 1, 0))))
        .isNotEqualTo(greys(moved(noise(), new ImageWarp(90, 1, 1, 0))));
  }

  @Test
  void labelsAndTheOldSetStay() {
    LabelledImages old = noise();
    LabelledImages moved = moved(old, new ImageWarp(10, 1.1, 1, 2));
    assertThat(moved.labels()).containsExactly(7);
    assertThat(greys(old)).isEqualTo(greys(noise())).isNotEqualTo(greys(moved));
  }

  @Test
  void everyImageOfASetHasItsOwnWarp() {
    LabelledImages two = LabelledImages.of(1, 2, new byte[] {1, 2, 3, 4}, new byte[] {0, 1});
    LabelledImages moved = two.warped(List.of(new ImageWarp(180, 1, 0, 0), ImageWarp.NONE));
    assertThat(IntStream.of(0, 1).map(i -> moved.pixel(0, i))).containsExactly(2, 1);
    assertThat(IntStream.of(0, 1).map(i -> moved.pixel(1, i))).containsExactly(3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.warped(Collections.nCopies(3, ImageWarp.NONE)))
        .withMessage("3 warps for 2 images");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void aScaleIsAboveZero(double scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageWarp(0, scale, 0, 0))
        .withMessage("a scale of " + scale + ", expected above 0");
  }

  @ParameterizedTest
  @CsvSource({"NaN,1,0,0", "0,Infinity,0,0", "0,1,NaN,0", "0,1,0,-Infinity"})
  void allValuesAreFinite(double degrees, double scale, double right, double down) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageWarp(degrees, scale, right, down))
        .withMessageEndingWith(", expected finite values");
  }
}
