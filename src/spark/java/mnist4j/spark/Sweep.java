package mnist4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import mnist4j.charts.Axis;
import mnist4j.charts.DotChart;
import mnist4j.experiment.Comparison;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentResult;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.ImageTrial;
import mnist4j.experiment.RunCache;
import mnist4j.experiment.RunMetrics;
import mnist4j.experiment.Trial;
import mnist4j.report.PngFile;
import mnist4j.report.Table;
import mnist4j.spark.SweepJob.Outcome;
import mnist4j.training.TrainingException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Every trial of an experiment with several seeds, one training per task. Table, CSV and chart grow
 * with each result. Results are kept as {@code experiment} keeps them, and not trained again.
 */
final class Sweep {

  private static final long POLL_MILLIS = 100;

  /** How a trial's label ends that is not of a recipe's own seed. */
  private static final Pattern SEED = Pattern.compile(", seed -?\\d+$");

  private final Experiment experiment;
  private final ExperimentSetup setup;
  private final Path directory;
  private final RunCache cache;
  private final Consumer<String> out;
  private final List<Trial<?>> trials;

  /** By the position of the trial. */
  private final Map<Integer, Trial.Result> results = new TreeMap<>();

  private final List<String> failures = new ArrayList<>();

  /**
   * @param directory of the files, those of {@code experiment} among them
   * @param cache in that directory
   * @param out takes lines
   * @throws mnist4j.recipe.SettingsException if a trial's settings are out of range
   */
  Sweep(
      Experiment experiment,
      ExperimentSetup setup,
      Path directory,
      RunCache cache,
      Consumer<String> out) {
    this.experiment = experiment;
    this.setup = setup;
    this.directory = directory;
    this.cache = cache;
    this.out = out;
    trials = experiment.trials(setup);
  }

  /**
   * Trains what is not there yet.
   *
   * @throws IOException if a file cannot be read or written
   * @throws TrainingException if a training fails, after all others
   */
  void run(Cluster cluster) throws IOException {
    List<Integer> pending = pending();
    out.accept(
        "%d trainings, %d of them from an earlier start"
            .formatted(trials.size(), trials.size() - pending.size()));
    if (!pending.isEmpty()) {
      train(pending, cluster);
    }
    if (!failures.isEmpty()) {
      throw new TrainingException(
          "%d of %d trainings failed, the first: %s"
              .formatted(failures.size(), trials.size(), failures.get(0)));
    }
    write();
    summary().lines().forEach(out);
    out.accept("drawn in " + directory.resolve("sweep.png"));
    for (ExperimentResult result : experiment.run(setup, cache)) {
      out.accept("drawn in " + result.write(directory));
    }
  }

  /** The longest first, so that no long one starts when the others are done. */
  private List<Integer> pending() throws IOException {
    List<Integer> pending = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Optional<? extends Trial.Result> cached = cache.read(trials.get(i));
      if (cached.isPresent()) {
        results.put(i, cached.get());
      } else {
        pending.add(i);
      }
    }
    pending.sort(Comparator.comparingDouble((Integer i) -> trials.get(i).cost()).reversed());
    return pending;
  }

  /** Spark's accumulator has each finished task's outcome once, while the job still runs. */
  private void train(List<Integer> pending, Cluster cluster) throws IOException {
    Broadcast<SweepJob> job = cluster.broadcast(SweepJob.of(setup, experiment));
    CollectionAccumulator<Outcome> ended = cluster.context().sc().collectionAccumulator("ended");
    JavaFutureAction<Void> running =
        cluster
            .context()
            .parallelize(pending, pending.size())
            .foreachAsync(trial -> ended.add(job.value().run(trial)));
    try {
      int taken = 0;
      for (boolean over = false; !over; ) {
        over = running.isDone();
        List<Outcome> outcomes = ended.value();
        for (; taken < outcomes.size(); taken++) {
          take(outcomes.get(taken));
        }
        Thread.sleep(over ? 0 : POLL_MILLIS);
      }
      running.get();
    } catch (ExecutionException e) {
      throw Cluster.failure("a training was lost too often", e);
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new TrainingException("interrupted; the same command continues", e);
    }
  }

  private void take(Outcome outcome) throws IOException {
    Trial<?> trial = trials.get(outcome.trial());
    String name = trial.label();
    if (!outcome.failure().isEmpty()) {
      failures.add("%s: %s".formatted(name, outcome.failure()));
      out.accept("%s failed: %s".formatted(name, outcome.failure()));
      return;
    }
    cache.write(trial, outcome.content());
    Trial.Result result = cache.read(trial).orElseThrow();
    results.put(outcome.trial(), result);
    out.accept(
        String.format(
            Locale.ROOT,
            "%d/%d %s: test accuracy %.4f",
            results.size() + failures.size(),
            trials.size(),
            name,
            result.testAccuracy()));
    write();
  }

  /** A row per training in the order of the trials, and the chart. */
  private void write() throws IOException {
    List<List<?>> rows = new ArrayList<>();
    results.forEach(
        (trial, result) ->
            rows.add(
                List.of(
                    trials.get(trial).label(),
                    result.trainAccuracy(),
                    result.testAccuracy(),
                    result instanceof RunMetrics metrics ? metrics.seconds() : Double.NaN)));
    List<String> headings = List.of("training", "training_accuracy", "test_accuracy", "seconds");
    new Table(headings, 1, rows).write(directory.resolve("sweep.csv"));
    PngFile.write(
        directory.resolve("sweep.png"),
        new DotChart(
            title(),
            Axis.percent("test accuracy (%)"),
            testAccuracies().entrySet().stream()
                .map(row -> new DotChart.Row(row.getKey(), array(row.getValue())))
                .toList()));
  }

  /** Points are of no data set. */
  private String title() {
    return trials.get(0) instanceof ImageTrial
        ? Comparison.title(experiment.name(), setup.images().name())
        : experiment.name();
  }

  /** The test accuracies of all seeds so far, by what the seeds' trials are called without them. */
  private Map<String, List<Double>> testAccuracies() {
    Map<String, List<Double>> byName = new LinkedHashMap<>();
    results.forEach(
        (trial, result) ->
            byName
                .computeIfAbsent(
                    SEED.matcher(trials.get(trial).label()).replaceFirst(""),
                    name -> new ArrayList<>())
                .add(result.testAccuracy()));
    return byName;
  }

  /** A row per trial: the test accuracy over its seeds. */
  private Table summary() {
    List<List<?>> rows = new ArrayList<>();
    testAccuracies()
        .forEach(
            (name, all) -> {
              double[] values = array(all);
              DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
              rows.add(
                  List.of(
                      name,
                      values.length,
                      range.getAverage(),
                      deviation(values, range.getAverage()),
                      range.getMin(),
                      range.getMax()));
            });
    return new Table(
        List.of("training", "seeds", "mean test accuracy", "deviation", "least", "most"), 1, rows);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The sample's standard deviation; NaN of one value. */
  private static double deviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }
}
