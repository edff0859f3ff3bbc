package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.StandardXYItemLabelGenerator;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The colours, strokes and marks that all figures share. The series colours are Okabe and Ito's
 * palette for colour-blind readers, and series differ in dashes and marks too.
 *
 * <p>JFreeChart's {@code StandardChartTheme} is not used: applied to a chart, it clears the paints
 * of its series and sets the font of its annotations, and it knows neither the strokes of grid
 * lines nor the paint of axes.
 */
public final class Theme {

  public static final Color TEXT = new Color(0x222222);
  public static final Color MUTED_TEXT = new Color(0x5f5f5f);
  public static final Color FRAME = new Color(0xb0b0b0);
  public static final Color GRIDLINE = new Color(0xe4e4e4);
  public static final Color CORRECT = new Color(0x00724d);
  public static final Color WRONG = new Color(0xd1003f);

  /** Free border around every figure, in units. */
  public static final int MARGIN = 16;

  /** In which the longest name of a class, of the widest letters, fits. */
  private static final double SMALLEST_LEGEND = 5;

  private static final float BAND_OPACITY = 0.2f;

  private static final List<Color> SERIES_PAINTS =
      Stream.of(0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000)
          .map(Color::new)
          .toList();

  private static final List<float[]> DASHES =
      List.of(new float[] {}, new float[] {7, 4}, new float[] {2, 3.5f}, new float[] {9, 4, 2, 4});

