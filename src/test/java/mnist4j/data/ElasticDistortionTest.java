package mnist4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticDistortionTest {

  private static final int SIDE = 28;

  /** Standard deviation of a variable that is uniform in [-1, 1), after the spline. */
  private static final double SPLINE_OF_UNIFORM = 151.0 / 315 / Math.sqrt(3);

  private static List<float[][]> many(double pixels) {
    return LongStream.range(0, 2_000)
        .mapToObj(seed -> new ElasticDistortion(pixels, seed).displacements(SIDE, SIDE))
        .toList();
  }

  /** Mean product of two displacements of the same image. */
  private static double covariance(List<float[][]> images, int one, int other) {
    double sum = 0;
    for (float[][] image : images) {
      for (int i = 0; i < image[one].length; i++) {
        sum += image[one][i] * image[other][i];
      }
    }
    return sum / images.size() / (SIDE * SIDE);
  }

  @Test
  void theRootMeanSquareIsAsGivenInEachDirection() {
    List<float[][]> images = many(1.5);
    assertThat(Math.sqrt(covariance(images, 0, 0))).isCloseTo(1.5, within(0.02));
    assertThat(Math.sqrt(covariance(images, 1, 1))).isCloseTo(1.5, within(0.02));
    assertThat(covariance(images, 0, 1)).isCloseTo(0, within(0.04));
  }

  @Test
  void neighboursAreDisplacedAlmostAlike() {
    double limit = 1 / SPLINE_OF_UNIFORM;
    for (float[][] image : many(1)) {
      for (float[] displacement : image) {
        for (int i = 0; i < displacement.length; i++) {
          assertThat(Math.abs(displacement[i])).isLessThan((float) limit);
          if (i % SIDE > 0) {
            // A B-spline is never steeper than the steepest line between two control points.
            assertThat(Math.abs(displacement[i] - displacement[i - 1]))
                .isLessThan((float) (2 * limit / 7));
          }
          if (i >= SIDE) {
            assertThat(Math.abs(displacement[i] - displacement[i - SIDE]))
                .isLessThan((float) (2 * limit / 7));
          }
        }
      }
    }
  }

  @Test
  void theSeedDecides() {
    float[][] displacements = new ElasticDistortion(1, 5).displacements(SIDE, SIDE);
    assertThat(new ElasticDistortion(1, 5).displacements(SIDE, SIDE)).isDeepEqualTo(displacements);
    assertThat(new ElasticDistortion(1, 6).displacements(SIDE, SIDE)[0])
        .isNotEqualTo(displacements[0]);
    assertThat(displacements[0]).isNotEqualTo(displacements[1]);
  }

  @ParameterizedTest
  @CsvSource({"5,5", "7,8", "8,7", "64,33"})
  void imagesOfEverySizeAreDisplacedUpToTheirEdges(int rows, int columns) {
    for (float[] displacement : new ElasticDistortion(1, 1).displacements(rows, columns)) {
      assertThat(displacement).hasSize(rows * columns).doesNotContain(0);
    }
  }

  @Test
  void noneDisplacesNothing() {
    for (float[] displacement : ElasticDistortion.NONE.displacements(3, 4)) {
      assertThat(displacement).containsOnly(0).hasSize(12);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void aDisplacementIsZeroOrAbove(double pixels) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ElasticDistortion(pixels, 1))
        .withMessage("a displacement of " + pixels + ", expected 0 or above");
  }
}
