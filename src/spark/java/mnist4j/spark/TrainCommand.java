package mnist4j.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mnist4j.backend.Backend;
import mnist4j.cli.Interruption;
import mnist4j.cli.ProgressDisplay;
import mnist4j.cli.RunSummary;
import mnist4j.cli.TrainOptions;
import mnist4j.cli.Version;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.report.MetricsJson;
import mnist4j.report.RunConditions;
import mnist4j.report.RunLock;
import mnist4j.report.RunReport;
import mnist4j.training.Checkpoints;
import mnist4j.training.Engine;
import mnist4j.training.Trainer;
import mnist4j.training.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code spark train RECIPE --average-every K}. */
@Command(
    name = "train",
    description =
        "Trains one recipe on all executors by parameter averaging and writes what train writes.")
final class TrainCommand implements Callable<Integer> {

  @ParentCommand private SparkCommand spark;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECIPE", description = "A recipe, such as cnn.")
  private String name;

  @Mixin private TrainOptions options;

  @Option(
      names = "--average-every",
      paramLabel = "K",
      defaultValue = "100",
      description =
          "Steps between two averages, at most those of an epoch. Default: ${DEFAULT-VALUE}.")
  private int averageEvery;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Parts of the training images, one task each, which divide each batch among them. With"
              + " Adam, the square root of N times the learning rate keeps the accuracy. Default: with"
              + " --resume as in the checkpoint; otherwise one per core of the executors that have"
              + " started, which another run may have fewer or more of.")
  private Integer shards;

  @Option(
      names = "--resume",
      description =
          "Continues after the last checkpoint of a training with the same settings that was stopped.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replaces the files of an earlier training.")
  private boolean overwrite;

  @Override
  public Integer call() throws Exception {
    spark.requireNoThreads();
    Recipe recipe =
        Recipes.named(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "RECIPE: found '%s', expected one of %s"
                            .formatted(
                                name,
                                String.join(
                                    ", ", Recipes.all().stream().map(Recipe::name).toList()))));
    Settings settings = options.settings(recipe);
    require(averageEvery >= 1, "--average-every", averageEvery);
    require(shards == null || shards >= 1, "--shards", shards);
    if (options.engine() != Engine.DL4J) {
      throw new SettingsException("--engine", options.engine(), "dl4j on Spark");
    }
    if (settings.balance()) {
      throw new SettingsException(
          "--balance", true, "none on Spark, where every class weighs alike");
    }
    Path directory = directory(recipe);
    if (Files.exists(directory.resolve(RunReport.MODEL)) && !overwrite) {
      throw new ParameterException(
          spec.commandLine(),
          "--out: found %s, which exists; name another directory, or add --overwrite"
              .formatted(directory.resolve(RunReport.MODEL)));
    }
    try (Interruption interruption =
        new Interruption(spec, epoch -> Interruption.remedy(spec, epoch))) {
      return RunLock.holding(directory, () -> train(recipe, settings, interruption));
    }
  }

  private static void require(boolean holds, String option, Object found) {
    if (!holds) {
      throw new SettingsException(option, found, "at least 1");
    }
  }

  /** A quick run has a directory of its own, so that it replaces nothing. */
  private Path directory(Recipe recipe) {
    Path directory = spark.out().resolve(recipe.name());
    return options.quick() ? directory.resolve("quick") : directory;
  }

  private int train(Recipe recipe, Settings settings, Interruption interruption)
      throws IOException {
    RunReport files = new RunReport(directory(recipe));
    Path saved = files.directory().resolve(Checkpoints.DIRECTORY);
    interruption.continues(resume ? Checkpoints.latestEpoch(saved) : 0);
    ImageData all = spark.images(options.quick() || recipe.bundledImagesSuffice(settings));
    ImageData images = options.quick() ? all.first(ImageData.BUNDLED) : all;
    Backend backend = Cluster.startBackend();
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = spark.cluster()) {
      int parts =
          shards == null ? defaultShards(recipe, settings, images, cluster.slots()) : shards;
      Map<String, String> conditions =
          new LinkedHashMap<>(
              RunConditions.of(recipe, Engine.DL4J, settings, images, Version.ofCode(), backend));
      conditions.put("--shards", Integer.toString(parts));
      conditions.put("--average-every", Integer.toString(averageEvery));
      Checkpoints checkpoints = new Checkpoints(saved, conditions, resume);
      interruption.began(checkpoints);
      TrainingResult result =
          Trainer.train(
              recipe,
              settings,
              images,
              ProgressDisplay.on(out).training(interruption::check),
              Optional.of(checkpoints),
              (data, outputs) ->
                  new AveragedTraining(
                      cluster,
                      recipe,
                      settings,
                      data.train(),
                      data.classNames().size(),
                      parts,
                      averageEvery));
      files.write(result, backend, spark.dataArguments(), conditions);
      MetricsJson.write(
          Map.of(
              "master",
              cluster.context().master(),
              "spark",
              cluster.context().version(),
              "shards",
              parts,
              "batchPerShard",
              AveragedTraining.batchPerShard(settings, result.data().train().size(), parts),
              "averageEvery",
              averageEvery),
          files.directory().resolve(RunReport.SPARK));
      checkpoints.delete();
      RunSummary.lines(result, files.directory()).forEach(out::println);
    } catch (Exception e) {
      // Spark stops with the JVM, maybe before the training gets to its next step.
      interruption.check();
      throw e;
    }
    return 0;
  }

  /** Says where it is from, since the network depends on it and the command does not name it. */
  private int defaultShards(Recipe recipe, Settings settings, ImageData images, int slots)
      throws IOException {
    Optional<Integer> earlier = resume ? checkpointShards(recipe) : Optional.empty();
    int parts = earlier.orElse(0);
    String origin = "the checkpoint";
    if (earlier.isEmpty()) {
      RecipeData data = recipe.prepare(images, settings);
      int most =
          AveragedTraining.maxShards(recipe, settings, data.train(), data.classNames().size());
      parts = Math.min(slots, most);
      origin = parts == slots ? "the cores of the executors" : "the images of a batch";
    }
    spec.commandLine().getOut().printf("--shards %d, from %s%n", parts, origin);
    return parts;
  }

  private Optional<Integer> checkpointShards(Recipe recipe) throws IOException {
    return Checkpoints.latestCondition(directory(recipe).resolve(Checkpoints.DIRECTORY), "--shards")
        .filter(text -> text.matches("[1-9]\\d{0,8}"))
        .map(Integer::valueOf);
  }
}
