package mnist4j.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The colours, lines and marks all pictures share. Hues are those of Okabe and Ito's palette for
 * colour-blind readers; no meaning hangs on colour alone.
 */
public final class Theme {

  public static final Color INK = new Color(0x222222);
  public static final Color MUTED = new Color(0x5f5f5f);
  public static final Color RULE = new Color(0xb0b0b0);
  public static final Color GRID = new Color(0xe4e4e4);
  public static final Color RIGHT = new Color(0x00724d);
  public static final Color WRONG = new Color(0xd1003f);

  /** Free border around every picture, in units. */
  public static final int MARGIN = 16;

  private static final List<Color> HUES =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9),
          new Color(0x000000));

  private static final List<float[]> DASHES =
      List.of(new float[] {}, new float[] {7, 4}, new float[] {2, 3.5f}, new float[] {9, 4, 2, 4});

  private static final List<Shape> MARKS =
      List.of(
          new Ellipse2D.Double(-3.5, -3.5, 7, 7),
          new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4),
          polygon(-4, 3.2, 4, 3.2, 0, -4),
          polygon(-4.5, 0, 0, 4.5, 4.5, 0, 0, -4.5),
          polygon(-4, -3.2, 4, -3.2, 0, 4));

  private Theme() {}

  /** Colour of the series at {@code index}; 7, then again from the first. */
  public static Color hue(int index) {
    return HUES.get(index % HUES.size());
  }

  /** Line of the series at {@code index}: 4 kinds of dashes. */
  public static Stroke line(int index) {
    float[] dash = DASHES.get(index % DASHES.size());
    return new BasicStroke(
        2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dash.length == 0 ? null : dash, 0f);
  }

  /** Mark of the series at {@code index}, centred at the origin: 5 kinds. */
  public static Shape mark(int index) {
    return MARKS.get(index % MARKS.size());
  }

  /**
   * Black or white, whichever contrasts more with {@code background} by WCAG 2's contrast ratio,
   * which is then at least 4.5.
   */
  public static Color textOn(Color background) {
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
   * A chart without a title of its own, in the common look. The legend, on top, is left out where
   * it would have one entry or none.
   *
   * @param width length of the horizontal axis, about, in units
   * @param height length of the vertical axis, about, in units
   */
  public static JFreeChart chart(XYPlot plot, double width, double height) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlineStroke(new BasicStroke(1f));
    plot.setRangeGridlineStroke(new BasicStroke(1f));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    letter(plot.getDomainAxis(), width);
    letter(plot.getRangeAxis(), height);
    JFreeChart chart = new JFreeChart(null, Fonts.bold(15), plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    // The last tick's label is centred at the axis's very end, and half of it stands beyond.
    chart.setPadding(new RectangleInsets(0, 0, 0, MARGIN));
    if (plot.getLegendItems().getItemCount() > 1) {
      chart.addSubtitle(legend(plot));
    }
    return chart;
  }

  /** Gives the series at {@code index} its colour, dashes and mark. */
  public static void dress(XYLineAndShapeRenderer renderer, int index, boolean marks) {
    Paint hue = hue(index);
    renderer.setSeriesPaint(index, hue);
    renderer.setSeriesStroke(index, line(index));
    renderer.setSeriesShape(index, mark(index));
    renderer.setSeriesShapesVisible(index, marks);
    renderer.setLegendLine(new Line2D.Double(-15, 0, 15, 0));
  }

  private static void letter(ValueAxis axis, double length) {
    axis.setLabelFont(Fonts.fitting(axis.getLabel(), 12, 7, length));
    axis.setLabelPaint(INK);
    axis.setTickLabelFont(Fonts.plain(11));
    axis.setTickLabelPaint(MUTED);
    axis.setAxisLinePaint(RULE);
    axis.setTickMarkPaint(RULE);
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setItemFont(Fonts.plain(12));
    legend.setItemPaint(INK);
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
