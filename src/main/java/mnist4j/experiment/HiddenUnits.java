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
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;

/** How much a hidden layer's size decides: what it can separate, and how well it reads digits. */
final class HiddenUnits implements Experiment {

  private static final int[] NEURONS = {1, 3, 5, 20};
  private static final int[] UNITS = {8, 16, 32, 64, 128, 256, 512, 1024};

  /** Half of the recipe's: more hardly changes the order. */
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
  public List<Part> carryOut(Conditions conditions, FinishedRuns runs) throws IOException {
    return List.of(onPoints(conditions, runs), onDigits(conditions, runs));
  }

  private static Part onPoints(Conditions conditions, FinishedRuns runs) throws IOException {
    ToyPoints moons = TwoCurves.moons(POINTS_PER_CLASS, 0.15, 1);
    ToyPoints newMoons = TwoCurves.moons(POINTS_PER_CLASS, 0.15, 2);
    ToyPoints spirals = TwoCurves.spirals(POINTS_PER_CLASS, 0.08, 1);
    ToyPoints newSpirals = TwoCurves.spirals(POINTS_PER_CLASS, 0.08, 2);
    List<PointsRun> planned =
        Stream.concat(
                IntStream.of(NEURONS).mapToObj(n -> run("moons", n, moons, newMoons, conditions)),
                IntStream.of(NEURONS)
                    .mapToObj(n -> run("spirals", n, spirals, newSpirals, conditions)))
            .toList();
    return PointsPart.of(
        "hidden-units-regions",
        "Two moons and two spirals: what 1, 3, 5 and 20 hidden neurons can separate",
        NEURONS.length,
        planned,
        runs.results(planned));
  }

  private static PointsRun run(
      String figure, int neurons, ToyPoints train, ToyPoints test, Conditions conditions) {
    String title = "%s, %d neuron%s".formatted(figure, neurons, neurons == 1 ? "" : "s");
    ToyRecipe recipe =
        new ToyRecipe(neurons, 0, LEARNING_RATE, PointsPart.steps(STEPS, conditions), 1);
    return new PointsRun(title, recipe, train, test, conditions);
  }

  private static Part onDigits(Conditions conditions, FinishedRuns runs) throws IOException {
    Recipe recipe = Recipes.named("mlp-64").orElseThrow();
    Settings settings = recipe.defaults().withEpochs(EPOCHS);
    List<Variant> variants =
        IntStream.of(UNITS)
            .mapToObj(
                units -> new Variant(Integer.toString(units), recipe, settings.withHidden(units)))
            .toList();
    Comparison comparison = Comparison.of("hidden units", variants, conditions, runs);
    return new Part("hidden-units", picture(comparison), comparison.exact(), comparison.table());
  }

  private static Figure picture(Comparison comparison) {
    return FigureLayout.row(
        "mlp-64 with 8 to 1,024 hidden units",
        List.of(
            panel(
                "Accuracy",
                Axis.percent("test accuracy (%)"),
                comparison.line("test accuracy", run -> run.test().accuracy())),
            panel(
                "Parameters",
                Axis.logarithmic("parameters"),
                comparison.line("parameters", RunFigures::parameters)),
            panel(
                "Training time",
                Axis.value("training time (s)"),
                comparison.line("seconds", RunFigures::seconds))));
  }

  private static LineChart panel(String title, Axis y, Series line) {
    return new LineChart(title, Axis.logarithmic("hidden units"), y, List.of(line), 360, 320);
  }
}
