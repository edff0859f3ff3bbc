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
   * The run in a directory if it is finished and was of the same training. Of another one, a line
   * says what differs.
   *
   * @throws IOException if its file cannot be read
   */
  Optional<FinishedRun> finished(Recipe recipe, Engine engine, Settings settings, Path directory)
      throws IOException {
    Map<String, String> conditions = conditions(recipe, engine, settings);
    Optional<FinishedRun> run = FinishedRun.read(directory);
    Optional<String> difference =
        run.flatMap(found -> Checkpoints.difference(found.conditions(), conditions));
    if (difference.isPresent()) {
      out.printf(
          "%s has a finished run under other conditions (%s), which will be replaced%n",
          directory, difference.get());
      out.flush();
      return Optional.empty();
    }
    Checkpoints left = checkpoints(directory, conditions);
    // Others are of a training that may be continued yet.
    if (run.isPresent() && left.continuableEpoch() > 0) {
      left.delete();
    }
    return run;
  }

  /**
   * The same session, but one that continues no checkpoint where the newest is of a training with
   * other settings than the recipe's defaults.
   *
   * @throws IOException if the directory of the checkpoints cannot be read
   */
  TrainingSession orAfresh(Recipe recipe, Engine engine, Path directory) throws IOException {
    Checkpoints found = checkpoints(directory, conditions(recipe, engine, recipe.defaults()));
    return new TrainingSession(
        out, images, dataArguments, backend, resume && found.continuableEpoch() > 0, interruption);
  }

  /**
   * Trains, writes all files of the run, and prints its summary.
   *
   * @throws IOException if a file cannot be written
   */
  FinishedRun train(Recipe recipe, Engine engine, Settings settings, RunReport files)
      throws IOException {
    Map<String, String> conditions = conditions(recipe, engine, settings);
    Checkpoints checkpoints = checkpoints(files.directory(), conditions);
    interruption.began(checkpoints);
    mentionCheckpoint(files.directory(), checkpoints);
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
    return RunConditions.of(recipe, engine, settings, images, Version.ofCode(), backend);
  }

  private Checkpoints checkpoints(Path run, Map<String, String> conditions) {
    return new Checkpoints(run.resolve(Checkpoints.DIRECTORY), conditions, resume);
  }

  private void mentionCheckpoint(Path run, Checkpoints checkpoints) throws IOException {
    Path directory = run.resolve(Checkpoints.DIRECTORY);
    int epoch = Checkpoints.latestEpoch(directory);
    if (!resume && epoch > 0) {
      String what =
          checkpoints.continuableEpoch() > 0
              ? ", which is not used and will be replaced; --resume continues it"
              : checkpoints
                  .difference()
                  .map(" under other conditions (%s), which will be replaced"::formatted)
                  .orElse(" that is damaged and will be replaced");
      out.printf("%s has a checkpoint of epoch %d%s%n", directory, epoch, what);
      out.flush();
    }
  }
}
