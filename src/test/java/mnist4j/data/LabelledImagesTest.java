package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LabelledImagesTest {

  @Nested
  class FourImagesOfOneByTwoPixels {

    private final byte[] pixels = {0, 1, 2, 3, (byte) 254, (byte) 255, 6, 7};
    private final byte[] labels = {3, 8, 3, (byte) 200};
    private final LabelledImages images = LabelledImages.of(1, 2, pixels, labels);

    @Test
    void tellTheirSize() {
      assertThat(images.size()).isEqualTo(4);
      assertThat(images.rows()).isEqualTo(1);
      assertThat(images.columns()).isEqualTo(2);
      assertThat(images.pixelsPerImage()).isEqualTo(2);
    }

    @Test
    void haveUnsignedPixelsAndLabels() {
      assertThat(images.pixel(0, 1)).isEqualTo(1);
      assertThat(images.pixel(2, 0)).isEqualTo(254);
      assertThat(images.pixel(2, 1)).isEqualTo(255);
      assertThat(images.label(3)).isEqualTo(200);
      assertThat(images.labels()).containsExactly(3, 8, 3, 200);
    }

    @Test
    void doNotChangeWithTheArraysTheyWereMadeFrom() {
      pixels[0] = 99;
      labels[0] = 9;
      assertThat(images.pixel(0, 0)).isZero();
      assertThat(images.label(0)).isEqualTo(3);
    }

    @Test
    void doNotChangeWithWhatTheyGaveAway() {
      images.labels()[0] = 9;
      images.features().assign(1);
      images.greys().assign(1);
      images.targets(201).assign(1);
      assertThat(images.label(0)).isEqualTo(3);
      assertThat(images.pixel(0, 0)).isZero();
      assertThat(images.features().getFloat(0, 0)).isZero();
    }

    @Test
    void areFloatsFromZeroToOneAsFeatures() {
      INDArray features = images.features();
      assertThat(features.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(features.shape()).containsExactly(4, 2);
      assertThat(features.toFloatMatrix())
          .isDeepEqualTo(
              new float[][] {
                {0, 1 / 255f}, {2 / 255f, 3 / 255f}, {254 / 255f, 1}, {6 / 255f, 7 / 255f}
              });
    }

    @Test
    void areWrittenAsFeaturesFromAPlaceOn() {
      FloatBuffer memory = FloatBuffer.wrap(new float[] {7, 7, 7, 7, 7, 7});
      images.first(2).copyFeatures(memory, 1);
      assertThat(memory.array()).containsExactly(7, 0, 1 / 255f, 2 / 255f, 3 / 255f, 7);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> images.first(2).copyFeatures(memory, 3));
    }

    @Test
    void areUnsignedBytesAsGreys() {
      INDArray greys = images.greys();
      assertThat(greys.dataType()).isEqualTo(DataType.UINT8);
      assertThat(greys.shape()).containsExactly(4, 2);
      assertThat(greys.castTo(DataType.INT32).toIntMatrix())
          .isDeepEqualTo(new int[][] {{0, 1}, {2, 3}, {254, 255}, {6, 7}});
    }

    @Test
    void haveOneOnePerRowAsOneHotLabels() {
      assertThat(images.first(3).targets(9).toFloatMatrix())
          .isDeepEqualTo(
              new float[][] {
                {0, 0, 0, 1, 0, 0, 0, 0, 0},
                {0, 0, 0, 0, 0, 0, 0, 0, 1},
                {0, 0, 0, 1, 0, 0, 0, 0, 0}
              });
    }

    @Test
    void areTheTargetsOfASingleOutput() {
      LabelledImages pair = LabelledImages.of(1, 1, new byte[3], new byte[] {0, 1, 1});
      assertThat(pair.targets(1).toFloatMatrix()).isDeepEqualTo(new float[][] {{0}, {1}, {1}});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> images.targets(1))
          .withMessage("label 3 of image 0 is not below 2");
    }

    @Test
    void areWrittenAsTargetsOverWhatWasThere() {
      FloatBuffer memory = FloatBuffer.wrap(new float[] {7, 7, 7, 7, 7, 7});
      LabelledImages.of(1, 1, new byte[2], new byte[] {1, 0}).copyTargets(memory, 1, 2);
      assertThat(memory.array()).containsExactly(7, 0, 1, 1, 0, 7);
    }

    @Test
    void refuseOneHotLabelsWithTooFewClasses() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> images.targets(10))
          .withMessage("label 200 of image 3 is not below 10");
    }

    @Test
    void giveARangeOfThemselves() {
      LabelledImages middle = images.range(1, 3);
      assertThat(middle.labels()).containsExactly(8, 3);
      assertThat(middle.pixel(0, 0)).isEqualTo(2);
      assertThat(middle.pixel(1, 1)).isEqualTo(255);
      assertThat(images.first(1).labels()).containsExactly(3);
      assertThat(images.range(2, 2).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1,2", "3,2", "0,5"})
    void refuseARangeThatIsNotWithinThem(int from, int to) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> images.range(from, to))
          .withMessage("images %d to %d of a set of 4", from, to);
    }

    @Test
    void giveChosenOnesInTheOrderAskedFor() {
      LabelledImages chosen = images.select(new int[] {3, 0, 3});
      assertThat(chosen.labels()).containsExactly(200, 3, 200);
      assertThat(chosen.pixel(0, 1)).isEqualTo(7);
      assertThat(chosen.pixel(1, 1)).isEqualTo(1);
      assertThat(chosen.pixel(2, 0)).isEqualTo(6);
    }

    @Test
    void areRelabelledZeroAndOneAsAPair() {
      LabelledImages pair = images.onlyDigits(8, 3);
      assertThat(pair.labels()).containsExactly(1, 0, 1);
      assertThat(pair.pixel(1, 0)).isEqualTo(2);
      assertThat(images.onlyDigits(3, 8).labels()).containsExactly(0, 1, 0);
    }
  }

  @Test
  void arraysThatDoNotAgreeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledImages.of(2, 3, new byte[13], new byte[2]))
        .withMessage("2 labels of 3 x 2 pixels (width x height) need 12 bytes, found 13");
  }
}
