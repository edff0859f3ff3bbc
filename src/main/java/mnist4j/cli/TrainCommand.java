package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.report.RunLock;
import mnist4j.report.RunReport;
import mnist4j.report.ThresholdBaseline;
import mnist4j.training.Checkpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code train RECIPE}. */
@Command(
    name = "train",
    description = "Trains one recipe and writes its model, figures and charts.")
final class TrainCommand implements Callable<Integer> {

  /** The recipes and the baseline that precedes the perceptron. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name;

  @Mixin private TrainOptions options;

  @Option(
      names = "--resume",
      description =
          "Continues after the last checkpoint of a training with the same settings that was stopped.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    if (name.equals(ThresholdBaseline.NAME)) {
      TrainOptions.expectThresholdOptions(spec.commandLine().getParseResult());
      try (Interruption interruption = new Interruption(spec, "start again with")) {
        return RunLock.holding(directory(), () -> learnThreshold(interruption));
      }
    }
    Recipe recipe =
        Recipes.named(name).orElseThrow(() -> Failures.unknownName(spec, "RECIPE", name, names()));
    Settings settings = options.settings(recipe);
    options.engine().requireFor(recipe);
    Path directory = directory();
    try (Interruption interruption =
        new Interruption(spec, epoch -> Interruption.remedy(spec, epoch))) {
      return RunLock.holding(directory, () -> train(recipe, settings, interruption));
    }
  }

  private static List<String> names() {
    return Stream.concat(
            Recipes.all().stream().map(Recipe::name), Stream.of(ThresholdBaseline.NAME))
        .toList();
  }

  private int train(Recipe recipe, Settings settings, Interruption interruption)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path checkpoints = directory().resolve(Checkpoints.DIRECTORY);
    if (resume) {
      int epoch = Checkpoints.latestEpoch(checkpoints);
      interruption.continues(epoch);
      if (epoch == 0) {
        out.printf("%s has no checkpoint; the training starts from the beginning%n", checkpoints);
      }
    }
    Mnist4jCommand.Prepared prepared =
        root.prepare(options.quick() || recipe.bundledImagesSuffice(settings));
    new TrainingSession(
            out,
            part(prepared.images()),
            root.data().arguments(),
            prepared.backend(),
            resume,
            interruption)
        .train(recipe, options.engine(), settings, new RunReport(directory()));
    return 0;
  }

  private int learnThreshold(Interruption interruption) throws IOException {
    RunReport files = new RunReport(directory());
    ThresholdBaseline baseline =
        ThresholdBaseline.learn(
            part(root.data().images(options.quick())), options.digits(), options.limit());
    interruption.check();
    baseline.write(files);
    RunSummary.lines(baseline, files.directory()).forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  /** A quick run has a directory of its own, so that it replaces nothing. */
  private Path directory() {
    Path directory = root.out().resolve(name);
    return options.quick() ? directory.resolve("quick") : directory;
  }

  private ImageData part(ImageData images) {
    return options.quick() ? images.first(ImageData.BUNDLED) : images;
  }
}
