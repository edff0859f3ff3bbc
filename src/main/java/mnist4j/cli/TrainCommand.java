package mnist4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.experiment.RunFiles;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.training.Trainer;
import mnist4j.training.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code train RECIPE}. */
@Command(
    name = "train",
    description = "Trains one recipe and writes its model, figures and charts.")
final class TrainCommand implements Callable<Integer> {

  @ParentCommand private Mnist4jCommand root;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Recipe recipe;

  @Mixin private TrainOptions options;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.settings(recipe);
    RunFiles files = new RunFiles(root.out().resolve(recipe.name()));
    ImageData images = root.images(options.quick() || recipe.bundledImagesSuffice(settings));
    Backend backend = root.startBackend();
    TrainingRun run =
        Trainer.train(
            recipe,
            settings,
            options.quick() ? images.first(ImageData.BUNDLED) : images,
            TrainingDisplay.on(spec.commandLine().getOut()));
    files.write(run, backend);
    RunSummary.lines(run, files.directory()).forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
