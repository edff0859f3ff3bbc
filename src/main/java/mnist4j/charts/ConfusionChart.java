package mnist4j.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mnist4j.evaluation.ConfusionMatrix;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/**
 * A confusion matrix as a heat map with the count in every cell: of many classes without the zeros,
 * of more than {@value #MAX_COUNTED_CLASSES} without any count. Rows are the true class, columns
 * the predicted one. The logarithm of a cell's count decides its colour.
 *
 * @param title above the chart; empty for none
 * @param matrix the counts
 * @param classNames a name per class
 */
public record ConfusionChart(String title, ConfusionMatrix matrix, List<String> classNames)
    implements Figure {

  private static final int LARGE_CELL = 48;
  private static final int SMALL_CELL = 30;
  private static final int TINY_CELL = 8;
  private static final int MAX_LARGE_CELLS = 12;
  private static final int MAX_COUNTED_CLASSES = 64;
  private static final int FEW_CLASSES = 4;
  private static final int AXIS_LABEL = 34;

  /** Coloured share of a cell's side; the rest separates equal neighbours. */
  private static final double BLOCK = 0.97;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are fewer names than classes
   */
  public ConfusionChart {
    classNames = List.copyOf(classNames);
    if (classNames.size() < matrix.classes()) {
      throw new IllegalArgumentException(
          "%d class names for %d classes".formatted(classNames.size(), matrix.classes()));
    }
  }

  @Override
  public int width() {
    return 2 * Theme.MARGIN + left() + side();
  }

  @Override
  public int height() {
    return heading().below(width()) + side() + bottom() + Theme.MARGIN;
  }

  @Override
  public void paint(Graphics2D graphics) {
    heading().paintAbove(chart(), side() + (double) bottom(), graphics, width());
  }

  JFreeChart chart() {
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setPaintScale(scale());
    renderer.setBlockWidth(BLOCK);
    renderer.setBlockHeight(BLOCK);
    SymbolAxis predicted = axis("predicted " + noun());
    predicted.setVerticalTickLabels(namesAreWide());
    SymbolAxis truth = axis("true " + noun());
    truth.setInverted(true);
    XYPlot plot = new XYPlot(cells(), predicted, truth, renderer);
    AxisSpace space = new AxisSpace();
    space.setLeft(left());
    space.setBottom(bottom());
    plot.setFixedDomainAxisSpace(space);
    plot.setFixedRangeAxisSpace(space);
    annotate(plot);
    JFreeChart chart = Theme.chart(plot, side(), side());
    predicted.setTickLabelFont(nameFont());
    truth.setTickLabelFont(nameFont());
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    return chart;
  }

  /** Colour of a cell with the given count. */
  Color colour(int count) {
    return scale().getPaint(count);
  }

  private LogPaintScale scale() {
    return new LogPaintScale(Math.max(1, largest()));
  }

  private int largest() {
    return Arrays.stream(matrix.counts()).flatMapToInt(Arrays::stream).max().orElse(0);
  }

  private DefaultXYZDataset cells() {
    int classes = matrix.classes();
    double[][] cells = new double[3][classes * classes];
    for (int i = 0; i < classes * classes; i++) {
      cells[0][i] = i % classes;
      cells[1][i] = i / classes;
      cells[2][i] = matrix.count(i / classes, i % classes);
    }
    DefaultXYZDataset data = new DefaultXYZDataset();
    data.addSeries("counts", cells);
    return data;
  }

  private void annotate(XYPlot plot) {
    if (matrix.classes() > MAX_COUNTED_CLASSES) {
      return;
    }
    boolean zeros = matrix.classes() <= MAX_LARGE_CELLS;
    Font font = countFont();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        int count = matrix.count(truth, predicted);
        if (count == 0 && !zeros) {
          continue;
        }
        XYTextAnnotation text = new XYTextAnnotation(Integer.toString(count), predicted, truth);
        text.setFont(truth == predicted ? font.deriveFont(Font.BOLD) : font);
        text.setPaint(count == 0 ? Theme.FRAME : Theme.contrastingText(colour(count)));
        plot.addAnnotation(text);
      }
    }
  }

  private SymbolAxis axis(String label) {
    return Axis.names(label, classNames.subList(0, matrix.classes()));
  }

  /** The largest font in which the widest count leaves some of its cell free. */
  private Font countFont() {
    String widest =
        Arrays.stream(matrix.counts())
            .flatMapToInt(Arrays::stream)
            .mapToObj(Integer::toString)
            .reduce("", (a, b) -> a.length() >= b.length() ? a : b);
    double largest = matrix.classes() <= FEW_CLASSES ? 16 : 12;
    // The diagonal is bold, which is wider by up to a fifth.
    return Fonts.fitting(widest, largest, 6, (cell() - 4) / 1.2);
  }

  private int cell() {
    if (matrix.classes() <= FEW_CLASSES) {
      return 3 * LARGE_CELL;
    }
    if (matrix.classes() <= MAX_LARGE_CELLS) {
      return LARGE_CELL;
    }
    return matrix.classes() <= MAX_COUNTED_CLASSES ? SMALL_CELL : TINY_CELL;
  }

  private int side() {
    return matrix.classes() * cell();
  }

  private int left() {
    return AXIS_LABEL + (int) Math.ceil(widestName());
  }

  private int bottom() {
    double names = namesAreWide() ? widestName() : Fonts.lineHeight(nameFont());
    return AXIS_LABEL + (int) Math.ceil(names);
  }

  private boolean namesAreWide() {
    return widestName() > cell() - 6;
  }

  private double widestName() {
    return Fonts.widest(classNames, nameFont());
  }

  private Font nameFont() {
    return Fonts.plain(matrix.classes() <= MAX_COUNTED_CLASSES ? 11 : 6.5);
  }

  private String noun() {
    boolean digits =
        IntStream.range(0, matrix.classes()).allMatch(i -> classNames.get(i).matches("[0-9]"));
    return digits ? "digit" : "class";
  }

  Heading heading() {
    String absent = String.join(", ", matrix.absent(classNames));
    return new Heading(
        title,
        "Images per cell, coloured by their logarithm."
            + (matrix.classes() > MAX_COUNTED_CLASSES
                ? String.format(Locale.ROOT, " The darkest has %,d.", largest())
                : "")
            + (absent.isEmpty() ? "" : " No test images of %s.".formatted(absent)));
  }

  /**
   * Near-white to dark blue by the logarithm of a count, so that one misclassified image is visible
   * beside a thousand correct ones. Lightness falls throughout, so no colour vision is needed.
   *
   * @param largest the count drawn darkest, at least 1
   */
  record LogPaintScale(int largest) implements PaintScale {

    private static final Color[] STOPS = {
      new Color(0xf6f9fc), new Color(0xb5d3ea), new Color(0x4a90c4), new Color(0x0b3766)
    };

    @Override
    public double getLowerBound() {
      return 0;
    }

    @Override
    public double getUpperBound() {
      return largest;
    }

    /** Colour of a count, 0 to {@code largest}. */
    @Override
    public Color getPaint(double count) {
      double position = Math.log1p(count) / Math.log1p(largest) * (STOPS.length - 1);
      int below = Math.min((int) position, STOPS.length - 2);
      return Theme.mix(STOPS[below], STOPS[below + 1], position - below);
    }
  }
}
