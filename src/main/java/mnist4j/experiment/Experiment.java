package mnist4j.experiment;

import java.io.IOException;
import java.util.List;

/** One of the documents' comparisons: several trainings, a chart and a table of them. */
public interface Experiment {

  /** The name on the command line and of the output directory. */
  String name();

  /** What is compared, in one line. */
  String description();

  /**
   * Does what is not done yet.
   *
   * @param runs carries out the trainings or has their results
   * @throws IOException if a run's file cannot be read or written
   * @throws mnist4j.recipe.SettingsException if there are too few images
   * @throws mnist4j.training.TrainingException if a loss stops being a number
   */
  List<Part> carryOut(Conditions conditions, FinishedRuns runs) throws IOException;
}
