package mnist4j.experiment;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Points of the plane in two classes.
 *
 * @param points in any order, at least one
 */
public record ToyPoints(List<Point> points) {

  /** Classes there are. */
  public static final int CLASSES = 2;

  /**
   * One point.
   *
   * @param x to the right
   * @param y upwards
   * @param label its class, 0 or 1
   */
  public record Point(double x, double y, int label) {}

  /** Copies the list. */
  public ToyPoints {
    points = List.copyOf(points);
  }

  /** The coordinates as {@code [n, 2]}, float32. */
  public INDArray features() {
    return Nd4j.createFromArray(
        points.stream()
            .map(point -> new float[] {(float) point.x, (float) point.y})
            .toArray(float[][]::new));
  }

  /** The labels one-hot, {@code [n, 2]}, float32. */
  public INDArray oneHot() {
    return Nd4j.createFromArray(
        points.stream()
            .map(point -> new float[] {1 - point.label, point.label})
            .toArray(float[][]::new));
  }
}
