package mnist4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.RunCache;
import mnist4j.recipe.SettingsException;
import mnist4j.training.TrainingException;

/**
 * What every task of a sweep needs, sent to each executor once.
 *
 * @param images that the trainings share
 * @param quick whether they take few steps on few images
 * @param seeds trainings of each variant on digits
 * @param environmentKey of the setup
 * @param imagesKey of the setup
 * @param experiment the name of an experiment, or a {@link Grid}
 */
record SweepJob(
    SharedImages images,
    boolean quick,
    int seeds,
    List<String> environmentKey,
    String imagesKey,
    Serializable experiment)
    implements Serializable {

  /**
   * A training that has ended.
   *
   * @param trial its position among the experiment's trials
   * @param content of the cache's file; empty if it failed
   * @param failure what a repetition would only find again, in one line; empty if it did not fail
   */
  record Outcome(int trial, byte[] content, String failure) implements Serializable {}

  static SweepJob of(ExperimentSetup setup, Experiment experiment) {
    return new SweepJob(
        SharedImages.of(setup.images()),
        setup.quick(),
        setup.seeds(),
        setup.environmentKey(),
        setup.imagesKey(),
        experiment instanceof Grid grid ? grid : experiment.name());
  }

  /** Runs one of the experiment's trials in this process. */
  Outcome run(int trial) throws IOException {
    Cluster.startBackend();
    ExperimentSetup setup =
        new ExperimentSetup(images.toImageData(), quick, seeds, environmentKey, imagesKey);
    try {
      return new Outcome(trial, RunCache.run(named().trials(setup).get(trial)), "");
    } catch (TrainingException | SettingsException e) {
      return new Outcome(trial, new byte[0], e.getMessage());
    }
  }

  private Experiment named() {
    return experiment instanceof Grid grid
        ? grid
        : Experiment.named((String) experiment).orElseThrow();
  }
}
