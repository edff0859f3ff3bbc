package mnist4j.picture;

/**
 * Grey-scale opening by a square: removes what is lighter than its surroundings and narrower than
 * the square, and keeps edges where they are (Serra, "Image Analysis and Mathematical Morphology",
 * 1982).
 */
final class Opening {

  private Opening() {}

  /** The opening by a square of {@code 2 * reach + 1} pixels a side. */
  static GreyImage of(GreyImage image, int reach) {
    return extremes(extremes(image, reach, -1), reach, 1);
  }

  /** The opening of a closed line of values by a window of {@code 2 * reach + 1}. */
  static float[] ofCircle(float[] circle, int reach) {
    int length = circle.length;
    float[] thrice = new float[3 * length];
    for (int i = 0; i < thrice.length; i++) {
      thrice[i] = circle[i % length];
    }
    float[] opened = extremes(extremes(thrice, reach, -1), reach, 1);
    float[] middle = new float[length];
    System.arraycopy(opened, length, middle, 0, length);
    return middle;
  }

  /** The largest values of every square, or the smallest if {@code sign} is −1. */
  static GreyImage extremes(GreyImage image, int reach, int sign) {
    int width = image.width();
    int height = image.height();
    float[] values = new float[width * height];
    float[] row = new float[width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.values(), y * width, row, 0, width);
      System.arraycopy(extremes(row, reach, sign), 0, values, y * width, width);
    }
    float[] column = new float[height];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        column[y] = values[y * width + x];
      }
      float[] found = extremes(column, reach, sign);
      for (int y = 0; y < height; y++) {
        values[y * width + x] = found[y];
      }
    }
    return new GreyImage(width, height, values);
  }

  /** A queue of candidates in falling order makes one pass enough (Lemire, 2006). */
  private static float[] extremes(float[] line, int reach, int sign) {
    int length = line.length;
    float[] found = new float[length];
    int[] queue = new int[length];
    int head = 0;
    int tail = 0;
    int next = 0;
    for (int i = 0; i < length; i++) {
      while (next < length && next <= i + reach) {
        while (tail > head && sign * line[queue[tail - 1]] <= sign * line[next]) {
          tail--;
        }
        queue[tail++] = next++;
      }
      while (queue[head] < i - reach) {
        head++;
      }
      found[i] = line[queue[head]];
    }
    return found;
  }
}
