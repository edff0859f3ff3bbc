package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import mnist4j.experiment.ToyPoints.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToyPointsTest {

  /** Either kind of points. */
  private interface Generator {
    ToyPoints draw(int perClass, double noise, long seed);
  }

  static Stream<Generator> generators() {
    return Stream.of(ToyPoints::moons, ToyPoints::spirals);
  }

  @ParameterizedTest
  @MethodSource("generators")
  void theSameSeedGivesTheSamePointsAndAnotherSeedOthers(Generator generator) {
    ToyPoints points = generator.draw(50, 0.1, 7);
    assertThat(generator.draw(50, 0.1, 7)).isEqualTo(points);
    assertThat(generator.draw(50, 0.1, 8).points()).doesNotContainAnyElementsOf(points.points());
  }

  @ParameterizedTest
  @MethodSource("generators")
  void bothClassesHaveAsManyPointsAsAskedFor(Generator generator) {
    List<Point> points = generator.draw(33, 0.1, 1).points();
    assertThat(points).hasSize(66);
    assertThat(points).filteredOn(point -> point.label() == 0).hasSize(33);
    assertThat(points).filteredOn(point -> point.label() == 1).hasSize(33);
  }

  @ParameterizedTest
  @MethodSource("generators")
  void theNoiseHasTheDeviationAskedFor(Generator generator) {
    List<Point> exact = generator.draw(2_000, 0, 1).points();
    List<Point> noisy = generator.draw(2_000, 0.2, 1).points();
    double squares = 0;
    for (int i = 0; i < exact.size(); i++) {
      squares += Math.pow(noisy.get(i).x() - exact.get(i).x(), 2);
      squares += Math.pow(noisy.get(i).y() - exact.get(i).y(), 2);
    }
    assertThat(Math.sqrt(squares / (2 * exact.size()))).isCloseTo(0.2, within(0.005));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void withoutNoiseTheSecondClassIsTheFirstMirroredAtTheOrigin(Generator generator) {
    List<Point> points = generator.draw(9, 0, 1).points();
    for (int i = 0; i < points.size(); i += 2) {
      assertThat(points.get(i + 1)).isEqualTo(new Point(-points.get(i).x(), -points.get(i).y(), 1));
    }
  }

  @Test
  void aMoonIsAHalfCircleThatEndsInsideTheOther() {
    List<Point> points = ToyPoints.moons(3, 0, 1).points();
    // At 30, 90 and 150 degrees about (-0.5, -0.25).
    double half = Math.sqrt(3) / 2;
    assertThat(points.get(0).x()).isCloseTo(half - 0.5, within(1e-12));
    assertThat(points.get(0).y()).isCloseTo(0.25, within(1e-12));
    assertThat(points.get(2).x()).isCloseTo(-0.5, within(1e-12));
    assertThat(points.get(2).y()).isCloseTo(0.75, within(1e-12));
    assertThat(points.get(4).x()).isCloseTo(-half - 0.5, within(1e-12));
  }

  @Test
  void aSpiralsRadiusGrowsFromNearTheInnermostToNearTheOutermost() {
    List<Point> points = ToyPoints.spirals(7, 0, 1).points();
    for (int i = 0; i < 7; i++) {
      Point point = points.get(2 * i);
      assertThat(Math.hypot(point.x(), point.y()))
          .isCloseTo(0.2 + 1.4 * (i + 0.5) / 7, within(1e-12));
    }
  }

  @Test
  void pointsBecomeInputsAndTargetsRowByRow() {
    ToyPoints points = new ToyPoints(List.of(new Point(1, 2, 0), new Point(-3, 0.5, 1)));
    assertThat(points.features().toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2}, {-3, .5f}});
    assertThat(points.oneHot().toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
  }
}
