package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mnist4j.data.AtomicFile;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.ScratchTwin;
import mnist4j.recipe.SettingsException;
import mnist4j.report.FinishedRun;
import mnist4j.report.Reproduction;
import mnist4j.report.RunLock;
import mnist4j.report.RunReport;
import mnist4j.training.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code reproduce [RECIPE…]}. */
@Command(
    name = "reproduce",
    description = "Trains the recipes and compares the results with the documents' figures.")
final class ReproduceCommand implements Callable<Integer> {

  /** The recipes. */
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
      arity = "0..*",
      completionCandidates = Names.class,
      description =
          "Any of ${COMPLETION-CANDIDATES}. Default: all that have a document, the quickest first.")
  private List<String> wanted = List.of();

  @Option(
      names = "--resume",
      description =
          "Keeps the recipes that are finished with the same settings and continues the one that was stopped.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    List<Recipe> recipes = recipes();
    List<Path> directories =
        recipes.stream().map(recipe -> directory(recipe, Engine.DL4J)).distinct().toList();
    try (Interruption interruption = new Interruption(spec, "to continue", "--resume")) {
      return RunLock.holding(directories, () -> reproduce(recipes, interruption));
    }
  }

  private int reproduce(List<Recipe> recipes, Interruption interruption) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path report = root.out().resolve("report.md");
    Reproduction.requireOwn(report);
    boolean bundledSuffice =
        recipes.stream().allMatch(recipe -> recipe.bundledImagesSuffice(recipe.defaults()));
    Mnist4jCommand.Prepared prepared = root.prepare(bundledSuffice);
    TrainingSession session =
        new TrainingSession(
            out,
            prepared.images(),
            root.data().arguments(),
            prepared.backend(),
            resume,
            interruption);
    Reproduction reproduction = new Reproduction(prepared.images());
    for (Recipe recipe : fitting(recipes, prepared.images())) {
      for (Engine engine : engines(recipe, prepared.images())) {
        RunReport files = new RunReport(directory(recipe, engine));
        reproduction.add(recipe, run(session, recipe, engine, files), files.directory());
      }
    }
    AtomicFile.deleteOldLeftovers(root.out());
    reproduction.writeReport(report);
    out.println();
    reproduction.table().lines().forEach(out::println);
    reproduction.otherData().ifPresent(out::println);
    out.printf("%nThe same table with the charts: %s%n", report);
    return 0;
  }

  /** Without the recipes that do not take the data set, unless they were asked for by name. */
  private List<Recipe> fitting(List<Recipe> recipes, ImageData images) {
    List<Recipe> fitting = new ArrayList<>();
    for (Recipe recipe : recipes) {
      try {
        recipe.prepare(images, recipe.defaults());
        fitting.add(recipe);
      } catch (SettingsException e) {
        if (!wanted.isEmpty()) {
          throw e;
        }
        Failures.warn(spec, "%s is left out: %s".formatted(recipe.name(), e.problem()));
      }
    }
    return fitting;
  }

  /** Without the document's own code where that does not take the classes of the data set. */
  private List<Engine> engines(Recipe recipe, ImageData images) {
    int classes = images.classNames().size();
    Optional<ScratchTwin> tooNarrow = recipe.scratchTwin().filter(twin -> !twin.takes(classes));
    tooNarrow.ifPresent(
        twin ->
            Failures.warn(
                spec,
                "%s by hand is left out, since the document's code takes %d classes and the data set has %d"
                    .formatted(recipe.name(), twin.classes().orElseThrow(), classes)));
    return tooNarrow.isPresent() ? List.of(Engine.DL4J) : Engine.of(recipe);
  }

  private FinishedRun run(TrainingSession session, Recipe recipe, Engine engine, RunReport files)
      throws IOException {
    Optional<FinishedRun> finished =
        resume
            ? session.finished(recipe, engine, recipe.defaults(), files.directory())
            : Optional.empty();
    if (finished.isEmpty()) {
      return session
          .orAfresh(recipe, engine, files.directory())
          .train(recipe, engine, recipe.defaults(), files);
    }
    spec.commandLine()
        .getOut()
        .printf("%s is finished, in %s%n", finished.get().label(), files.directory());
    return finished.get();
  }

  /** Converted here because picocli reports one wrong name among several as unmatched. */
  private List<Recipe> recipes() {
    return wanted.isEmpty()
        ? Recipes.documented()
        : wanted.stream().distinct().map(this::recipe).toList();
  }

  private Recipe recipe(String name) {
    return Recipes.named(name)
        .orElseThrow(() -> Failures.unknownName(spec, "RECIPE", name, names()));
  }

  static List<String> names() {
    return Recipes.all().stream().map(Recipe::name).toList();
  }

  /** Files of the scratch engine go into a subdirectory of the DL4J run's. */
  private Path directory(Recipe recipe, Engine engine) {
    Path directory = root.out().resolve(recipe.name());
    return engine == Engine.DL4J ? directory : directory.resolve(engine.toString());
  }
}
