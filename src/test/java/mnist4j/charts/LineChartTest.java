package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.charts.LineChart.Series;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LineChartTest {

  private static final Series RISING =
      new Series("rising", new double[] {1, 2}, new double[] {3, 4});
  private static final Series FALLING =
      new Series("falling", new double[] {1, 2}, new double[] {0.5, 0.25});

  @Nested
  class Shows {

    @Test
    void everySeriesUnderItsName() {
      XYDataset data = plot(chart(Axis.value("loss"), RISING, FALLING)).getDataset();
      assertThat(data.getSeriesCount()).isEqualTo(2);
      assertThat(data.getSeriesKey(0).toString()).isEqualTo("rising");
      assertThat(data.getSeriesKey(1).toString()).isEqualTo("falling");
      assertThat(data.getXValue(1, 1)).isEqualTo(2);
      assertThat(data.getYValue(1, 1)).isEqualTo(0.25);
    }

    @Test
    void sharesInPercent() {
      XYDataset data = plot(chart(Axis.percent("accuracy (%)"), FALLING)).getDataset();
      assertThat(data.getYValue(0, 0)).isEqualTo(50);
    }

    @Test
    void bothAxesLabels() {
      XYPlot plot = plot(chart(Axis.value("mean loss (cross-entropy)"), RISING));
      assertThat(plot.getDomainAxis().getLabel()).isEqualTo("epoch");
      assertThat(plot.getRangeAxis().getLabel()).isEqualTo("mean loss (cross-entropy)");
    }

    @Test
    void aLegendOnlyForTwoSeriesOrMore() {
      assertThat(chart(Axis.value("loss"), RISING).chart().getSubtitleCount()).isZero();
      assertThat(chart(Axis.value("loss"), RISING, FALLING).chart().getSubtitleCount())
          .isEqualTo(1);
    }

    @Test
    void aSinglePointAsAVisibleMark() {
      Series point = new Series("point", new double[] {1}, new double[] {0.3});
      BufferedImage image = chart(Axis.value("loss"), point).draw();
      assertThat(Pixels.count(image, Theme.seriesPaint(0))).isGreaterThan(100);
    }

    @Test
    void marksWhileTheyAreFewAndBareLinesBeyond() {
      assertThat(marks(30)).isTrue();
      assertThat(marks(31)).isFalse();
    }

    @Test
    void theLastTicksLabelWholeThoughItReachesIntoTheMargin() {
      Series millions = new Series("s", new double[] {1, 3_000_000}, new double[] {0, 1});
      LineChart chart = chart(Axis.value("loss"), millions);
      BufferedImage image = chart.draw();
      Pixels.assertNothingIsCut(image);
      int margin = Theme.MARGIN * Figure.PIXELS_PER_UNIT;
      BufferedImage rightMargin =
          image.getSubimage(image.getWidth() - margin, 0, margin, image.getHeight());
      assertThat(Pixels.count(rightMargin, Color.WHITE))
          .isLessThan((long) margin * image.getHeight());
    }

    private boolean marks(int points) {
      double[] values = IntStream.range(0, points).asDoubleStream().toArray();
      XYPlot plot = plot(chart(Axis.value("loss"), new Series("s", values, values)));
      return ((XYLineAndShapeRenderer) plot.getRenderer()).getSeriesShapesVisible(0);
    }
  }

  @Nested
  class OfValuesThatAreNotFinite {

    private final LineChart chart =
        chart(
            Axis.value("loss"),
            new Series(
                "diverged",
                new double[] {1, 2, 3, 4, 5},
                new double[] {1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 2}));

    @Test
    void leavesGaps() {
      XYDataset data = plot(chart).getDataset();
      assertThat(IntStream.range(0, 5).mapToObj(i -> data.getYValue(0, i)))
          .containsExactly(1.0, Double.NaN, Double.NaN, Double.NaN, 2.0);
    }

    @Test
    void keepsTheScaleOfTheOthers() {
      assertThat(plot(chart).getRangeAxis().getUpperBound()).isBetween(2.0, 2.5);
    }

    @Test
    void saysHowManyAreMissing() {
      assertThat(chart.heading().note())
          .isEqualTo("3 values are not finite numbers and are left out.");
      assertThat(chart(Axis.value("loss"), RISING).heading().note()).isEmpty();
    }

    @Test
    void drawsEvenWhenNothingIsLeft() {
      double[] nothing = new double[3];
      Arrays.fill(nothing, Double.NaN);
      LineChart empty =
          chart(Axis.percent("accuracy (%)"), new Series("gone", new double[] {1, 2, 3}, nothing));
      assertThat(Pixels.count(empty.draw(), Theme.seriesPaint(0))).isZero();
    }
  }

  @Nested
  class HasTheSize {

    @Test
    void ofTheUsualChart() {
      BufferedImage image = chart(Axis.value("loss"), RISING).draw();
      assertThat(image.getWidth()).isEqualTo(1280);
      assertThat(image.getHeight()).isEqualTo(800);
    }

    @Test
    void itIsGiven() {
      LineChart chart =
          new LineChart("t", Axis.value("x"), Axis.value("y"), List.of(RISING), 300, 200);
      assertThat(chart.draw().getWidth()).isEqualTo(600);
      assertThat(chart.draw().getHeight()).isEqualTo(400);
    }
  }

  @Test
  void theAxisHasRoomForTheWholeBand() {
    Series line = new Series("s", new double[] {0, 1}, new double[] {5, 5}, new double[] {3, 2});
    LineChart chart = new LineChart("", Axis.value("x"), Axis.value("y"), List.of(line));
    XYPlot plot = chart.chart().getXYPlot();
    assertThat(plot.getRangeAxis().getLowerBound()).isLessThan(2);
    assertThat(plot.getRangeAxis().getUpperBound()).isGreaterThan(8);
    assertThat(plot.getRenderer()).isInstanceOf(DeviationRenderer.class);
    assertThat(chart.heading().note()).isEqualTo("Bands: one standard deviation up and down.");
  }

  @Nested
  class Refuses {

    @Test
    void twoSeriesOfOneName() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> chart(Axis.value("loss"), RISING, RISING))
          .withMessage("two series of one name among [rising, rising]");
    }

    @Test
    void coordinatesOfDifferentLength() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Series("s", new double[2], new double[3]))
          .withMessage("series s has 2 x and 3 y");
    }

    @Test
    void aBandOfAnotherLength() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Series("s", new double[2], new double[2], new double[] {1}))
          .withMessage("series s has 2 y and 1 spreads");
    }

    @Test
    void anInfinitePlace() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Series("s", new double[] {Double.NaN}, new double[] {1}))
          .withMessage("series s has an x that is not finite");
    }
  }

  @Test
  void aSeriesCannotBeChangedFromOutside() {
    double[] y = {1, 2};
    Series series = new Series("s", new double[] {1, 2}, y);
    y[0] = 9;
    series.y()[1] = 9;
    assertThat(series.y()).containsExactly(1, 2);
  }

  private static LineChart chart(Axis y, Series... series) {
    return new LineChart("title", Axis.whole("epoch"), y, List.of(series));
  }

  private static XYPlot plot(LineChart chart) {
    return chart.chart().getXYPlot();
  }
}
