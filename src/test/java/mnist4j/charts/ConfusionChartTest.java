package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.evaluation.ConfusionMatrix;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYZDataset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfusionChartTest {

  // Truth 0: predicted 0 three times, 1 once. Truth 1: predicted 1 twice.
  private static final ConfusionMatrix PAIR =
      ConfusionMatrix.of(new int[] {0, 0, 0, 0, 1, 1}, new int[] {0, 0, 0, 1, 1, 1}, 2);
  private final ConfusionChart chart = new ConfusionChart("pair", PAIR, List.of("0", "1"));

  @Nested
  class Shows {

    @Test
    void truthDownAndPredictionAcross() {
      XYPlot plot = chart.chart().getXYPlot();
      XYZDataset cells = (XYZDataset) plot.getDataset();
      assertThat(IntStream.range(0, 4).mapToObj(i -> cell(cells, i)))
          .containsExactly(
              List.of(0.0, 0.0, 3.0),
              List.of(1.0, 0.0, 1.0),
              List.of(0.0, 1.0, 0.0),
              List.of(1.0, 1.0, 2.0));
      assertThat(plot.getDomainAxis().getLabel()).isEqualTo("predicted digit");
      assertThat(plot.getRangeAxis().getLabel()).isEqualTo("true digit");
      assertThat(plot.getRangeAxis().isInverted()).isTrue();
    }

    @Test
    void theCountInEveryCell() {
      List<XYTextAnnotation> texts =
          ((List<?>) chart.chart().getXYPlot().getAnnotations())
              .stream().map(XYTextAnnotation.class::cast).toList();
      assertThat(texts).extracting(XYTextAnnotation::getText).containsExactly("3", "1", "0", "2");
      assertThat(texts.get(1).getX()).isEqualTo(1);
      assertThat(texts.get(1).getY()).isEqualTo(0);
    }

    @Test
    void ofManyClassesOnlyTheCountsThatAreNotZeroAndOfVeryManyNone() {
      int[] truth = IntStream.range(0, 100).map(i -> i % 62).toArray();
      assertThat(letters(62, truth).chart().getXYPlot().getAnnotations()).hasSize(62);
      ConfusionChart many = letters(256, truth);
      assertThat(many.chart().getXYPlot().getAnnotations()).isEmpty();
      assertThat(Math.max(many.width(), many.height()) * Figure.PIXELS_PER_UNIT)
          .isLessThanOrEqualTo(4_500);
    }

    @Test
    void theClassesWithoutTestImages() {
      int[] truth = IntStream.range(0, 100).map(i -> i % 62).toArray();
      assertThat(letters(62, truth).heading().note()).doesNotContain("No test images");
      assertThat(letters(64, truth).heading().note())
          .endsWith(" No test images of class 62, class 63.");
    }

    @Test
    void howManyImagesTheDarkestCellHasWhereNoneIsCounted() {
      int[] truth = IntStream.range(0, 130).map(i -> i % 65).toArray();
      assertThat(letters(65, truth).heading().note()).endsWith(" The darkest has 2.");
      assertThat(letters(64, new int[] {1}).heading().note()).doesNotContain("darkest");
    }

    private static ConfusionChart letters(int classes, int[] labels) {
      return new ConfusionChart(
          "letters",
          ConfusionMatrix.of(labels, labels, classes),
          IntStream.range(0, classes).mapToObj("class %d"::formatted).toList());
    }

    @Test
    void noLegend() {
      assertThat(chart.chart().getSubtitleCount()).isZero();
    }

    @Test
    void classesByName() {
      ConfusionChart named = new ConfusionChart("pair", PAIR, List.of("Coat", "Bag"));
      assertThat(named.chart().getXYPlot().getDomainAxis().getLabel()).isEqualTo("predicted class");
    }

    private static List<Double> cell(XYZDataset cells, int item) {
      return List.of(cells.getXValue(0, item), cells.getYValue(0, item), cells.getZValue(0, item));
    }
  }

  @Nested
  class Colours {

    @Test
    void everyCellByItsOwnCount() {
      BufferedImage image = chart.draw();
      // Cells are 144 units wide and end at the right margin; 20 units off a cell's centre is no
      // text.
      double right = chart.width() - 16 - 72 - 20;
      double left = right - 144;
      double bottom = chart.height() - 16 - 34 - Math.ceil(Fonts.lineHeight(Fonts.plain(11)));
      double lower = bottom - 72 - 20;
      double upper = lower - 144;
      assertThat(Pixels.at(image, left, upper)).isEqualTo(chart.colour(3));
      assertThat(Pixels.at(image, right, upper)).isEqualTo(chart.colour(1));
      assertThat(Pixels.at(image, left, lower)).isEqualTo(chart.colour(0));
      assertThat(Pixels.at(image, right, lower)).isEqualTo(chart.colour(2));
    }

    @Test
    void getDarkerWithTheCountAllTheWay() {
      ConfusionChart.LogPaintScale scale = new ConfusionChart.LogPaintScale(1135);
      for (int count = 1; count <= 1135; count++) {
        assertThat(Theme.luminance(scale.getPaint(count)))
            .isLessThanOrEqualTo(Theme.luminance(scale.getPaint(count - 1)));
      }
    }

    @Test
    void tellOneMistakeFromNoneBesideAThousandHits() {
      ConfusionChart.LogPaintScale scale = new ConfusionChart.LogPaintScale(1135);
      assertThat(contrast(scale.getPaint(0), scale.getPaint(1))).isGreaterThan(1.1);
    }

    @Test
    void leaveEveryCountReadable() {
      ConfusionChart.LogPaintScale scale = new ConfusionChart.LogPaintScale(1135);
      for (int count = 1; count <= 1135; count++) {
        Color cell = scale.getPaint(count);
        assertThat(contrast(Theme.contrastingText(cell), cell)).isGreaterThanOrEqualTo(4.5);
      }
    }

    private static double contrast(Color one, Color other) {
      double a = Theme.luminance(one) + 0.05;
      double b = Theme.luminance(other) + 0.05;
      return Math.max(a, b) / Math.min(a, b);
    }
  }

  @Nested
  class OfAnySize {

    @Test
    void cutsNoLongName() {
      int[] all = IntStream.range(0, 10).toArray();
      List<String> names = IntStream.range(0, 10).mapToObj(i -> "A rather long name " + i).toList();
      ConfusionChart ten = new ConfusionChart("ten", ConfusionMatrix.of(all, all, 10), names);
      BufferedImage image = ten.draw();
      Pixels.assertNothingIsCut(image);
      assertThat(image.getWidth()).isEqualTo(2 * ten.width());
      assertThat(ten.width()).isGreaterThan(10 * 48 + 100);
    }

    @Test
    void drawsAMatrixOfNothingButZeros() {
      ConfusionMatrix none = ConfusionMatrix.of(new int[0], new int[0], 2);
      ConfusionChart empty = new ConfusionChart("none", none, List.of("0", "1"));
      assertThat(Pixels.count(empty.draw(), empty.colour(0))).isGreaterThan(100_000);
    }
  }

  @Test
  void refusesFewerNamesThanClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfusionChart("pair", PAIR, List.of("0")))
        .withMessage("1 class names for 2 classes");
  }
}
