package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Points of the plane in two classes. The generators place each class on a curve that no straight
 * line separates from the other class's curve; the same seed gives the same points.
 *
 * @param points in any order, at least one
 */
public record ToyPoints(List<Point> points) {

  static final int CLASSES = 2;

  private static final double TURNS = 1.1;
  private static final double INNER_RADIUS = 0.2;
  private static final double OUTER_RADIUS = 1.6;

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

  /**
   * Two half circles of radius 1, each with one end inside the other. They span 3 in width and 1.5
   * in height.
   *
   * @param perClass points of each class, at least 1
   * @param noise standard deviation of the normal noise on both coordinates
   */
  public static ToyPoints moons(int perClass, double noise, long seed) {
    return onCurve(
        share -> new double[] {Math.cos(Math.PI * share) - 0.5, Math.sin(Math.PI * share) - 0.25},
        perClass,
        noise,
        seed);
  }

  /**
   * Two spirals of 1.1 turns around each other, from radius 0.2 to 1.6.
   *
   * @param perClass points of each class, at least 1
   * @param noise standard deviation of the normal noise on both coordinates
   */
  public static ToyPoints spirals(int perClass, double noise, long seed) {
    return onCurve(
        share -> {
          double angle = 2 * Math.PI * TURNS * share;
          double radius = INNER_RADIUS + (OUTER_RADIUS - INNER_RADIUS) * share;
          return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        },
        perClass,
        noise,
        seed);
  }

  /** Class 0 lies on the curve, class 1 on its point reflection at the origin. */
  private static ToyPoints onCurve(
      DoubleFunction<double[]> curve, int perClass, double noise, long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < perClass; i++) {
      double[] place = curve.apply((i + 0.5) / perClass);
      for (int label = 0; label < CLASSES; label++) {
        double side = label == 0 ? 1 : -1;
        points.add(
            new Point(
                side * place[0] + noise * random.nextGaussian(),
                side * place[1] + noise * random.nextGaussian(),
                label));
      }
    }
    return new ToyPoints(points);
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
