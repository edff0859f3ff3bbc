package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import mnist4j.charts.DotChart.Row;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class DotChartTest {

  private static DotChart chart(List<Row> rows) {
    return new DotChart("sweep", Axis.percent("test accuracy (%)"), rows);
  }

  private static XYPlot plot(DotChart chart) {
    return chart.chart().getXYPlot();
  }

  @Test
  void hasADotPerValueAndTheMeanOfEachRow() {
    XYDataset points =
        plot(chart(
                List.of(new Row("a", new double[] {0.5, 0.75}), new Row("b", new double[] {0.25}))))
            .getDataset();
    assertThat(IntStream.range(0, 3).mapToDouble(i -> points.getXValue(0, i)))
        .containsExactly(50.0, 75.0, 25.0);
    assertThat(IntStream.range(0, 3).mapToDouble(i -> points.getYValue(0, i)))
        .containsExactly(0.0, 0.0, 1.0);
    assertThat(IntStream.range(0, 2).mapToDouble(i -> points.getXValue(1, i)))
        .containsExactly(62.5, 25.0);
  }

  @Test
  void showsTheBestOfManyRowsInTheirOrder() {
    List<Row> rows =
        IntStream.range(0, 50)
            .mapToObj(i -> new Row("row " + i, new double[] {i % 2 == 0 ? 0.9 : 0.001 * i}))
            .toList();
    String[] names = ((SymbolAxis) plot(chart(rows)).getRangeAxis()).getSymbols();
    assertThat(names).hasSize(40).startsWith("row 0", "row 2", "row 4").contains("row 49");
    assertThat(names).doesNotContain("row 1", "row 3");
    assertThat(chart(rows).height()).isEqualTo(chart(rows.subList(0, 40)).height());
  }

  @Test
  void saysHowManyRowsItDoesNotShow() {
    List<Row> rows = Collections.nCopies(1_000, new Row("row", new double[] {0.5}));
    assertThat(chart(rows).heading())
        .isEqualTo(new Heading("sweep", "The best 40 of 1,000, by their means."));
    assertThat(chart(rows.subList(0, 40)).heading()).isEqualTo(new Heading("sweep", ""));
  }

  @Test
  void isAsWideAsItsLongestNameNeeds() {
    Row row = new Row("x", new double[] {0.5});
    Row longer = new Row("x".repeat(100), new double[] {0.5});
    assertThat(((SymbolAxis) plot(chart(List.of(longer))).getRangeAxis()).getSymbols())
        .containsExactly("x".repeat(100));
    assertThat(chart(List.of(row, longer)).width() - chart(List.of(row)).width())
        .isEqualTo(
            (int) Math.ceil(Fonts.width(longer.name(), Fonts.plain(11)))
                - (int) Math.ceil(Fonts.width("x", Fonts.plain(11))));
  }

  @Test
  void refusesARowWithoutValuesAndAChartWithoutRows() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Row("a", new double[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Row("a", new double[] {Double.NaN}));
    assertThatIllegalArgumentException().isThrownBy(() -> chart(List.of()));
  }
}
