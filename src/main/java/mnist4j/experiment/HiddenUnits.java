package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Axis;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;

/** The size of a hidden layer: which classes it can separate, and how well it reads digits. */
final class HiddenUnits implements Experiment {

  private static final int[] NEURONS = {1, 3, 5, 20};
  private static final String PROPERTY = "hidden units";
  private static final int[] UNITS = {8, 16, 32, 64, 128, 256, 512, 1024};

  /** Half of the recipe's: more epochs hardly change the order. */
  private static final int EPOCHS = 10;

  private static final int STEPS = 4_000;
  private static final double LEARNING_RATE = 0.03;
  private static final int POINTS_PER_CLASS = 100;

  @Override
  public String name() {
    return "hidden-units";
  }

  @Override
  public String description() {
    return "1 to 20 hidden neurons for points of the plane; 8 to 1,024 hidden units of mlp-64, 10 epochs";
  }

  @Override
  public List<Trial<?>> trials(ExperimentSetup setup) {
    return Stream.<Trial<?>>concat(
            onPoints(setup).stream(), Comparison.trials(PROPERTY, variants(), setup).stream())
        .toList();
  }

  @Override
  public List<ExperimentResult> run(ExperimentSetup setup, RunCache cache) throws IOException {
    return List.of(onPoints(setup, cache), onDigits(setup, cache));
  }

  private static List<ToyTrial> onPoints(ExperimentSetup setup) {
    ToyPoints moons = ToyPoints.moons(POINTS_PER_CLASS, 0.15, 1);
    ToyPoints newMoons = ToyPoints.moons(POINTS_PER_CLASS, 0.15, 2);
    ToyPoints spirals = ToyPoints.spirals(POINTS_PER_CLASS, 0.08, 1);
    ToyPoints newSpirals = ToyPoints.spirals(POINTS_PER_CLASS, 0.08, 2);
    return Stream.concat(
            IntStream.of(NEURONS).mapToObj(n -> trial("moons", n, moons, newMoons, setup)),
            IntStream.of(NEURONS).mapToObj(n -> trial("spirals", n, spirals, newSpirals, setup)))
        .toList();
  }

  private static ExperimentResult onPoints(ExperimentSetup setup, RunCache cache)
      throws IOException {
    List<ToyTrial> trials = onPoints(setup);
    return new ToyComparison(trials, cache.results(trials))
        .result(
            "hidden-units-regions",
            "Two moons and two spirals: what 1, 3, 5 and 20 hidden neurons can separate",
            NEURONS.length);
  }

  private static ToyTrial trial(
      String shape, int neurons, ToyPoints train, ToyPoints test, ExperimentSetup setup) {
    return new ToyTrial(
        "%s, %d neuron%s".formatted(shape, neurons, neurons == 1 ? "" : "s"),
        new ToyRecipe(neurons, 0, LEARNING_RATE, ToyTrial.steps(STEPS, setup)),
        train,
        test,
        setup);
  }

  private static List<Variant> variants() {
    Recipe recipe = Recipes.named("mlp-64").orElseThrow();
    Settings settings = recipe.defaults().withEpochs(EPOCHS);
    return IntStream.of(UNITS)
        .mapToObj(n -> new Variant(Integer.toString(n), recipe, settings.withHidden(n)))
        .toList();
  }

  private static ExperimentResult onDigits(ExperimentSetup setup, RunCache cache)
      throws IOException {
    Comparison comparison = Comparison.of(PROPERTY, variants(), setup, cache);
    return comparison.result("hidden-units", figure(comparison), comparison.exact());
  }

  private static Figure figure(Comparison comparison) {
    return FigureLayout.row(
        comparison.title("mlp-64 with 8 to 1,024 hidden units"),
        List.of(
            panel(
                "Accuracy",
                Axis.percent("test accuracy (%)"),
                comparison.line("test accuracy", run -> run.test().accuracy())),
            panel(
                "Parameters",
                Axis.logarithmic("parameters"),
                comparison.line("parameters", RunMetrics::parameters)),
            panel(
                "Training time",
                Axis.value("training time (s)"),
                comparison.line("seconds", RunMetrics::seconds))));
  }

  private static LineChart panel(String title, Axis y, Series line) {
    return Comparison.panel(title, Axis.logarithmic(PROPERTY), y, line);
  }
}
