package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import mnist4j.charts.LineChart.Series;
import mnist4j.evaluation.DecisionGrid;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class DecisionRegionsTest {

  /** The left half is of the first class, the upper right corner of the second. */
  private static final DecisionGrid GRID = new DecisionGrid(-2, 2, 0, 2, halvesAndCorner(40));

  private static final List<Series> POINTS =
      List.of(
          new Series("first", new double[] {-1}, new double[] {1}),
          new Series("second", new double[] {1, 1.5}, new double[] {1, 0.5}));

  private static final DecisionRegions REGIONS = new DecisionRegions("title", "", GRID, POINTS);

  private static double[][] halvesAndCorner(int side) {
    double[][] probability = new double[side][side];
    for (int row = 0; row < side; row++) {
      Arrays.fill(probability[row], side / 2, side, row < side / 2 ? 0.5 : 1);
    }
    return probability;
  }

  @Test
  void fillsEachRegionWithItsClasssColour() {
    BufferedImage image = REGIONS.draw();
    Color sureOfFirst = DecisionRegions.colour(0);
    Color sureOfSecond = DecisionRegions.colour(1);
    assertThat(Pixels.count(image, sureOfFirst)).isGreaterThan(20_000);
    assertThat(Pixels.count(image, sureOfSecond)).isBetween(10_000L, 40_000L);
    // Up is up: the first class's lower left corner, the second's upper right one.
    assertThat(Pixels.at(image, 70, REGIONS.height() - 60)).isEqualTo(sureOfFirst);
    assertThat(Pixels.at(image, REGIONS.width() - 25, 50)).isEqualTo(sureOfSecond);
  }

  @Test
  void isTheStrongerInColourTheSurerTheNetwork() {
    assertThat(Theme.luminance(DecisionRegions.colour(0.45)))
        .isGreaterThan(Theme.luminance(DecisionRegions.colour(0.2)));
    assertThat(Theme.luminance(DecisionRegions.colour(0.2)))
        .isGreaterThan(Theme.luminance(DecisionRegions.colour(0)));
    assertThat(DecisionRegions.colour(0.49)).isNotEqualTo(DecisionRegions.colour(0.51));
  }

  @Test
  void drawsThePointsOfEachClassInAColourAndWithAMarkOfTheirOwn() {
    XYPlot plot = REGIONS.chart().getXYPlot();
    XYDataset points = plot.getDataset();
    assertThat(points.getItemCount(0)).isEqualTo(1);
    assertThat(points.getItemCount(1)).isEqualTo(2);
    assertThat(points.getXValue(1, 1)).isEqualTo(1.5);
    assertThat(points.getYValue(1, 1)).isEqualTo(0.5);
    assertThat(plot.getRenderer().getSeriesPaint(0)).isEqualTo(Theme.seriesPaint(0));
    assertThat(plot.getRenderer().getSeriesPaint(1)).isEqualTo(Theme.seriesPaint(1));
    BufferedImage image = REGIONS.draw();
    assertThat(Pixels.count(image, Theme.seriesPaint(0))).isBetween(20L, 120L);
    assertThat(Pixels.count(image, Theme.seriesPaint(1))).isBetween(40L, 240L);
  }

  @Test
  void spansExactlyTheGrid() {
    XYPlot plot = REGIONS.chart().getXYPlot();
    assertThat(plot.getDomainAxis().getRange().toString()).isEqualTo("Range[-2.0,2.0]");
    assertThat(plot.getRangeAxis().getRange().toString()).isEqualTo("Range[0.0,2.0]");
  }

  @Test
  void nothingIsCutOff() {
    Pixels.assertNothingIsCut(REGIONS.draw());
  }
}
