package mnist4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.report.FinishedRun;
import mnist4j.report.RunConditions;
import mnist4j.report.RunReport;
import mnist4j.training.Checkpoints;
import mnist4j.training.Engine;
import mnist4j.training.TrainingResult;

/**
 * Trainings of one command, with checkpoints.
 *
 * @param out for progress and results
 * @param images the data set
 * @param dataArguments the command line's options that name the data set; none for MNIST
 * @param backend that trains
 * @param resume whether to continue trainings that were stopped
 * @param interruption that stops a training
 */
record TrainingSession(
    PrintWriter out,
    ImageData images,
    List<String> dataArguments,
    Backend backend,
    boolean resume,
    Interruption interruption) {

  /**
   * The run in a directory if it is finished and was of the same training.
   *
   * @throws IOException if its file cannot be read
   */
  Optional<FinishedRun> finished(Recipe recipe, Engine engine, Settings settings, Path directory)
      throws IOException {
    Optional<FinishedRun> run = FinishedRun.read(directory, conditions(recipe, engine, settings));
    if (run.isPresent()) {
      new Checkpoints(directory.resolve(Checkpoints.DIRECTORY), Map.of(), false).delete();
    }
    return run;
  }

  /**
   * Trains, writes all files of the run, and prints its summary.
   *
   * @throws IOException if a file cannot be written
   */
  FinishedRun train(Recipe recipe, Engine engine, Settings settings, RunReport files)
      throws IOException {
    Path directory = files.directory().resolve(Checkpoints.DIRECTORY);
    Map<String, String> conditions = conditions(recipe, engine, settings);
    mentionCheckpoint(directory);
    Checkpoints checkpoints = new Checkpoints(directory, conditions, resume);
    TrainingResult result =
        engine.train(
            recipe,
            settings,
            images,
            ProgressDisplay.on(out).training(interruption::check),
            Optional.of(checkpoints));
    files.write(result, backend, dataArguments, conditions);
    checkpoints.delete();
    RunSummary.lines(result, files.directory()).forEach(out::println);
    return FinishedRun.of(result, conditions);
  }

  private Map<String, String> conditions(Recipe recipe, Engine engine, Settings settings)
      throws IOException {
    return RunConditions.of(recipe, engine, settings, images, Version.number(), backend);
  }

  private void mentionCheckpoint(Path directory) throws IOException {
    int epoch = Checkpoints.latestEpoch(directory);
    if (!resume && epoch > 0) {
      out.printf(
          "%s has a checkpoint of epoch %d, which is not used and will be replaced; --resume continues it%n",
          directory, epoch);
      out.flush();
    }
  }
}