  private static final List<Shape> SERIES_SHAPES =
      List.of(
          new Ellipse2D.Double(-3.5, -3.5, 7, 7),
          new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4),
          polygon(-4, 3.2, 4, 3.2, 0, -4),
          polygon(-4.5, 0, 0, 4.5, 4.5, 0, 0, -4.5),
          polygon(-4, -3.2, 4, -3.2, 0, 4));

  private Theme() {}

  /** Colour of the series at {@code index}: 7 colours, repeated. */
  public static Color seriesPaint(int index) {
    return SERIES_PAINTS.get(index % SERIES_PAINTS.size());
  }

  /** Stroke of the series at {@code index}: 4 kinds of dashes, repeated. */
  public static Stroke seriesStroke(int index) {
    float[] dash = DASHES.get(index % DASHES.size());
    return new BasicStroke(
        2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dash.length == 0 ? null : dash, 0f);
  }

  /** Mark of the series at {@code index}, centred at the origin: 5 shapes, repeated. */
  public static Shape seriesShape(int index) {
    return SERIES_SHAPES.get(index % SERIES_SHAPES.size());
  }

  /** A mix of two colours with the given share, 0 to 1, of the other one. */
  static Color mix(Color one, Color other, double share) {
    return new Color(
        mix(one.getRed(), other.getRed(), share),
        mix(one.getGreen(), other.getGreen(), share),
        mix(one.getBlue(), other.getBlue(), share));
  }

  private static int mix(int one, int other, double share) {
    return (int) Math.round(one + share * (other - one));
  }

  /**
   * Black or white, whichever contrasts more with {@code background} by WCAG 2's contrast ratio,
   * which is then at least 4.5.
   */
  public static Color contrastingText(Color background) {
    double luminance = luminance(background);
    double againstWhite = (1 + 0.05) / (luminance + 0.05);
    double againstBlack = (luminance + 0.05) / 0.05;
    return againstWhite > againstBlack ? Color.WHITE : Color.BLACK;
  }

  /** Relative luminance by WCAG 2, 0 for black to 1 for white. */
  public static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  /**
   * A chart without a title of its own. It has a legend at the top unless that would have a single
   * entry or none.
   *
   * @param width approximate length of the horizontal axis, in units
   * @param height approximate length of the vertical axis, in units
   */
  static JFreeChart chart(XYPlot plot, double width, double height) {
    stylePlot(plot);
    styleAxis(plot.getDomainAxis(), width);
    styleAxis(plot.getRangeAxis(), height);
    return untitled(plot, width);
  }

  /**
   * A chart of the given plot, whose axes are styled already, on white.
   *
   * @param width as of {@link #chart}
   */
  static JFreeChart untitled(XYPlot plot, double width) {
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    // The last tick's label is centred at the axis's very end, and half of it stands beyond.
    chart.setPadding(new RectangleInsets(0, 0, 0, MARGIN));
    if (plot.getLegendItems().getItemCount() > 1) {
      chart.addSubtitle(legend(plot, width));
    }
    return chart;
  }

  /** Sets the grid lines and removes the frame and the space around the plot. */
  static void stylePlot(XYPlot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(GRIDLINE);
    plot.setRangeGridlinePaint(GRIDLINE);
    plot.setDomainGridlineStroke(new BasicStroke(1f));
    plot.setRangeGridlineStroke(new BasicStroke(1f));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
  }

  /** A renderer of lines with or without marks. */
  static XYLineAndShapeRenderer lines() {
    return lines(new XYLineAndShapeRenderer(true, true));
  }

  /** The same with a shaded band around each line. */
  static XYLineAndShapeRenderer linesInBands() {
    DeviationRenderer renderer = new DeviationRenderer(true, true);
    renderer.setAlpha(BAND_OPACITY);
    return lines(renderer);
  }

  private static XYLineAndShapeRenderer lines(XYLineAndShapeRenderer renderer) {
    // Segment by segment, dashes would start anew at every point and long lines look solid.
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setLegendLine(new Line2D.Double(-15, 0, 15, 0));
    return renderer;
  }

  /** A renderer of bars without gloss or shadow. */
  static XYBarRenderer bars() {
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    return renderer;
  }

  /** The same with its count at each bar. */
  static XYBarRenderer countedBars(double fontSize) {
    XYBarRenderer renderer = bars();
    renderer.setDefaultItemLabelGenerator(
        new StandardXYItemLabelGenerator("{2}", Axis.format("0"), Axis.format("#,##0")));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(Fonts.plain(fontSize));
    renderer.setDefaultItemLabelPaint(TEXT);
    return renderer;
  }

  /** Sets colour, dashes and mark of the series at {@code index}. */
  static void styleSeries(XYLineAndShapeRenderer renderer, int index, boolean marks) {
    renderer.setSeriesPaint(index, seriesPaint(index));
    // The colour of a band, where the renderer draws one.
    renderer.setSeriesFillPaint(index, seriesPaint(index));
    renderer.setSeriesStroke(index, seriesStroke(index));
    renderer.setSeriesShape(index, seriesShape(index));
    renderer.setSeriesShapesVisible(index, marks);
  }

  /** Sets fonts and colours, the label in the largest font that fits the axis's length. */
  static void styleAxis(ValueAxis axis, double length) {
    axis.setLabelFont(Fonts.fitting(axis.getLabel(), 12, 7, length));
    axis.setLabelPaint(TEXT);
    axis.setTickLabelFont(Fonts.plain(11));
    axis.setTickLabelPaint(MUTED_TEXT);
    axis.setAxisLinePaint(FRAME);
    axis.setTickMarkPaint(FRAME);
  }

  /** Its entries in the largest font in which the longest is no wider than the axis. */
  private static LegendTitle legend(XYPlot plot, double width) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    LegendItemCollection items = plot.getLegendItems();
    String longest =
        IntStream.range(0, items.getItemCount())
            .mapToObj(i -> items.get(i).getLabel())
            .max(Comparator.comparingDouble(label -> Fonts.width(label, Fonts.plain(12))))
            .orElseThrow();
    legend.setItemFont(Fonts.fitting(longest, 12, SMALLEST_LEGEND, width));
    legend.setItemPaint(TEXT);
    legend.setFrame(BlockBorder.NONE);
    legend.setBackgroundPaint(Color.WHITE);
    legend.setPadding(0, 0, 8, 0);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
    return legend;
  }

  private static Shape polygon(double... coordinates) {
    Path2D path = new Path2D.Double();
    path.moveTo(coordinates[0], coordinates[1]);
    for (int i = 2; i < coordinates.length; i += 2) {
      path.lineTo(coordinates[i], coordinates[i + 1]);
    }
    path.closePath();
    return path;
  }
}
