import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Marks, letters and things as hands draw them, which no digit looks like.
 *
 * <p>A mark is one or more strokes, divided by {@code |}, through points {@code x,y} of a square
 * that is 10 wide; one that begins with {@code ~} is smooth.
 */
final class Sketches {

  /** Of a tick, the short arm has at least a third of the long one's length: others are a 1. */
  static final List<String> MARKS =
      List.of(
          "0,5 10,5|7,2 10,5 7,8",
          "0,5 10,5|6,1.5 10,5 6,8.5",
          "0,5 10,5|7.5,2 10,5 7.5,8|2.5,2 0,5 2.5,8",
          "0,5 9,5|7,2 10,5 7,8 7,2",
          "~0,9 1,4 5,2 9.5,3.5|6.5,1 9.5,3.5 6.5,6.5",
          "5,10 5,0|2,3 5,0 8,3",
          "5,0 5,10|2,7 5,10 8,7",
          "0,6 3.5,10 10,0",
          "0,5 3,9 10,2",
          "1,5 4,10 8,0",
          "~0,5 2,8 3.5,9.5 6,5 10,0",
          "0,0 10,10|10,0 0,10",
          "5,0 5,10|0,5 10,5",
          "5,0 5,10|1,2.5 9,7.5|1,7.5 9,2.5",
          "5,0 5,10|0,5 10,5|1.5,1.5 8.5,8.5|8.5,1.5 1.5,8.5",
          "2,10 5,0 8,10 0,4 10,4 2,10",
          "5,0 6.2,3.8 10,3.8 7,6.2 8,10 5,7.7 2,10 3,6.2 0,3.8 3.8,3.8 5,0",
          "3.5,0 2.5,10|7.5,0 6.5,10|0,3.3 10,3.3|0,6.7 10,6.7",
          "1,0 1,10|5,0 5,10|9,0 9,10|0,8 10,2",
          "1,0 1,10|3.7,0 3.7,10|6.3,0 6.3,10|9,0 9,10",
          "1,0 1,10|3.7,0 3.7,10|6.3,0 6.3,10|9,0 9,10|0,8 10,2",
          "0,3 10,3|0,7 10,7|7,0 3,10",
          "0,1 10,1|0,5 10,5|0,9 10,9");

  /** Without letters that a digit may look like, once drawn in a hurry: a Y is a 4, a U a 0. */
  static final List<String> LETTERS_AND_THINGS =
      List.of(
          "0,10 5,0 10,10|2,6 8,6",
          "9,0 0,0 0,10 9,10|0,5 8,5",
          "9,0 0,0 0,10|0,5 8,5",
          "0,0 0,10|9,0 9,10|0,5 9,5",
          "0,0 0,10|9,0 0,5.5 9,10",
          "0,0 0,10 7,10",
          "0,10 1,0 5,7 9,0 10,10",
          "0,10 0,0 9,10 9,0",
          "0,10 0,0|~0,0 7,0 9,2.5 6,5 0,5|3,5 9,10",
          "0,0 10,0|5,0 5,10",
          "0,0 5,10 10,0",
          "0,0 2.5,10 5,3 7.5,10 10,0",
          "~0,2 0,10 0,3 2,1 4,3 4,10 4,3 7,1 9,3 9,10",
          "~0,2 0,10 0,4 3,1 7,2 8,5 8,10",
          "0,0 10,10|10,0 0,10|2,5 8,5",
          "8,0 0,5 8,10",
          "0,10 5,0 10,10",
          "0,4 5,0 10,4|1,4 1,10 9,10 9,4|4,10 4,6.5 6,6.5 6,10",
          "0,4.5 5,0 10,4.5 0,4.5|1,4.5 1,10 9,10 9,4.5",
          "~5,3 3,-1 -1,2 1,6 5,10|~5,3 7,-1 11,2 9,6 5,10",
          "~5,0 7,1.5 5,3.3 3,1.5 5,0|5,3 5,7|1.5,4.5 8.5,4.5|5,7 2,10|5,7 8,10",
          "5,0 1,4 9,4 5,0|5,3 0,8 10,8 5,3|5,8 5,10",
          "5,10 5,4|5,7 1,4|5,6 9,3|5,4 3,0|5,4 7,0",
          "~10,2 6,7 2,8 0,5 2,2 6,3 10,8|10,2 10,8",
          "0,7 2,10 8,10 10,7 0,7|5,7 5,0 9,5 5,6",
          "1,3 2,10 7,10 8,3 1,3|~8,4 11,4 11,8 7.5,8",
          "~0,5 1,1 5,0 9,1 10,5|0,5 10,5|5,0 5,8|~5,8 5,10 3,10 3,8.5",
          "2,0 2,10|8,0 8,10|2,2 8,2|2,5 8,5|2,8 8,8",
          "0,2 10,2 10,9 0,9 0,2|0,2 5,6 10,2",
          "0,2 2.5,6 5,1 7.5,6 10,2 9,10 1,10 0,2",
          "0,0 10,0 10,10 0,10 0,0|0,0 10,10|10,0 0,10",
          "0,0 10,0 10,10 0,10 0,0|5,0 5,10|0,5 10,5",
          "5,4 2,1|5,4 8,1|5,4 1,5|5,4 9,5|5,4 5,10",
          "0,10 3,3 5,6 7,1 10,10",
          "~0,6 2,2 4,4 5,1 8,2 10,4 9,7 6,8 3,8 0,6|3,9 2,11|6,9 5,11");

