package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
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

/** The strength λ of an L2 penalty on networks that are large enough to overfit. */
final class L2Strength implements Experiment {

  private static final String PROPERTY = "λ";
  private static final List<String> TOY_STRENGTHS = List.of("0", "0.001", "0.1");
  private static final List<String> STRENGTHS =
      List.of("0.000001", "0.00001", "0.0001", "0.001", "0.01");

  /** Twice the document's, so that even a weak penalty has overfitting to reduce. */
  private static final int EPOCHS = 10;

  private static final int NEURONS = 100;
  private static final int STEPS = 4_000;
  private static final double LEARNING_RATE = 0.03;
  private static final int POINTS_PER_CLASS = 40;
  private static final double NOISE = 0.35;

  @Override
  public String name() {
    return "l2";
  }

  @Override
  public String description() {
    return "three strengths of an L2 penalty for points of the plane; five for mlp-512, 10 epochs";
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
    ToyPoints train = ToyPoints.moons(POINTS_PER_CLASS, NOISE, 1);
    ToyPoints test = ToyPoints.moons(10 * POINTS_PER_CLASS, NOISE, 2);
    return TOY_STRENGTHS.stream()
        .map(l2 -> new ToyTrial("λ = " + l2, recipe(l2, setup), train, test, setup))
        .toList();
  }

  private static ExperimentResult onPoints(ExperimentSetup setup, RunCache cache)
      throws IOException {
    List<ToyTrial> trials = onPoints(setup);
    return new ToyComparison(trials, cache.results(trials))
        .result(
            "l2-regions",
            "%d hidden neurons with three strengths λ of the L2 penalty".formatted(NEURONS),
            trials.size());
  }

  private static ToyRecipe recipe(String l2, ExperimentSetup setup) {
    return new ToyRecipe(
        NEURONS, Double.parseDouble(l2), LEARNING_RATE, ToyTrial.steps(STEPS, setup));
  }

  private static List<Variant> variants() {
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    Settings settings = recipe.defaults().withEpochs(EPOCHS);
    return STRENGTHS.stream()
        .map(l2 -> new Variant(l2, recipe, settings.withL2(Double.parseDouble(l2))))
        .toList();
  }

  private static ExperimentResult onDigits(ExperimentSetup setup, RunCache cache)
      throws IOException {
    Comparison comparison = Comparison.of(PROPERTY, variants(), setup, cache);
    return comparison.result("l2", figure(comparison), comparison.exact());
  }

  private static Figure figure(Comparison comparison) {
    return FigureLayout.row(
        comparison.title("mlp-512 with an L2 penalty of strength λ"),
        List.of(
            panel(
                "Accuracy",
                Axis.percent("accuracy (%)"),
                comparison.line("training", run -> run.train().accuracy()),
                comparison.line("test", run -> run.test().accuracy())),
            panel(
                "Loss, without the penalty",
                Axis.value("mean loss (cross-entropy)"),
                comparison.line("training", run -> run.train().loss()),
                comparison.line("test", run -> run.test().loss())),
            panel(
                "Gap: training less test accuracy",
                Axis.value("gap (percentage points)"),
                comparison.line("gap", run -> 100 * run.gap()))));
  }

  private static LineChart panel(String title, Axis y, Series... lines) {
    return Comparison.panel(title, Axis.logarithmic(PROPERTY), y, lines);
  }
}
