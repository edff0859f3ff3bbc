package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import mnist4j.charts.Axis;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart;
import mnist4j.charts.LineChart.Series;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.EpochRecord;

/**
 * "Deep Learning with Python": four times the document's epochs let {@code mlp-512} overfit;
 * dropout and an L2 penalty work against it.
 */
final class Overfitting implements Experiment {

  private static final int EPOCHS = 20;
  private static final double DROPOUT = 0.5;
  private static final double L2 = 1e-4;

  @Override
  public String name() {
    return "overfitting";
  }

  @Override
  public String description() {
    return "mlp-512 for 20 epochs: plain, with dropout 0.5, with an L2 penalty of 0.0001";
  }

  @Override
  public List<Part> carryOut(Conditions conditions, FinishedRuns runs) throws IOException {
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    Settings plain = recipe.defaults().withEpochs(EPOCHS);
    List<Variant> variants =
        List.of(
            new Variant("plain", recipe, plain),
            new Variant("dropout", recipe, plain.withDropout(DROPOUT)),
            new Variant("L2", recipe, plain.withL2(L2)));
    Comparison comparison = Comparison.of("mlp-512", variants, conditions, runs);
    return List.of(new Part(name(), picture(comparison), comparison.epochs(), comparison.table()));
  }

  private static Figure picture(Comparison comparison) {
    Axis accuracy = Axis.fixed("accuracy (%)", lowest(comparison), 100);
    return FigureLayout.row(
        "mlp-512: training and test accuracy",
        IntStream.range(0, comparison.variants().size())
            .<Figure>mapToObj(
                i ->
                    panel(
                        comparison.variants().get(i).value(),
                        comparison.figures().get(i),
                        accuracy))
            .toList());
  }

  private static LineChart panel(String title, RunFigures run, Axis accuracy) {
    return new LineChart(
        title,
        Axis.whole("epoch"),
        accuracy,
        List.of(
            inPercent("training", run, EpochRecord::trainAccuracy),
            inPercent("test", run, EpochRecord::heldOutAccuracy)),
        360,
        320);
  }

  private static Series inPercent(
      String name, RunFigures run, ToDoubleFunction<EpochRecord> share) {
    return Comparison.curve(name, run, epoch -> 100 * share.applyAsDouble(epoch));
  }

  /** Just below the worst accuracy, so that all panels have the same scale. */
  private static double lowest(Comparison comparison) {
    double worst =
        comparison.figures().stream()
            .flatMap(run -> run.history().epochs().stream())
            .flatMapToDouble(
                epoch -> DoubleStream.of(epoch.trainAccuracy(), epoch.heldOutAccuracy()))
            .min()
            .orElse(0);
    return Math.max(0, Math.floor(100 * worst) - 1);
  }
}
