package mnist4j.cli;

import java.util.ArrayList;
import mnist4j.report.ThresholdBaseline;

/** What {@code train} takes: the recipes and the baseline that precedes the perceptron. */
final class TrainableNames extends ArrayList<String> {

  private static final long serialVersionUID = 1;

  TrainableNames() {
    super(RecipeConverter.names());
    add(ThresholdBaseline.NAME);
  }
}
