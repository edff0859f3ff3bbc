package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import mnist4j.charts.Axis;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;

/** What the strength λ of an L2 penalty does to a network that is large enough to overfit. */
final class L2Strength implements Experiment {

  private static final double[] PLANE_STRENGTHS = {0, 0.001, 0.1};
  private static final double[] STRENGTHS = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2};

  /** Twice the document's, so that a weak penalty has something to work against. */
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
  public List<Part> carryOut(Conditions conditions, FinishedRuns runs) throws IOException {
    return List.of(onPoints(conditions, runs), onDigits(conditions, runs));
  }

  private static Part onPoints(Conditions conditions, FinishedRuns runs) throws IOException {
    ToyPoints train = TwoCurves.moons(POINTS_PER_CLASS, NOISE, 1);
    ToyPoints test = TwoCurves.moons(10 * POINTS_PER_CLASS, NOISE, 2);
    List<PointsRun> planned =
        DoubleStream.of(PLANE_STRENGTHS)
            .mapToObj(strength -> run(strength, train, test, conditions))
            .toList();
    return PointsPart.of(
        "l2-regions",
        "%d hidden neurons with three strengths λ of the L2 penalty".formatted(NEURONS),
        PLANE_STRENGTHS.length,
        planned,
        runs.results(planned));
  }

  private static PointsRun run(
      double strength, ToyPoints train, ToyPoints test, Conditions conditions) {
    ToyRecipe recipe =
        new ToyRecipe(NEURONS, strength, LEARNING_RATE, PointsPart.steps(STEPS, conditions), 1);
    return new PointsRun("λ = " + Plain.number(strength), recipe, train, test, conditions);
  }

  private static Part onDigits(Conditions conditions, FinishedRuns runs) throws IOException {
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    Settings settings = recipe.defaults().withEpochs(EPOCHS);
    List<Variant> variants =
        DoubleStream.of(STRENGTHS)
            .mapToObj(
                strength -> new Variant(Plain.number(strength), recipe, settings.withL2(strength)))
            .toList();
    Comparison comparison = Comparison.of("λ", variants, conditions, runs);
    return new Part("l2", picture(comparison), comparison.exact(), comparison.table());
  }

  private static Figure picture(Comparison comparison) {
    return FigureLayout.row(
        "mlp-512 with an L2 penalty of strength λ",
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
    return new LineChart(title, Axis.logarithmic("λ"), y, List.of(lines), 360, 320);
  }
}
