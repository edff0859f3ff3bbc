package mnist4j.charts;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/** What one axis of a chart measures, and how its scale is chosen. Immutable. */
public final class Axis {

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

  /** Whole numbers that need not start at zero, such as epochs: ticks at whole numbers only. */
  public static Axis whole(String label) {
    return new Axis(label, Kind.WHOLE, 0, 0);
  }

  /** Numbers of things: from zero, ticks at whole numbers only. */
  public static Axis count(String label) {
    return new Axis(label, Kind.COUNT, 0, 0);
  }

  /** Any values; the scale starts at zero when zero is near. */
  public static Axis value(String label) {
    return new Axis(label, Kind.VALUE, 0, 0);
  }

  /** Shares, 0 to 1 in the series, shown in percent and never beyond 0 and 100; name the unit. */
  public static Axis percent(String label) {
    return new Axis(label, Kind.PERCENT, 0, 0);
  }

  /**
   * A scale that does not depend on the values, for charts to be compared.
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

  /** What is measured, with its unit. */
  public String label() {
    return label;
  }

  /** What a value of a series is multiplied by to be shown. */
  public double factor() {
    return kind == Kind.PERCENT ? 100 : 1;
  }

  /**
   * The axis for the given values, already multiplied by {@link #factor()}.
   *
   * @param values any order, NaN allowed
   * @param ticks about how many ticks there is room for
   */
  ValueAxis over(double[] values, int ticks) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (kind == Kind.LOGARITHMIC) {
      return LogarithmicAxis.over(label, finite);
    }
    double low = Arrays.stream(finite).min().orElse(0);
    double high = Arrays.stream(finite).max().orElse(1);
    return switch (kind) {
      case WHOLE -> low == high ? axis(low - 0.5, high + 0.5, ticks) : padded(low, high, ticks);
      case FIXED -> padded(from, to, ticks);
      case COUNT -> automatic(0, high, ticks);
      case PERCENT -> limited(low, high, ticks);
      default -> automatic(low, high, ticks);
    };
  }

  /** Room for half a mark at both ends, and no more: the range is exactly what was asked for. */
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
    double step = step((high - low) / ticks);
    NumberAxis axis = new NumberAxis(label);
    axis.setRange(low, high);
    axis.setTickUnit(new Step(step, format(step, Math.max(-low, high))));
    return axis;
  }

  /** A tick unit that calls zero 0 where other ticks are as long as 2E34. */
  private static final class Step extends NumberTickUnit {

    private static final long serialVersionUID = 1L;

    Step(double size, DecimalFormat format) {
      super(size, format);
    }

    @Override
    public String valueToString(double value) {
      String text = super.valueToString(value);
      return text.equals("0E0") ? "0" : text;
    }
  }

  /** The smallest of 1, 2 and 5 times a power of ten that is no less than {@code least}. */
  private double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double nice = 10;
    for (int candidate : new int[] {5, 2, 1}) {
      if (candidate * power >= least * (1 - 1e-9)) {
        nice = candidate;
      }
    }
    boolean whole = kind == Kind.WHOLE || kind == Kind.COUNT;
    return whole ? Math.max(1, nice * power) : nice * power;
  }

  /** As many decimals as the step needs, the same at every tick, whatever the user's locale. */
  private static DecimalFormat format(double step, double largest) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    boolean scientific = largest >= 1e7 || decimals > 5;
    String pattern =
        scientific ? "0.##E0" : "#,##0" + (decimals > 0 ? "." : "") + "0".repeat(decimals);
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}
