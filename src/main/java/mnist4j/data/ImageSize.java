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
          "images of %d x %d pixels, expected at least 1 a side".formatted(rows, columns));
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

  /** As messages have it: {@code 28 x 28}. */
  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
