package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.Test;

class ClassCountChartTest {

  private final ClassCountChart chart =
      new ClassCountChart(
          "set: images per class", List.of("Coat", "Bag"), new int[] {60, 0}, new int[] {10, 20});

  @Test
  void hasABarPerClassAndSetFromZeroToTheCount() {
    XYPlot plot = chart.chart().getXYPlot();
    assertThat(plot.getDataset().getSeriesCount()).isEqualTo(2);
    assertThat((Object) plot.getDataset().getSeriesKey(0)).isEqualTo("training images");
    assertThat(plot.getDataset().getYValue(0, 0)).isEqualTo(60);
    assertThat(plot.getDataset().getYValue(0, 1)).isZero();
    assertThat(plot.getDataset().getYValue(1, 1)).isEqualTo(20);
    assertThat(plot.getRangeAxis().getLowerBound()).isZero();
    assertThat(plot.getRangeAxis().getUpperBound()).isGreaterThan(60);
    assertThat(((SymbolAxis) plot.getDomainAxis()).getSymbols()).containsExactly("Coat", "Bag");
    assertThat(plot.getDomainAxis().isInverted()).isTrue();
  }

  @Test
  void theBarsAreAsLongAsTheirCountsAndTheFirstClassesAreOnTop() {
    BufferedImage drawn =
        new ClassCountChart("", List.of("Coat", "Bag"), new int[] {60, 30}, new int[] {20, 0})
            .draw();
    List<Long> train = barLengths(drawn, Theme.seriesPaint(0));
    List<Long> test = barLengths(drawn, Theme.seriesPaint(1));
    assertThat(train).hasSize(2);
    assertThat(test).hasSize(1);
    assertThat(train.get(0)).isGreaterThan(900);
    assertThat(train.get(1)).isCloseTo(train.get(0) / 2, within(2L));
    assertThat(test.get(0)).isCloseTo(train.get(0) / 3, within(2L));
  }

  /** From the top, in pixels, without the mark in the legend. */
  private static List<Long> barLengths(BufferedImage drawn, Color colour) {
    return IntStream.range(0, drawn.getHeight())
        .mapToObj(y -> Pixels.count(drawn.getSubimage(0, y, drawn.getWidth(), 1), colour))
        .filter(length -> length > 20)
        .distinct()
        .toList();
  }

  @Test
  void nothingIsCutOfLongNamesAndLargeCounts() {
    Pixels.assertNothingIsCut(chart.draw());
    Pixels.assertNothingIsCut(
        new ClassCountChart(
                "a title that is long enough to need two lines ".repeat(4),
                List.of("a class whose name is as long as names become".repeat(2), "b"),
                new int[] {Integer.MAX_VALUE, 1},
                new int[] {Integer.MAX_VALUE, 1})
            .draw());
  }

  @Test
  void growsWithTheClasses() {
    ClassCountChart many =
        new ClassCountChart(
            "many",
            IntStream.range(0, 256).mapToObj("class %d"::formatted).toList(),
            new int[256],
            new int[256]);
    BufferedImage drawn = many.draw();
    assertThat(drawn.getHeight()).isGreaterThan(256 * 20).isLessThan(15_000);
    assertThat(drawn.getWidth()).isLessThan(2_000);
    Pixels.assertNothingIsCut(drawn);
  }

  @Test
  void refusesCountsThatAreNotOnePerClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassCountChart("", List.of("a"), new int[1], new int[2]))
        .withMessage("1 and 2 counts for 1 classes");
  }
}
