package mnist4j.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** The label of one axis of a chart and how its scale is chosen. Immutable. */
public final class Axis {

  private static final int MAX_LOGARITHMIC_TICKS = 12;

  private enum Kind {
    WHOLE,
    VALUE,
    COUNT,
    PERCENT,
    FIXED,
    LOGARITHMIC
  }

  private final String label;
  private final Kind kind;
  private final double from;
  private final double to;

  private Axis(String label, Kind kind, double from, double to) {
    this.label = label;
    this.kind = kind;
    this.from = from;
    this.to = to;
  }

  /** Whole numbers that may start above zero, such as epochs: ticks at whole numbers only. */
  public static Axis whole(String label) {
    return new Axis(label, Kind.WHOLE, 0, 0);
  }

  /** Counts: the scale starts at zero, ticks at whole numbers only. */
  public static Axis count(String label) {
    return new Axis(label, Kind.COUNT, 0, 0);
  }

  /** Any values; the scale starts at zero when zero is near. */
  public static Axis value(String label) {
    return new Axis(label, Kind.VALUE, 0, 0);
  }

  /** Shares, 0 to 1 in the series, shown as 0 to 100 percent. The label should name the unit. */
  public static Axis percent(String label) {
    return new Axis(label, Kind.PERCENT, 0, 0);
  }

  /**
   * A scale that does not depend on the values, so that charts can be compared.
   *
   * @throws IllegalArgumentException unless {@code from < to}, both finite
   */
  public static Axis fixed(String label, double from, double to) {
    if (!(from < to) || !Double.isFinite(to - from)) {
      throw new IllegalArgumentException("an axis from %s to %s".formatted(from, to));
    }
    return new Axis(label, Kind.FIXED, from, to);
  }

  /**
   * Positive values on a logarithmic scale, with ticks at the values themselves when they are few.
   */
  public static Axis logarithmic(String label) {
    return new Axis(label, Kind.LOGARITHMIC, 0, 0);
  }

  /** A place of equal width for each name. */
  static SymbolAxis names(String label, List<String> names) {
    SymbolAxis axis = new SymbolAxis(label, names.toArray(String[]::new));
    axis.setRange(-0.5, names.size() - 0.5);
    axis.setGridBandsVisible(false);
    axis.setTickMarksVisible(false);
    return axis;
  }

  /** The quantity with its unit. */
  public String label() {
    return label;
  }

  /** Multiplies the values of a series for display. */
  public double factor() {
    return kind == Kind.PERCENT ? 100 : 1;
  }

