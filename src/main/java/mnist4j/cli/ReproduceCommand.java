package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.report.Reproduction;
import mnist4j.report.RunReport;
import mnist4j.training.Engine;
import mnist4j.training.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reproduce [RECIPE…]}. */
@Command(
    name = "reproduce",
    description = "Trains the recipes and ends with the documents' figures beside ours.")
final class ReproduceCommand implements Callable<Integer> {

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..*",
      completionCandidates = RecipeNames.class,
      description = "Any of ${COMPLETION-CANDIDATES}. Default: all, the quickest first.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Recipe> wanted = wanted();
    for (Recipe recipe : wanted) {
      new RunReport(root.out().resolve(recipe.name()));
    }
    boolean bundledSuffice =
        wanted.stream().allMatch(recipe -> recipe.bundledImagesSuffice(recipe.defaults()));
    ImageData images = root.images(bundledSuffice);
    Backend backend = root.startBackend();
    Reproduction reproduction = new Reproduction();
    for (Recipe recipe : wanted) {
      for (Engine engine : Engine.of(recipe)) {
        RunReport files = new RunReport(directory(recipe, engine));
        TrainingResult result =
            engine.train(recipe, recipe.defaults(), images, TrainingDisplay.on(out));
        files.write(result, backend);
        RunSummary.lines(result, files.directory()).forEach(out::println);
        reproduction.add(result, files.directory());
      }
    }
    Path report = reproduction.writeReport(root.out().resolve("report.md"));
    out.println();
    reproduction.table().lines().forEach(out::println);
    out.printf("%nThe same table with the charts: %s%n", report);
    return 0;
  }

  /** Not by picocli's converter: of several names it calls a wrong one merely unmatched. */
  private List<Recipe> wanted() {
    try {
      RecipeConverter converter = new RecipeConverter();
      return names.isEmpty()
          ? Recipes.documented()
          : names.stream().map(converter::convert).toList();
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "RECIPE: " + e.getMessage());
    }
  }

  /** The files from scratch are within the directory of the DL4J ones. */
  private Path directory(Recipe recipe, Engine engine) {
    Path directory = root.out().resolve(recipe.name());
    return engine == Engine.DL4J ? directory : directory.resolve(engine.toString());
  }
}
