package mnist4j.experiment;

import java.util.List;
import java.util.Optional;

/** The experiments the program knows. */
public final class Experiments {

  private static final List<Experiment> ALL =
      List.of(
          new HiddenUnits(),
          new L2Strength(),
          new Overfitting(),
          CnnTuning.depth(),
          CnnTuning.learningRate(),
          CnnTuning.batchSize(),
          CnnTuning.optimizer(),
          CnnTuning.activation());

  private Experiments() {}

  /** Every experiment. */
  public static List<Experiment> all() {
    return ALL;
  }

  /** The experiment of that name. */
  public static Optional<Experiment> named(String name) {
    return ALL.stream().filter(experiment -> experiment.name().equals(name)).findFirst();
  }
}
