package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mnist4j.charts.DecisionRegions;
import mnist4j.charts.Figure;
import mnist4j.charts.SideBySide;
import mnist4j.charts.Stacked;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.experiment.ToyPoints.Point;
import mnist4j.report.Table;

/** Shows runs on points of the plane: their decision regions and their accuracies. */
final class PointsPart {

  private static final int QUICK_SHARE = 20;

  private static final String NOTE =
      "Circles: first class, squares: second class. The stronger a region's colour, the surer the network.";

  private PointsPart() {}

  /** The steps given, or for a look a twentieth of them. */
  static int steps(int steps, Conditions conditions) {
    return conditions.quick() ? steps / QUICK_SHARE : steps;
  }

  /**
   * A panel per run.
   *
   * @param columns panels in a row
   * @param results as many as runs, in the same order
   */
  static Part of(
      String name, String title, int columns, List<PointsRun> runs, List<ToyRun> results) {
    List<Figure> rows = new ArrayList<>();
    for (int first = 0; first < runs.size(); first += columns) {
      int start = first;
      rows.add(
          new SideBySide(
              "",
              IntStream.range(start, Math.min(start + columns, runs.size()))
                  .<Figure>mapToObj(i -> panel(runs.get(i), results.get(i)))
                  .toList()));
    }
    return new Part(
        name, new Stacked(title, NOTE, rows), drawn(runs, results), table(runs, results));
  }

  private static DecisionRegions panel(PointsRun run, ToyRun result) {
    return new DecisionRegions(
        run.label(),
        String.format(
            Locale.ROOT,
            "right: %.1f %%, of new points %.1f %%",
            100 * result.trainAccuracy(),
            100 * result.testAccuracy()),
        result.decisions(),
        run.train());
  }

  private static Table table(List<PointsRun> runs, List<ToyRun> results) {
    return new Table(
        List.of("points", "training accuracy", "test accuracy", "gap"),
        1,
        IntStream.range(0, runs.size())
            .mapToObj(
                i ->
                    List.of(
                        runs.get(i).label(),
                        four("%.4f", results.get(i).trainAccuracy()),
                        four("%.4f", results.get(i).testAccuracy()),
                        four(
                            "%+.4f",
                            results.get(i).trainAccuracy() - results.get(i).testAccuracy())))
            .toList());
  }

  /** Places of the grid have a probability, points have a label. */
  private static Table drawn(List<PointsRun> runs, List<ToyRun> results) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String label = runs.get(i).label();
      for (Point point : runs.get(i).train().points()) {
        rows.add(
            List.of(
                label,
                four("%.4f", point.x()),
                four("%.4f", point.y()),
                Integer.toString(point.label()),
                ""));
      }
      addGrid(rows, label, results.get(i).decisions());
    }
    return new Table(List.of("panel", "x", "y", "point_label", "probability_of_label_1"), 1, rows);
  }

  private static void addGrid(List<List<String>> rows, String label, DecisionGrid grid) {
    double[][] probability = grid.probability();
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        rows.add(
            List.of(
                label,
                four("%.4f", grid.x(column)),
                four("%.4f", grid.y(row)),
                "",
                four("%.4f", probability[row][column])));
      }
    }
  }

  private static String four(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
