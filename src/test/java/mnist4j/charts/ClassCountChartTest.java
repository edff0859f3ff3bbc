package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
  }

  @Test
  void refusesCountsThatAreNotOnePerClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassCountChart("", List.of("a"), new int[1], new int[2]))
        .withMessage("1 and 2 counts for 1 classes");
  }
}
