package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import mnist4j.charts.Axis;
import mnist4j.charts.Figure;
import mnist4j.charts.FigureLayout;
import mnist4j.charts.LineChart.Series;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.EpochRecord;

/**
 * "Deep Learning with Python": {@code mlp-512} overfits when trained for four times the document's
 * epochs; dropout and an L2 penalty reduce that.
 */
final class Overfitting implements Experiment {

  private static final String PROPERTY = "mlp-512";
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
  public List<Trial<?>> trials(ExperimentSetup setup) {
    return List.copyOf(Comparison.trials(PROPERTY, variants(), setup));
  }

  private static List<Variant> variants() {
    Recipe recipe = Recipes.named("mlp-512").orElseThrow();
    Settings plain = recipe.defaults().withEpochs(EPOCHS);
    return List.of(
        new Variant("plain", recipe, plain),
        new Variant("dropout", recipe, plain.withDropout(DROPOUT)),
        new Variant("L2", recipe, plain.withL2(L2)));
  }

  @Override
  public List<ExperimentResult> run(ExperimentSetup setup, RunCache cache) throws IOException {
    Comparison comparison = Comparison.of(PROPERTY, variants(), setup, cache);
    return List.of(comparison.result(name(), figure(comparison), comparison.epochs()));
  }

  private static Figure figure(Comparison comparison) {
    Axis accuracy = Axis.fixed("accuracy (%)", lowest(comparison), 100);
    return FigureLayout.row(
        comparison.title("mlp-512: training and test accuracy"),
        IntStream.range(0, comparison.variants().size())
            .mapToObj(i -> panel(comparison, i, accuracy))
            .toList());
  }

  private static Figure panel(Comparison comparison, int i, Axis accuracy) {
    List<RunMetrics> runs = comparison.runs().get(i);
    return Comparison.panel(
        comparison.variants().get(i).value(),
        Axis.whole("epoch"),
        accuracy,
        inPercent("training", runs, EpochRecord::trainAccuracy),
        inPercent("test", runs, EpochRecord::heldOutAccuracy));
  }

  private static Series inPercent(
      String name, List<RunMetrics> runs, ToDoubleFunction<EpochRecord> share) {
    return Comparison.curve(name, runs, epoch -> 100 * share.applyAsDouble(epoch));
  }

  /** Just below the worst accuracy, so that all panels have the same scale. */
  private static double lowest(Comparison comparison) {
    double worst =
        comparison.runs().stream()
            .flatMap(List::stream)
            .flatMap(run -> run.history().epochs().stream())
            .flatMapToDouble(
                epoch -> DoubleStream.of(epoch.trainAccuracy(), epoch.heldOutAccuracy()))
            .min()
            .orElse(0);
    return Math.max(0, Math.floor(100 * worst) - 1);
  }
}
