package mnist4j.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A logarithmic axis that names the values it shows, such as 8, 16, 32 hidden units, where powers
 * of ten would name none of them.
 */
final class LogarithmicAxis extends LogAxis {

  private static final long serialVersionUID = 1L;

  private static final int MOST_TICKS = 12;

  private final double[] ticks;

  private LogarithmicAxis(String label, double[] ticks) {
    super(label);
    this.ticks = ticks;
  }

  /** An axis over the positive ones of {@code values}, which are finite. */
  static LogarithmicAxis over(String label, double[] values) {
    double[] distinct =
        Arrays.stream(values).filter(value -> value > 0).sorted().distinct().toArray();
    double[] ticks = farApart(distinct) ? distinct : roundOnes(distinct);
    LogarithmicAxis axis = new LogarithmicAxis(label, ticks);
    double low = distinct.length == 0 ? 1 : distinct[0];
    double high = distinct.length == 0 ? 10 : distinct[distinct.length - 1];
    double pad = low == high ? 2 : Math.pow(high / low, 0.04);
    axis.setSmallestValue(low / pad);
    axis.setRange(low / pad, high * pad);
    return axis;
  }

  /** Whether labels at all the values would not run into each other. */
  private static boolean farApart(double[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      double share =
          Math.log(sorted[i] / sorted[i - 1]) / Math.log(sorted[sorted.length - 1] / sorted[0]);
      if (share < 1.0 / MOST_TICKS) {
        return false;
      }
    }
    return true;
  }

  /** 1, 2 and 5 times powers of ten within the values, or powers alone when those are many. */
  private static double[] roundOnes(double[] sorted) {
    double low = sorted[0];
    double high = sorted[sorted.length - 1];
    double[] factors = high / low < 1e4 ? new double[] {1, 2, 5} : new double[] {1};
    double[] ticks =
        IntStream.rangeClosed((int) Math.floor(Math.log10(low)), (int) Math.log10(high) + 1)
            .mapToObj(power -> Arrays.stream(factors).map(factor -> factor * Math.pow(10, power)))
            .flatMapToDouble(Function.identity())
            .filter(tick -> tick >= low && tick <= high)
            .toArray();
    return ticks.length < 2 ? new double[] {low, high} : ticks;
  }

  @Override
  protected List<ValueTick> refreshTicksHorizontal(
      Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
    return ticks(TextAnchor.TOP_CENTER);
  }

  @Override
  protected List<ValueTick> refreshTicksVertical(
      Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
    return ticks(TextAnchor.CENTER_RIGHT);
  }

  private List<ValueTick> ticks(TextAnchor anchor) {
    List<ValueTick> shown = new ArrayList<>();
    for (double tick : ticks) {
      if (getRange().contains(tick)) {
        shown.add(new NumberTick(tick, name(tick), anchor, TextAnchor.CENTER, 0));
      }
    }
    return shown;
  }

  private static String name(double value) {
    boolean plain = value >= 1e-4 && value < 1e7;
    return new DecimalFormat(
            plain ? "#,##0.######" : "0.###E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }
}
