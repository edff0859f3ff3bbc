package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mnist4j.charts.DecisionRegions;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart.Series;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.experiment.ToyPoints.Point;
import mnist4j.experiment.ToyTrainer.ToyRun;
import mnist4j.report.Table;

/**
 * Trials on points of the plane with their decision regions and accuracies.
 *
 * @param trials in the order of panels and rows
 * @param runs one per trial, in the same order
 */
record ToyComparison(List<ToyTrial> trials, List<ToyRun> runs) {

  private static final String NOTE =
      "Circles: first class, squares: second class. The stronger a region's colour, the surer the network.";

  /** A figure with a panel per trial, {@code columns} in a row, and a table. */
  ExperimentResult result(String name, String title, int columns) {
    List<Figure> panels =
        IntStream.range(0, trials.size()).<Figure>mapToObj(i -> panel(i)).toList();
    return new ExperimentResult(
        name, new FigureLayout(title, NOTE, columns, panels), plotted(), table());
  }

  private Figure panel(int i) {
    ToyRun run = runs.get(i);
    return new DecisionRegions(
        trials.get(i).label(),
        format(
            "right: %.1f %%, of new points %.1f %%",
            100 * run.trainAccuracy(), 100 * run.testAccuracy()),
        run.decisions(),
        IntStream.range(0, ToyPoints.CLASSES)
            .mapToObj(label -> series(label, trials.get(i).train().points()))
            .toList());
  }

  private static Series series(int label, List<Point> points) {
    List<Point> ofClass = points.stream().filter(point -> point.label() == label).toList();
    return new Series(
        "class " + label,
        ofClass.stream().mapToDouble(Point::x).toArray(),
        ofClass.stream().mapToDouble(Point::y).toArray());
  }

  private Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      double train = runs.get(i).trainAccuracy();
      double test = runs.get(i).testAccuracy();
      rows.add(
          List.of(
              trials.get(i).label(),
              format("%.4f", train),
              format("%.4f", test),
              format("%+.4f", train - test)));
    }
    return new Table(List.of("points", "training accuracy", "test accuracy", "gap"), 1, rows);
  }

  /** Places of the grid have a probability, points have a label. */
  private Table plotted() {
    List<List<?>> rows = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      String label = trials.get(i).label();
      for (Point point : trials.get(i).train().points()) {
        rows.add(
            List.of(
                label, format("%.4f", point.x()), format("%.4f", point.y()), point.label(), ""));
      }
      DecisionGrid grid = runs.get(i).decisions();
      double[][] probability = grid.probability();
      for (int row = 0; row < grid.rows(); row++) {
        for (int column = 0; column < grid.columns(); column++) {
          rows.add(
              List.of(
                  label,
                  format("%.4f", grid.x(column)),
                  format("%.4f", grid.y(row)),
                  "",
                  format("%.4f", probability[row][column])));
        }
      }
    }
    return new Table(List.of("panel", "x", "y", "point_label", "probability_of_label_1"), 1, rows);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
