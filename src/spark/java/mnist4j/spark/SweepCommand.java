package mnist4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mnist4j.cli.Interruption;
import mnist4j.cli.Version;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentProgress;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.RunCache;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.report.RunLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spark sweep EXPERIMENT-or-RECIPE}. */
@Command(
    name = "sweep",
    description = {
      "Trains every variant of an experiment, or every combination of a recipe's settings, one"
          + " training per task.",
      "A sweep that was stopped continues where it was."
    })
final class SweepCommand implements Callable<Integer> {

  @ParentCommand private SparkCommand spark;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT-or-RECIPE",
      description =
          "An experiment, as experiment list has them, or a recipe whose settings the options"
              + " vary.")
  private String name;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Trains each variant on digits with N seeds, the recipe's own and the next ones."
              + " Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--quick",
      description = "Takes few steps on 200 + 200 of the images that ship with the program.")
  private boolean quick;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  private List<Integer> epochs = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Trains on the first N of the recipe's training images.")
  private List<Integer> limit = List.of();

  @Option(names = "--lr", split = ",", paramLabel = "RATE", description = "Learning rates.")
  private List<Double> learningRates = List.of();

  @Option(names = "--batch", split = ",", paramLabel = "N", description = "Images per step.")
  private List<Integer> batchSizes = List.of();

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "N",
      description = "Units of the hidden dense layer (not perceptron).")
  private List<Integer> hidden = List.of();

  @Option(
      names = "--l2",
      split = ",",
      paramLabel = "LAMBDA",
      description = "L2 penalties on the weights.")
  private List<Double> l2 = List.of();

  @Option(
      names = "--dropout",
      split = ",",
      paramLabel = "SHARE",
      description = "Shares of hidden activations dropped in training (not perceptron).")
  private List<Double> dropout = List.of();

  @Override
  public Integer call() throws Exception {
    spark.requireNoThreads();
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seeds: found %d, expected at least 1".formatted(seeds));
    }
    Experiment experiment = experiment();
    Path own = spark.out().resolve("experiments").resolve(experiment.name());
    Path directory = quick ? own.resolve("quick") : own;
    try (Interruption interruption = new Interruption(spec, "to continue")) {
      return RunLock.holding(directory, () -> run(experiment, directory, interruption));
    }
  }

  private int run(Experiment experiment, Path directory, Interruption interruption)
      throws IOException {
    ExperimentSetup setup =
        ExperimentSetup.of(
            spark.images(quick), quick, seeds, Version.ofCode(), Cluster.startBackend());
    RunCache cache = new RunCache(directory.resolve("runs"), new ExperimentProgress() {});
    Sweep sweep =
        new Sweep(experiment, setup, directory, cache, spec.commandLine().getOut()::println);
    try (Cluster cluster = spark.cluster()) {
      sweep.run(cluster);
    } catch (Exception e) {
      // Spark stops with the JVM, which fails whatever it does.
      interruption.check();
      throw e;
    }
    return 0;
  }

  private Experiment experiment() {
    Grid grid = new Grid(name, epochs, limit, learningRates, batchSizes, hidden, l2, dropout);
    if (Recipes.named(name).isPresent()) {
      return grid;
    }
    Experiment experiment =
        Experiment.named(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "EXPERIMENT-or-RECIPE: found '%s', expected one of %s"
                            .formatted(name, String.join(", ", names()))));
    if (!grid.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "found settings to vary with the experiment %s, which has its own; expected them with a recipe"
              .formatted(name));
    }
    return experiment;
  }

  private static List<String> names() {
    return Stream.concat(
            Experiment.all().stream().map(Experiment::name),
            Recipes.all().stream().map(Recipe::name))
        .toList();
  }
}
