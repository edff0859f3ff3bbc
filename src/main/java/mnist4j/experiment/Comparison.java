package mnist4j.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Axis;
import mnist4j.charts.Figure;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.report.RunReport;
import mnist4j.report.Table;
import mnist4j.training.EpochRecord;
import mnist4j.training.TrainingHistory.HeldOut;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TestUtils;

/**
 * Variants of a recipe with the metrics of their runs, as tables and lines. With several seeds a
 * figure is the mean over the seeds, with the sample standard deviation as its spread.
 *
 * @param dataset name of the data set
 * @param property that the variants differ in, such as "learning rate"
 * @param variants in the order of tables and legends, at least one
 * @param runs of each variant, in the same order, one per seed and as many for each
 */
public record Comparison(
    String dataset, String property, List<Variant> variants, List<List<RunMetrics>> runs) {

  /** Differences that chance alone exceeds less often than this count as real. */
  private static final double SIGNIFICANCE = 0.05;

  /**
   * One of the compared values.
   *
   * @param value its name in tables and charts, such as {@code 0.001}
   * @param recipe to train
   * @param settings to train it with; a limit above the number of images means all images
   */
  public record Variant(String value, Recipe recipe, Settings settings) {

    /**
     * The seed of one of its trainings: the recipe's own for the first, the next for the second.
     *
     * @param run counted from 0
     */
    private long seed(int run) {
      return settings.seed() + run;
    }
  }

  /** Trains the variants with each seed, or takes their metrics from the cache. */
  static Comparison of(
      String property, List<Variant> variants, ExperimentSetup setup, RunCache cache)
      throws IOException {
    List<RunMetrics> results = cache.results(trials(property, variants, setup));
    return new Comparison(
        setup.images().name(),
        property,
        variants,
        IntStream.range(0, variants.size())
            .mapToObj(i -> results.subList(i * setup.seeds(), (i + 1) * setup.seeds()))
            .toList());
  }

  /** One training per variant and seed. */
  public static List<ImageTrial> trials(
      String property, List<Variant> variants, ExperimentSetup setup) {
    return variants.stream()
        .flatMap(
            variant ->
                IntStream.range(0, setup.seeds())
                    .mapToObj(run -> trial(property, variant, run, setup)))
        .toList();
  }

  private static ImageTrial trial(
      String property, Variant variant, int run, ExperimentSetup setup) {
    long seed = variant.seed(run);
    return new ImageTrial(
        property + " " + variant.value() + (run == 0 ? "" : ", seed " + seed),
        new Variant(variant.value(), variant.recipe(), variant.settings().withSeed(seed)),
        setup);
  }

  String title(String text) {
    return title(text, dataset);
  }

  /** The title of a figure, which names a data set that is not MNIST. */
  public static String title(String text, String dataset) {
    return ImageData.isOfMnist(dataset) ? text : "%s, on %s".formatted(text, dataset);
  }

  /** The figure with these tables. */
  ExperimentResult result(String name, Figure figure, Table plotted) {
    return new ExperimentResult(
        name,
        figure,
        plotted,
        table(),
        seeds() > 1 ? Optional.of(differences()) : Optional.empty());
  }

  private int seeds() {
    return runs.get(0).size();
  }

  /** One column of figures. */
  private record Column(String heading, String format, ToDoubleFunction<RunMetrics> value) {

    String cell(List<RunMetrics> seeds) {
      double[] values = seeds.stream().mapToDouble(value).toArray();
      String mean = String.format(Locale.ROOT, format, StatUtils.mean(values));
      return values.length == 1
          ? mean
          : mean
              + String.format(
                  Locale.ROOT, " ± " + format.replace("+", ""), standardDeviation(values));
    }
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("training accuracy", "%.4f", run -> run.train().accuracy()));
    if (heldOut() == HeldOut.VALIDATION) {
      columns.add(
          new Column("validation accuracy", "%.4f", run -> run.lastEpoch().heldOutAccuracy()));
    }
    columns.add(new Column("test accuracy", "%.4f", run -> run.test().accuracy()));
    columns.add(new Column("gap", "%+.4f", RunMetrics::gap));
    columns.add(new Column("training loss", "%.4f", run -> run.train().loss()));
    columns.add(new Column("test loss", "%.4f", run -> run.test().loss()));
    columns.add(new Column("seconds", "%.1f", RunMetrics::seconds));
    return columns;
  }

  /** A row per variant with rounded figures, of several seeds as mean ± standard deviation. */
  Table table() {
    List<Column> columns = columns();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<RunMetrics> seeds = runs.get(i);
      List<Object> row = new ArrayList<>();
      row.add(variants.get(i).value());
      row.add(seeds.get(0).parameters());
      columns.forEach(column -> row.add(column.cell(seeds)));
      rows.add(row);
    }
    return new Table(headings(List.of(property, "parameters"), columns), 1, rows);
  }

  /** A row per variant and seed in full precision. */
  Table exact() {
    List<Column> columns = columns();
    List<List<Object>> rows = new ArrayList<>();
    forEachRun(
        (start, run) -> {
          start.add(run.parameters());
          columns.forEach(column -> start.add(Double.toString(column.value().applyAsDouble(run))));
          rows.add(start);
        });
    return new Table(headings(keys(List.of("parameters")), columns), 1, rows);
  }

  private static List<String> headings(List<String> first, List<Column> columns) {
    return Stream.concat(first.stream(), columns.stream().map(Column::heading)).toList();
  }

  /** The headings that tell the runs apart: the seed too if there are several. */
  private List<String> keys(List<String> others) {
    return Stream.concat(
            seeds() == 1 ? Stream.of(property) : Stream.of(property, "seed"), others.stream())
        .toList();
  }

  /** Hands over each run with the start of its row. */
  private void forEachRun(BiConsumer<List<Object>, RunMetrics> action) {
    for (int i = 0; i < runs.size(); i++) {
      for (int run = 0; run < seeds(); run++) {
        List<Object> row = new ArrayList<>(List.of(variants.get(i).value()));
        if (seeds() > 1) {
          row.add(variants.get(i).seed(run));
        }
        action.accept(row, runs.get(i).get(run));
      }
    }
  }

  /** A row per variant, seed and epoch, in full precision. */
  Table epochs() {
    List<List<Object>> rows = new ArrayList<>();
    forEachRun(
        (start, run) -> {
          for (List<?> epoch : RunReport.history(run.history()).rows()) {
            List<Object> row = new ArrayList<>(start);
            row.addAll(epoch);
            rows.add(row);
          }
        });
    return new Table(keys(RunReport.history(runs.get(0).get(0).history()).headings()), 1, rows);
  }

  /**
   * How far each variant is behind the best one in accuracy on the held-out images, and whether the
   * spread of the seeds leaves that to chance: Welch's t-test of the two means, without correction
   * for the number of comparisons. The variants have the same seeds; where that makes their figures
   * alike, the test finds fewer differences than there are.
   */
  private Table differences() {
    List<double[]> accuracies =
        runs.stream()
            .map(
                seeds ->
                    seeds.stream().mapToDouble(run -> run.lastEpoch().heldOutAccuracy()).toArray())
            .toList();
    double[] means = accuracies.stream().mapToDouble(StatUtils::mean).toArray();
    int best =
        IntStream.range(0, means.length)
            .reduce(0, (first, second) -> means[second] > means[first] ? second : first);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      double p = i == best ? Double.NaN : welch(accuracies.get(i), accuracies.get(best));
      rows.add(
          List.of(
              variants.get(i).value(),
              String.format(Locale.ROOT, "%+.4f", means[i] - means[best]),
              Double.isNaN(p) ? "–" : String.format(Locale.ROOT, "%.3f", p),
              i == best ? "best" : verdict(p)));
    }
    return new Table(
        List.of(
            property,
            heldOut().name().toLowerCase(Locale.ROOT) + " accuracy against the best",
            "p (Welch)",
            "p < " + SIGNIFICANCE),
        1,
        rows);
  }

  private static String verdict(double p) {
    if (Double.isNaN(p)) {
      return "–";
    }
    return p < SIGNIFICANCE ? "yes" : "no";
  }

  /**
   * The probability of a difference of means at least as large by chance; NaN if each variant has
   * the same figure for all seeds, since there is no spread then to hold a difference against.
   */
  private static double welch(double[] one, double[] other) {
    return StatUtils.variance(one) == 0 && StatUtils.variance(other) == 0
        ? Double.NaN
        : TestUtils.tTest(one, other);
  }

  private static double standardDeviation(double[] values) {
    return Math.sqrt(StatUtils.variance(values));
  }

  /** A line per variant with a point per epoch. */
  List<Series> curves(ToDoubleFunction<EpochRecord> value) {
    return IntStream.range(0, runs.size())
        .mapToObj(i -> curve(variants.get(i).value(), runs.get(i), value))
        .toList();
  }

  /** The line of one variant with a point per epoch. */
  static Series curve(String name, List<RunMetrics> seeds, ToDoubleFunction<EpochRecord> value) {
    List<EpochRecord> epochs = seeds.get(0).history().epochs();
    return series(
        name,
        epochs.stream().mapToDouble(EpochRecord::epoch).toArray(),
        IntStream.range(0, epochs.size())
            .mapToObj(
                epoch ->
                    seeds.stream()
                        .map(run -> run.history().epochs().get(epoch))
                        .mapToDouble(value)
                        .toArray())
            .toList());
  }

  /** One line with a point per variant, for variants whose values are numbers. */
  Series line(String name, ToDoubleFunction<RunMetrics> value) {
    return series(
        name,
        variants.stream().mapToDouble(variant -> Double.parseDouble(variant.value())).toArray(),
        runs.stream().map(seeds -> seeds.stream().mapToDouble(value).toArray()).toList());
  }

  /**
   * @param values of the seeds at each x
   */
  private static Series series(String name, double[] x, List<double[]> values) {
    double[] means = values.stream().mapToDouble(StatUtils::mean).toArray();
    return values.get(0).length == 1
        ? new Series(name, x, means)
        : new Series(
            name, x, means, values.stream().mapToDouble(Comparison::standardDeviation).toArray());
  }

  /** A chart of a size that leaves room for two more beside it. */
  static LineChart panel(String title, Axis x, Axis y, Series... lines) {
    return new LineChart(title, x, y, List.of(lines), 360, 320);
  }

  private HeldOut heldOut() {
    return runs.get(0).get(0).history().heldOut();
  }
}
