package mnist4j.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.report.Table;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory.HeldOut;

/**
 * Variants of a recipe with the metrics of their runs, as tables and lines.
 *
 * @param property that the variants differ in, such as "learning rate"
 * @param variants in the order of tables and legends, at least one
 * @param runs one per variant, in the same order
 */
public record Comparison(String property, List<Variant> variants, List<RunMetrics> runs) {

  /**
   * One of the compared values.
   *
   * @param value its name in tables and charts, such as {@code 0.001}
   * @param recipe to train
   * @param settings to train it with; a limit above the number of images means all images
   */
  public record Variant(String value, Recipe recipe, Settings settings) {}

  /** Trains the variants, or takes their metrics from the cache. */
  static Comparison of(
      String property, List<Variant> variants, ExperimentSetup setup, RunCache cache)
      throws IOException {
    return new Comparison(property, variants, cache.results(trials(property, variants, setup)));
  }

  /** One training per variant. */
  static List<ImageTrial> trials(String property, List<Variant> variants, ExperimentSetup setup) {
    return variants.stream()
        .map(variant -> new ImageTrial(property + " " + variant.value(), variant, setup))
        .toList();
  }

  /** A row per variant with rounded figures. */
  Table table() {
    return table("%.4f", "%.1f");
  }

  /** A row per variant in full precision. */
  Table exact() {
    return table("%s", "%s");
  }

  private Table table(String share, String seconds) {
    String signed = share.replace("%.", "%+.");
    List<String> headings = new ArrayList<>(List.of(property, "parameters", "training accuracy"));
    if (heldOut() == HeldOut.VALIDATION) {
      headings.add("validation accuracy");
    }
    headings.addAll(List.of("test accuracy", "gap", "training loss", "test loss", "seconds"));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RunMetrics run = runs.get(i);
      List<String> row =
          new ArrayList<>(List.of(variants.get(i).value(), Long.toString(run.parameters())));
      row.add(format(share, run.train().accuracy()));
      if (heldOut() == HeldOut.VALIDATION) {
        row.add(format(share, run.lastEpoch().heldOutAccuracy()));
      }
      row.add(format(share, run.test().accuracy()));
      row.add(format(signed, run.gap()));
      row.add(format(share, run.train().loss()));
      row.add(format(share, run.test().loss()));
      row.add(format(seconds, run.seconds()));
      rows.add(row);
    }
    return new Table(headings, 1, rows);
  }

  /** A row per variant and epoch, in full precision. */
  Table epochs() {
    String heldOut = heldOut().columnPrefix();
    List<List<?>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      for (EpochRecord epoch : runs.get(i).history().epochs()) {
        rows.add(
            List.of(
                variants.get(i).value(),
                epoch.epoch(),
                epoch.trainLoss(),
                epoch.trainAccuracy(),
                epoch.heldOutLoss(),
                epoch.heldOutAccuracy()));
      }
    }
    return new Table(
        List.of(
            property,
            "epoch",
            "train_loss",
            "train_accuracy",
            heldOut + "_loss",
            heldOut + "_accuracy"),
        1,
        rows);
  }

  /** A line per variant with a point per epoch. */
  List<Series> curves(ToDoubleFunction<EpochRecord> value) {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> curve(variants.get(i).value(), runs.get(i), value))
        .toList();
  }

  /** The line of one run with a point per epoch. */
  static Series curve(String name, RunMetrics run, ToDoubleFunction<EpochRecord> value) {
    List<EpochRecord> epochs = run.history().epochs();
    return new Series(
        name,
        epochs.stream().mapToDouble(EpochRecord::epoch).toArray(),
        epochs.stream().mapToDouble(value).toArray());
  }

  /** One line with a point per variant, for variants whose values are numbers. */
  Series line(String name, ToDoubleFunction<RunMetrics> value) {
    return new Series(
        name,
        variants.stream().mapToDouble(variant -> Double.parseDouble(variant.value())).toArray(),
        runs.stream().mapToDouble(value).toArray());
  }

  /** A chart of a size that leaves room for two more beside it. */
  static LineChart panel(String title, Axis x, Axis y, Series... lines) {
    return new LineChart(title, x, y, List.of(lines), 360, 320);
  }

  private HeldOut heldOut() {
    return runs.get(0).history().heldOut();
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
