package mnist4j.experiment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.experiment.ToyPoints.Point;
import mnist4j.training.EpochMetrics;
import mnist4j.training.Networks;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingProgress;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trains small networks on points of the plane. */
public final class ToyTrainer {

  /** Grid points per side. */
  private static final int GRID = 81;

  /** Distance from the outermost points to the edge of the grid. */
  private static final double BORDER = 0.25;

  /**
   * A finished training on points of the plane.
   *
   * @param trainAccuracy share of the training points classified correctly, 0 to 1
   * @param testAccuracy share of the test points classified correctly, 0 to 1
   * @param decisions the network's outputs on a grid around the training points
   */
  public record ToyRun(double trainAccuracy, double testAccuracy, DecisionGrid decisions)
      implements Trial.Result {

    /**
     * @throws NullPointerException if the decisions are missing, as in a damaged file
     */
    public ToyRun {
      requireNonNull(decisions);
    }
  }

  private ToyTrainer() {}

  /**
   * Trains from fresh weights, then evaluates the network on the points and on a grid around them.
   * {@code progress} sees the whole training as one epoch.
   *
   * @throws TrainingException if the loss or a parameter is no longer a finite number
   */
  public static ToyRun train(
      ToyRecipe recipe, ToyPoints train, ToyPoints test, TrainingProgress progress) {
    MultiLayerNetwork network = Networks.fresh(recipe.network());
    fit(network, recipe, train, progress);
    double trainAccuracy = accuracy(network, train);
    return new ToyRun(trainAccuracy, accuracy(network, test), decisions(network, train));
  }

  private static void fit(
      MultiLayerNetwork network, ToyRecipe recipe, ToyPoints train, TrainingProgress progress) {
    DataSet points = new DataSet(train.features(), train.oneHot());
    EpochMetrics metrics = Networks.measure(network, progress, recipe.learningRate());
    progress.started("points", 1, recipe.steps());
    try {
      long start = System.nanoTime();
      for (int step = 0; step < recipe.steps(); step++) {
        network.fit(points);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      progress.epochLogged(1, seconds, metrics.loss(), metrics.accuracy(), Optional.empty());
    } finally {
      progress.ended();
    }
    network.setListeners();
  }

  private static double accuracy(MultiLayerNetwork network, ToyPoints points) {
    int[] decided = network.predict(points.features());
    List<Point> all = points.points();
    int right = 0;
    for (int i = 0; i < decided.length; i++) {
      right += decided[i] == all.get(i).label() ? 1 : 0;
    }
    return (double) right / decided.length;
  }

  /** A square grid with the points in the middle, so that both axes have the same scale. */
  private static DecisionGrid decisions(MultiLayerNetwork network, ToyPoints points) {
    double[] x = range(points, Point::x);
    double[] y = range(points, Point::y);
    double half = Math.max(x[1] - x[0], y[1] - y[0]) / 2 + BORDER;
    double left = (x[0] + x[1]) / 2 - half;
    double bottom = (y[0] + y[1]) / 2 - half;
    float[][] places = new float[GRID * GRID][];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          new float[] {
            (float) (left + 2 * half * (i % GRID) / (GRID - 1)),
            (float) (bottom + 2 * half * (i / GRID) / (GRID - 1))
          };
    }
    INDArray second = network.output(Nd4j.createFromArray(places)).getColumn(1).dup();
    return new DecisionGrid(
        left,
        left + 2 * half,
        bottom,
        bottom + 2 * half,
        second.reshape(GRID, GRID).toDoubleMatrix());
  }

  private static double[] range(ToyPoints points, ToDoubleFunction<Point> coordinate) {
    var values = points.points().stream().mapToDouble(coordinate).summaryStatistics();
    return new double[] {values.getMin(), values.getMax()};
  }
}
