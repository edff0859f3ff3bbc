package mnist4j.experiment;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One of the documents' comparisons: several training runs in one chart and one table. */
public interface Experiment {

  /** Every experiment, in the order of help texts. */
  static List<Experiment> all() {
    return List.of(
        new HiddenUnits(),
        new L2Strength(),
        new Overfitting(),
        CnnTuning.depth(),
        CnnTuning.learningRate(),
        CnnTuning.batchSize(),
        CnnTuning.optimizer(),
        CnnTuning.activation());
  }

  /** The experiment of that name. */
  static Optional<Experiment> named(String name) {
    return all().stream().filter(experiment -> experiment.name().equals(name)).findFirst();
  }

  /** The name on the command line and of the output directory. */
  String name();

  /** What is compared, in one line. */
  String description();

  /** All trials, of which {@link #run} compares the results. */
  List<Trial<?>> trials(ExperimentSetup setup);

  /**
   * Runs the trials without a cached result and compares all of them.
   *
   * @param cache runs the trials or has their results
   * @throws IOException if a cached result cannot be read or written
   * @throws mnist4j.recipe.SettingsException if there are too few images
   * @throws mnist4j.training.TrainingException if a loss stops being a number
   */
  List<ExperimentResult> run(ExperimentSetup setup, RunCache cache) throws IOException;
}
