package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mnist4j.experiment.ToyPoints.Point;

/**
 * Two curves that no straight line tells apart, as many points on each, about the origin. The same
 * seed gives the same points.
 */
public final class TwoCurves {

  private static final double TURNS = 1.1;
  private static final double INNERMOST = 0.2;
  private static final double OUTERMOST = 1.6;

  /** A place on the first curve, or by point reflection at the origin on the second. */
  private interface Curve {
    double[] at(double share);
  }

  private TwoCurves() {}

  /**
   * Two half circles of radius 1, each with an end inside the other. They span 3 in width and 1.5
   * in height.
   *
   * @param perClass points of each class, at least 1
   * @param noise standard deviation of the normal deviates added to both coordinates
   */
  public static ToyPoints moons(int perClass, double noise, long seed) {
    return draw(
        share -> new double[] {Math.cos(Math.PI * share) - 0.5, Math.sin(Math.PI * share) - 0.25},
        perClass,
        noise,
        seed);
  }

  /**
   * Two spirals of 1.1 turns around each other, from radius 0.2 to 1.6.
   *
   * @param perClass points of each class, at least 1
   * @param noise standard deviation of the normal deviates added to both coordinates
   */
  public static ToyPoints spirals(int perClass, double noise, long seed) {
    return draw(TwoCurves::spiral, perClass, noise, seed);
  }

  private static double[] spiral(double share) {
    double angle = 2 * Math.PI * TURNS * share;
    double radius = INNERMOST + (OUTERMOST - INNERMOST) * share;
    return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
  }

  private static ToyPoints draw(Curve curve, int perClass, double noise, long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < perClass; i++) {
      double[] place = curve.at((i + 0.5) / perClass);
      for (int label = 0; label < ToyPoints.CLASSES; label++) {
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
}