  private static final double SIDE = 10;

  private static final double MOST_TURNED = 20;

  /** How far a straight stroke bends, in deviations from its points. */
  private static final double BEND = 0.6;

  private Sketches() {}

  /** One of the marks, about in the middle of a square. */
  static void draw(Graphics2D graphics, Random random, double side, List<String> marks) {
    String mark = marks.get(random.nextInt(marks.size()));
    AffineTransform placed = AffineTransform.getTranslateInstance(side / 2, side / 2);
    placed.rotate(Math.toRadians((2 * random.nextDouble() - 1) * MOST_TURNED));
    placed.shear(0.4 * random.nextDouble() - 0.2, 0);
    double size = (0.5 + 0.25 * random.nextDouble()) * side / SIDE;
    placed.scale(size * (0.6 + 0.5 * random.nextDouble()), size);
    placed.translate(-SIDE / 2, -SIDE / 2);
    graphics.setStroke(
        new BasicStroke(
            (float) (side * (0.025 + 0.1 * random.nextDouble())),
            BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND));
    double shake = 0.2 + 0.4 * random.nextDouble();
    for (String stroke : mark.split("\\|")) {
      graphics.draw(placed.createTransformedShape(path(stroke, random, shake)));
    }
  }

  /**
   * A stroke that misses its points by a little.
   *
   * @param shake standard deviation from the points
   */
  private static Path2D path(String stroke, Random random, double shake) {
    boolean smooth = stroke.startsWith("~");
    List<Point2D> points =
        Arrays.stream(stroke.substring(smooth ? 1 : 0).split(" "))
            .map(point -> shaken(point(point), random, shake))
            .toList();
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).getX(), points.get(0).getY());
    for (int i = 1; i < points.size(); i++) {
      Point2D from = points.get(i - 1);
      Point2D to = points.get(i);
      Point2D one = shaken(moved(from, 1 / 3.0, from, to), random, BEND * shake);
      Point2D other = shaken(moved(to, 1 / 3.0, to, from), random, BEND * shake);
      if (smooth) {
        // Towards the points beside: a spline (Catmull and Rom, 1974).
        one = moved(from, 1 / 6.0, points.get(Math.max(0, i - 2)), to);
        other = moved(to, 1 / 6.0, points.get(Math.min(points.size() - 1, i + 1)), from);
      }
      path.curveTo(one.getX(), one.getY(), other.getX(), other.getY(), to.getX(), to.getY());
    }
    return path;
  }

  private static Point2D point(String text) {
    String[] parts = text.split(",");
    return new Point2D.Double(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
  }

  private static Point2D shaken(Point2D point, Random random, double by) {
    return new Point2D.Double(
        point.getX() + by * random.nextGaussian(), point.getY() + by * random.nextGaussian());
  }

  /** A point, moved by a share of the way from one to another. */
  private static Point2D moved(Point2D point, double share, Point2D from, Point2D to) {
    return new Point2D.Double(
        point.getX() + share * (to.getX() - from.getX()),
        point.getY() + share * (to.getY() - from.getY()));
  }
}
