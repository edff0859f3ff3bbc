package mnist4j.data;

/**
 * Another pen for the strokes of an image: blurred and cut at a threshold, which makes them thinner
 * or thicker; and perhaps seen through a coarse grid, as the digits of small pictures are once they
 * have been enlarged.
 *
 * @param threshold share of the full grey value at which the blurred image is cut, in [1/8, 1): the
 *     lower, the thicker; 0 for the strokes as they are
 * @param cell side of the grid's cells in pixels, at least 1; 0 for no grid
 * @param right shift of the grid in cells, in [0, 1)
 * @param down shift of the grid in cells, in [0, 1)
 */
public record Pen(double threshold, double cell, double right, double down) {

  /** The strokes as they are. */
  public static final Pen SAME = new Pen(0);

  private static final int FULL = 255;

  /** Grey values of the result for one of the blurred image, where a stroke ends. */
  private static final float STEEPNESS = 4;

  /** A lower one would paint blank paper grey. */
  private static final double MIN_THRESHOLD = 0.5 / STEEPNESS;

  /** As many as a small picture gets when it is enlarged. */
  private static final int CORRECTIONS = 3;

  /** No grid. */
  public Pen(double threshold) {
    this(threshold, 0, 0, 0);
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Pen {
    if (threshold != 0 && !(threshold >= MIN_THRESHOLD && threshold < 1)
        || cell != 0 && !(cell >= 1)
        || !(right >= 0 && right < 1)
        || !(down >= 0 && down < 1)) {
      throw new IllegalArgumentException(
          "a pen of %s, %s, %s, %s; expected a threshold of 0 or in [1/8, 1), a cell of 0 or at least 1, shifts in [0, 1)"
              .formatted(threshold, cell, right, down));
    }
  }

  /**
   * The strokes of an image, drawn with this pen.
   *
   * @param image grey values 0 to 255, {@code [rows * columns]}, with zeros along the border
   * @return of the same size, with zeros along the border
   */
  float[] drawn(float[] image, int rows, int columns) {
    if (threshold == 0) {
      return image;
    }
    float[] blurred = blurred(blurred(image, rows, columns), rows, columns);
    float[] strokes = new float[image.length];
    float cut = (float) threshold * FULL;
    for (int row = 1; row < rows - 1; row++) {
      for (int column = 1; column < columns - 1; column++) {
        int pixel = row * columns + column;
        strokes[pixel] = grey(STEEPNESS * (blurred[pixel] - cut) + FULL / 2f);
      }
    }
    return cell == 0 ? strokes : throughGrid(strokes, rows, columns);
  }

  /** By the binomial of three by three pixels. */
  private static float[] blurred(float[] image, int rows, int columns) {
    float[] blurred = new float[image.length];
    for (int row = 1; row < rows - 1; row++) {
      for (int column = 1; column < columns - 1; column++) {
        int pixel = row * columns + column;
        blurred[pixel] =
            (across(image, pixel - columns)
                    + 2 * across(image, pixel)
                    + across(image, pixel + columns))
                / 16;
      }
    }
    return blurred;
  }

  private static float across(float[] image, int pixel) {
    return image[pixel - 1] + 2 * image[pixel] + image[pixel + 1];
  }

  /**
   * The means of the grid's cells, linear between their centres, corrected so that what is seen has
   * nearly the same means (back-projection, Irani and Peleg, "Improving resolution by image
   * registration", 1991), and as bright as can be.
   */
  private float[] throughGrid(float[] image, int rows, int columns) {
    float[][] across = smoothing(columns, right);
    float[][] along = smoothing(rows, down);
    float[] seen = smoothed(image, across, along);
    float brightest = 1;
    for (float grey : seen) {
      brightest = Math.max(brightest, grey);
    }
    float[] missing = new float[image.length];
    for (int correction = 0; correction < CORRECTIONS; correction++) {
      for (int pixel = 0; pixel < image.length; pixel++) {
        missing[pixel] = image[pixel] - seen[pixel];
      }
      float[] added = smoothed(missing, across, along);
      for (int pixel = 0; pixel < image.length; pixel++) {
        seen[pixel] = Math.max(0, Math.min(brightest, seen[pixel] + added[pixel]));
      }
    }
    for (int pixel = 0; pixel < seen.length; pixel++) {
      seen[pixel] *= FULL / brightest;
    }
    return seen;
  }

  /** The means of the cells, linear between their centres. */
  private static float[] smoothed(float[] image, float[][] across, float[][] along) {
    int rows = along.length;
    int columns = across.length;
    return smoothed(smoothed(image, rows, columns, across), columns, rows, along);
  }

  /**
   * The same along each row of the image alone.
   *
   * @param weights {@code [columns][columns]}, see {@link #smoothing}
   * @return transposed, {@code [columns * rows]}
   */
  private static float[] smoothed(float[] image, int rows, int columns, float[][] weights) {
    float[] smoothed = new float[image.length];
    for (int row = 1; row < rows - 1; row++) {
      for (int column = 1; column < columns - 1; column++) {
        float sum = 0;
        for (int from = 1; from < columns - 1; from++) {
          sum += weights[column][from] * image[row * columns + from];
        }
        smoothed[column * rows + row] = sum;
      }
    }
    return smoothed;
  }

  /** What each pixel of a row of pixels gives to each pixel of the result. */
  private float[][] smoothing(int size, double shift) {
    float[][] weights = new float[size][size];
    for (int pixel = 0; pixel < size; pixel++) {
      double place = (pixel + 0.5) / cell - shift - 0.5;
      double first = Math.floor(place);
      double second = place - first;
      for (int from = 0; from < size; from++) {
        weights[pixel][from] =
            (float)
                ((1 - second) * shareIn(first + shift, from)
                    + second * shareIn(first + 1 + shift, from));
      }
    }
    return weights;
  }

  /** How much of a cell, which starts so many cells from the edge, lies within a pixel. */
  private double shareIn(double start, int pixel) {
    double from = Math.max(pixel, start * cell);
    double to = Math.min(pixel + 1, (start + 1) * cell);
    return Math.max(0, to - from) / cell;
  }

  private static float grey(float value) {
    return Math.max(0, Math.min(FULL, value));
  }
}
