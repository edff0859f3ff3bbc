package mnist4j.experiment;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.recipe.CnnVariant;
import mnist4j.recipe.CnnVariant.Optimizer;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.EpochRecord;
import org.nd4j.linalg.activations.Activation;

/**
 * One entry of the Keras CNN document's tuning list: the recipe {@code cnn} with several values of
 * one property. The curves show the validation accuracy; the test set is evaluated once at the end
 * of each run and selects nothing.
 *
 * @param property that is tuned
 */
record CnnTuning(String name, String description, String property, List<Variant> variants)
    implements Experiment {

  private static final Recipe CNN = Recipes.named("cnn").orElseThrow();
  private static final Settings DEFAULTS = CNN.defaults();

  /**
   * A step without pooling takes up to sixteen times as long, so these variants see fewer images.
   */
  private static final int DEPTH_IMAGES = 20_000;

  static CnnTuning depth() {
    return new CnnTuning(
        "cnn-depth",
        "one, two and three convolution blocks of cnn, each with and without pooling, on 20,000 images",
        "blocks",
        IntStream.rangeClosed(1, 3)
            .boxed()
            .flatMap(blocks -> Stream.of(blocks(blocks, true), blocks(blocks, false)))
            .toList());
  }

  private static Variant blocks(int blocks, boolean pooling) {
    return new Variant(
        "%d, %s pooling".formatted(blocks, pooling ? "with" : "without"),
        CnnVariant.ofBlocks(blocks, pooling),
        DEFAULTS.withLimit(DEPTH_IMAGES));
  }

  static CnnTuning learningRate() {
    return new CnnTuning(
        "learning-rate",
        "five learning rates for cnn, from 0.0001 to 0.01",
        "learning rate",
        Stream.of("0.0001", "0.0003", "0.001", "0.003", "0.01")
            .map(r -> new Variant(r, CNN, DEFAULTS.withLearningRate(Double.parseDouble(r))))
            .toList());
  }

  static CnnTuning batchSize() {
    return new CnnTuning(
        "batch-size",
        "five batch sizes for cnn, from 16 to 256 images",
        "batch size",
        IntStream.of(16, 32, 64, 128, 256)
            .mapToObj(n -> new Variant(Integer.toString(n), CNN, DEFAULTS.withBatchSize(n)))
            .toList());
  }

  static CnnTuning optimizer() {
    return new CnnTuning(
        "optimizer",
        "SGD, momentum, Adagrad, RMSprop and Adam for cnn, each with its usual learning rate",
        "optimizer",
        Arrays.stream(Optimizer.values()).map(CnnTuning::with).toList());
  }

  private static Variant with(Optimizer optimizer) {
    return new Variant(
        "%s, rate %s".formatted(optimizer, optimizer.usualRate()),
        CnnVariant.withOptimizer(optimizer),
        DEFAULTS.withLearningRate(optimizer.usualRate()));
  }

  static CnnTuning activation() {
    return new CnnTuning(
        "activation",
        "sigmoid, tanh and ReLU in the hidden layers of cnn",
        "activation",
        List.of(
            with("sigmoid", Activation.SIGMOID),
            with("tanh", Activation.TANH),
            with("ReLU", Activation.RELU)));
  }

  private static Variant with(String value, Activation activation) {
    return new Variant(value, CnnVariant.withActivation(activation), DEFAULTS);
  }

  @Override
  public List<Trial<?>> trials(ExperimentSetup setup) {
    return List.copyOf(Comparison.trials(property, variants, setup));
  }

  @Override
  public List<ExperimentResult> run(ExperimentSetup setup, RunCache cache) throws IOException {
    Comparison comparison = Comparison.of(property, variants, setup, cache);
    LineChart chart =
        new LineChart(
            comparison.title("cnn: validation accuracy by %s".formatted(property)),
            Axis.whole("epoch"),
            Axis.percent("validation accuracy (%)"),
            comparison.curves(EpochRecord::heldOutAccuracy));
    return List.of(comparison.result(name, chart, comparison.epochs()));
  }
}
