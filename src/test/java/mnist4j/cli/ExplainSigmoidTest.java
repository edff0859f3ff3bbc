package mnist4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import mnist4j.charts.LineChart.Series;
import mnist4j.charts.Pixels;
import mnist4j.charts.Theme;
import org.junit.jupiter.api.Test;

class ExplainSigmoidTest {

  private final Series curve = ExplainCommand.sigmoid().series().get(0);

  @Test
  void risesFromNothingThroughOneHalfToOne() {
    assertThat(curve.x()).startsWith(-8).endsWith(8);
    assertThat(curve.x()[160]).isZero();
    assertThat(curve.y()[160]).isEqualTo(0.5);
    assertThat(curve.y()[0]).isEqualTo(3.3535e-4, within(1e-8));
    assertThat(curve.y()[180]).isEqualTo(0.7310585786, within(1e-10));
  }

  @Test
  void isSymmetricAboutItsMiddle() {
    double[] y = curve.y();
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i] + y[y.length - 1 - i]).isEqualTo(1, within(1e-12));
    }
  }

  @Test
  void isDrawnWhole() {
    var image = ExplainCommand.sigmoid().draw();
    assertThat(Pixels.count(image, Theme.seriesPaint(0))).isGreaterThan(1000);
    Pixels.assertNothingIsCut(image);
  }
}
