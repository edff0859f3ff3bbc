package mnist4j.cli;

import java.util.ArrayList;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.Experiments;

/** The experiments' names, for help texts and shell completion. */
final class ExperimentNames extends ArrayList<String> {

  private static final long serialVersionUID = 1;

  ExperimentNames() {
    Experiments.all().stream().map(Experiment::name).forEach(this::add);
  }
}
