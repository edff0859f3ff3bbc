package mnist4j.data;

import java.util.SplittableRandom;

/**
 * A smooth random displacement of the pixels of an image, as an unsteady hand would displace them
 * (Simard, Steinkraus and Platt, 2003). They blur a random displacement of each pixel with a
 * Gaussian of a standard deviation of 4 px. Here a uniform cubic B-spline runs through random
 * displacements 7 px apart, which is a blur of the same width, 7/√3 px, for a tenth of the work.
 *
 * @param pixels root mean square of the displacement in each of the two directions, at least 0
 * @param seed decides the displacement
 */
public record ElasticDistortion(double pixels, long seed) {

  /** Displaces nothing. */
  public static final ElasticDistortion NONE = new ElasticDistortion(0, 0);

  /** Distance between two control points in pixels. */
  private static final int SPACING = 7;

  /** Control points that a cubic spline depends on at each place. */
  private static final int ORDER = 4;

  /**
   * Root mean square of the spline in two dimensions through independent control points, uniform in
   * [-1, 1): 1/√3 for the control points times 151/315, the integral of the squared cubic B-spline,
   * for each dimension's square root.
   */
  private static final double UNIT = 151.0 / 315 / Math.sqrt(3);

  private static final float[][] WEIGHTS = weights();

  /**
   * @throws IllegalArgumentException unless the displacement is 0 or a finite value above
   */
  public ElasticDistortion {
    if (!(pixels >= 0 && pixels < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a displacement of %s, expected 0 or above".formatted(pixels));
    }
  }

  /** Those of the control points around a pixel, by the pixel's distance from the second. */
  private static float[][] weights() {
    float[][] weights = new float[SPACING][];
    for (int i = 0; i < SPACING; i++) {
      double t = (double) i / SPACING;
      double u = 1 - t;
      weights[i] =
          new float[] {
            (float) (u * u * u / 6),
            (float) ((3 * t * t * t - 6 * t * t + 4) / 6),
            (float) ((3 * u * u * u - 6 * u * u + 4) / 6),
            (float) (t * t * t / 6)
          };
    }
    return weights;
  }

  /**
   * The displacement of every pixel in pixels, row by row.
   *
   * @return to the right and down, {@code [2, rows * columns]}
   */
  float[][] displacements(int rows, int columns) {
    if (pixels == 0) {
      return new float[2][rows * columns];
    }
    SplittableRandom random = new SplittableRandom(seed);
    return new float[][] {spline(random, rows, columns), spline(random, rows, columns)};
  }

  private float[] spline(SplittableRandom random, int rows, int columns) {
    double limit = pixels / UNIT;
    int gridRows = (rows - 1) / SPACING + ORDER;
    int gridColumns = (columns - 1) / SPACING + ORDER;
    float[] grid = new float[gridRows * gridColumns];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) random.nextDouble(-limit, limit);
    }
    float[] acrossRows = new float[gridRows * columns];
    for (int row = 0; row < gridRows; row++) {
      for (int column = 0; column < columns; column++) {
        float[] weight = WEIGHTS[column % SPACING];
        int first = row * gridColumns + column / SPACING;
        acrossRows[row * columns + column] =
            weight[0] * grid[first]
                + weight[1] * grid[first + 1]
                + weight[2] * grid[first + 2]
                + weight[3] * grid[first + 3];
      }
    }
    float[] spline = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      float[] weight = WEIGHTS[row % SPACING];
      int first = row / SPACING * columns;
      for (int column = 0; column < columns; column++) {
        int above = first + column;
        spline[row * columns + column] =
            weight[0] * acrossRows[above]
                + weight[1] * acrossRows[above + columns]
                + weight[2] * acrossRows[above + 2 * columns]
                + weight[3] * acrossRows[above + 3 * columns];
      }
    }
    return spline;
  }
}