  /**
   * The axis for the given values, already multiplied by {@link #factor()}.
   *
   * @param values any order, NaN allowed
   * @param ticks how many ticks there is room for, approximately
   */
  ValueAxis toValueAxis(double[] values, int ticks) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    double low = sorted.length == 0 ? 0 : sorted[0];
    double high = sorted.length == 0 ? 1 : sorted[sorted.length - 1];
    return switch (kind) {
      case WHOLE -> low == high ? axis(low - 0.5, high + 0.5, ticks) : padded(low, high, ticks);
      case FIXED -> padded(from, to, ticks);
      case COUNT -> automatic(0, high, ticks);
      case PERCENT -> limited(low, high, ticks);
      case VALUE -> automatic(low, high, ticks);
      case LOGARITHMIC -> logarithmic(sorted);
    };
  }

  /** The given range with room for half a mark at both ends. */
  private ValueAxis padded(double low, double high, int ticks) {
    double pad = (high - low) * 0.025;
    return axis(low - pad, high + pad, ticks);
  }

  private ValueAxis limited(double low, double high, int ticks) {
    // At least a quarter of a percentage point, so that equal values have a scale too.
    double room = Math.max((high - low) * 0.15, 0.25);
    return padded(Math.max(0, low - room), Math.min(100, high + room), ticks);
  }

  private ValueAxis automatic(double low, double high, int ticks) {
    boolean zeroIsNear = low >= 0 && low <= high - low;
    double from = zeroIsNear ? 0 : low;
    double spread = high > from ? high - from : Math.max(Math.abs(high), 1) * 0.5;
    return axis(from == 0 ? 0 : from - spread * 0.06, high + spread * 0.06, ticks);
  }

  private ValueAxis axis(double low, double high, int ticks) {
    boolean integers = kind == Kind.WHOLE || kind == Kind.COUNT;
    // A little less, so that a rounding error does not lead to the next larger step.
    double least = (high - low) / ticks * (1 - 1e-9);
    double step = new NumberTickUnitSource(integers).getCeilingTickUnit(least).getSize();
    NumberAxis axis = new NumberAxis(label);
    axis.setRange(low, high);
    axis.setTickUnit(new PlainZeroTickUnit(step, format(step, Math.max(-low, high))));
    return axis;
  }

  /** Labels zero as 0 where other labels are in scientific notation, such as 2E34. */
  private static final class PlainZeroTickUnit extends NumberTickUnit {

    private static final long serialVersionUID = 1L;

    PlainZeroTickUnit(double size, DecimalFormat format) {
      super(size, format);
    }

    @Override
    public String valueToString(double value) {
      String text = super.valueToString(value);
      return text.equals("0E0") ? "0" : text;
    }
  }

  /** As many decimals as the step needs, the same at every tick in every locale. */
  private static DecimalFormat format(double step, double largest) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    boolean scientific = largest >= 1e7 || decimals > 5;
    // Of the mantissa as many as tell neighbouring ticks apart.
    int digits = Math.max(2, (int) Math.ceil(Math.log10(largest / step)));
    String pattern =
        scientific
            ? "0." + "#".repeat(digits) + "E0"
            : "#,##0" + (decimals > 0 ? "." : "") + "0".repeat(decimals);
    return format(pattern);
  }

  static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  /** Spans the positive values. */
  private ValueAxis logarithmic(double[] sorted) {
    double[] positive = Arrays.stream(sorted).filter(value -> value > 0).distinct().toArray();
    double low = positive.length == 0 ? 1 : positive[0];
    double high = positive.length == 0 ? 10 : positive[positive.length - 1];
    double[] ticks = farApart(positive) ? positive : roundTicks(low, high);
    LogAxis axis = new LabelledLogAxis(label, ticks);
    double pad = low == high ? 2 : Math.pow(high / low, 0.04);
    axis.setSmallestValue(low / pad);
    axis.setRange(low / pad, high * pad);
    return axis;
  }

  /** Whether labels at all the values would not run into each other. */
  private static boolean farApart(double[] sorted) {
    double least = sorted.length < 2 ? 0 : Math.log(sorted[sorted.length - 1] / sorted[0]);
    return IntStream.range(1, sorted.length)
        .allMatch(i -> Math.log(sorted[i] / sorted[i - 1]) >= least / MAX_LOGARITHMIC_TICKS);
  }

  /** 1, 2 and 5 times powers of ten, or powers alone when those are many; at least both ends. */
  private static double[] roundTicks(double low, double high) {
    double[] factors = high / low < 1e4 ? new double[] {1, 2, 5} : new double[] {1};
    double[] ticks =
        IntStream.rangeClosed((int) Math.floor(Math.log10(low)), (int) Math.log10(high) + 1)
            .boxed()
            .flatMapToDouble(
                power -> Arrays.stream(factors).map(factor -> factor * Math.pow(10, power)))
            .filter(tick -> tick >= low && tick <= high)
            .toArray();
    return ticks.length < 2 ? new double[] {low, high} : ticks;
  }

  /**
   * Labels given values, such as 8, 16, 32 hidden units. Those of a {@link LogAxis} are powers of
   * its base.
   */
  private static final class LabelledLogAxis extends LogAxis {

    private static final long serialVersionUID = 1L;

    private final double[] ticks;

    LabelledLogAxis(String label, double[] ticks) {
      super(label);
      this.ticks = ticks;
    }

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      TextAnchor anchor =
          RectangleEdge.isTopOrBottom(edge) ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
      boolean plain = Arrays.stream(ticks).allMatch(tick -> tick >= 1e-4 && tick < 1e7);
      DecimalFormat format = format(plain ? "#,##0.######" : "0.###E0");
      return Arrays.stream(ticks)
          .filter(getRange()::contains)
          .<ValueTick>mapToObj(
              tick -> new NumberTick(tick, format.format(tick), anchor, TextAnchor.CENTER, 0))
          .toList();
    }
  }
}
