package mnist4j.experiment;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mnist4j.charts.Axis;
import mnist4j.charts.LineChart;
import mnist4j.recipe.CnnVariant;
import mnist4j.recipe.CnnVariant.Optimizer;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.training.EpochRecord;
import org.nd4j.linalg.activations.Activation;

/**
 * One entry of the Keras CNN document's tuning list: the recipe {@code cnn} with several values of
 * one setting. The curves are of the held-out fifth; the test set is opened at each run's end and
 * chooses nothing.
 *
 * @param what is tuned
 */
record CnnTuning(String name, String description, String what, List<Variant> variants)
    implements Experiment {

  private static final Recipe CNN = Recipes.named("cnn").orElseThrow();
  private static final Settings OWN = CNN.defaults();

  /** Without pooling a step takes up to ten times as long, so these are trained on fewer images. */
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
        OWN.withLimit(DEPTH_IMAGES));
  }

  static CnnTuning learningRate() {
    return new CnnTuning(
        "learning-rate",
        "five learning rates for cnn, from 0.0001 to 0.01",
        "learning rate",
        DoubleStream.of(0.0001, 0.0003, 0.001, 0.003, 0.01)
            .mapToObj(rate -> new Variant(Plain.number(rate), CNN, OWN.withLearningRate(rate)))
            .toList());
  }

  static CnnTuning batchSize() {
    return new CnnTuning(
        "batch-size",
        "five batch sizes for cnn, from 16 to 256 images",
        "batch size",
        IntStream.of(16, 32, 64, 128, 256)
            .mapToObj(size -> new Variant(Integer.toString(size), CNN, OWN.withBatchSize(size)))
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
        "%s, rate %s".formatted(optimizer, Plain.number(optimizer.usualRate())),
        CnnVariant.withOptimizer(optimizer),
        OWN.withLearningRate(optimizer.usualRate()));
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
    return new Variant(value, CnnVariant.withActivation(activation), OWN);
  }

  @Override
  public List<Part> carryOut(Conditions conditions, FinishedRuns runs) throws IOException {
    Comparison comparison = Comparison.of(what, variants, conditions, runs);
    LineChart chart =
        new LineChart(
            "cnn: validation accuracy by %s".formatted(what),
            Axis.whole("epoch"),
            Axis.percent("validation accuracy (%)"),
            comparison.curves(EpochRecord::heldOutAccuracy));
    return List.of(new Part(name, chart, comparison.epochs(), comparison.table()));
  }
}
