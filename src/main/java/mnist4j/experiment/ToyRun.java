package mnist4j.experiment;

import mnist4j.evaluation.DecisionGrid;

/**
 * A finished run on points of the plane.
 *
 * @param trainAccuracy share of the training points classified rightly, 0 to 1
 * @param testAccuracy share of the test points classified rightly, 0 to 1
 * @param decisions of the network around the points
 */
public record ToyRun(double trainAccuracy, double testAccuracy, DecisionGrid decisions) {}
