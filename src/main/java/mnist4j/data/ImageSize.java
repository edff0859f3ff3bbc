package mnist4j.data;

/**
 * Height and width of an image in pixels.
 *
 * @param rows height, at least 1
 * @param columns width, at least 1
 */
public record ImageSize(int rows, int columns) {

  /** 28 x 28. */
  public static final ImageSize MNIST = new ImageSize(28, 28);

  /** The longest side, in pixels, of a data set's images and of those that a network takes. */
  public static final int MAX_SIDE = 64;

  /**
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageSize {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "an image of %d rows and %d columns, expected at least 1".formatted(rows, columns));
    }
  }

  /** Pixels of one image. */
  public int pixels() {
    return rows * columns;
  }

  /** The shorter side in pixels. */
  public int shorterSide() {
    return Math.min(rows, columns);
  }

  /** The longer side in pixels. */
  public int longerSide() {
    return Math.max(rows, columns);
  }

  /** As messages have it: {@code 28 x 28 pixels}, {@code 20 x 12 pixels (width x height)}. */
  @Override
  public String toString() {
    return columns + " x " + rows + " pixels" + (rows == columns ? "" : " (width x height)");
  }
}
