package mnist4j.picture;

import java.awt.Rectangle;
import java.util.Optional;

/** A sheet of paper on something darker or lighter. */
final class Sheet {

  private static final double MARGIN = 0.02;

  private Sheet() {}

  /** What is inside a component, which is taken for the sheet; outside it, the colour of the sheet. */
  static Optional<GreyImage> inside(GreyImage grey, boolean[] mask, Rectangle box) {
    int width = grey.width();
    int rows = box.height;
    int columns = box.width;
    // Ends of the sheet in each row and column of its box.
    int[] left = new int[rows];
    int[] right = new int[rows];
    int[] top = new int[columns];
    int[] bottom = new int[columns];
    java.util.Arrays.fill(left, columns);
    java.util.Arrays.fill(right, -1);
    java.util.Arrays.fill(top, rows);
    java.util.Arrays.fill(bottom, -1);
    double sum = 0;
    int count = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (mask[(box.y + y) * width + box.x + x]) {
          left[y] = Math.min(left[y], x);
          right[y] = Math.max(right[y], x);
          top[x] = Math.min(top[x], y);
          bottom[x] = Math.max(bottom[x], y);
          sum += grey.at(box.x + x, box.y + y);
          count++;
        }
      }
    }
    int margin = (int) Math.ceil(MARGIN * Math.max(rows, columns));
    float level = (float) (sum / count);
    int[] holes = new int[1];
    int[] inside = new int[1];
    GreyImage inner =
        GreyImage.of(
            columns,
            rows,
            (x, y) -> {
              boolean within =
                  x >= left[y] + margin
                      && x <= right[y] - margin
                      && y >= top[x] + margin
                      && y <= bottom[x] - margin;
              inside[0] += within ? 1 : 0;
              holes[0] += within && !mask[(box.y + y) * width + box.x + x] ? 1 : 0;
              return within ? grey.at(box.x + x, box.y + y) : level;
            });
    int area = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        area += x >= left[y] && x <= right[y] && y >= top[x] && y <= bottom[x] ? 1 : 0;
      }
    }
    double rectangle = Double.MAX_VALUE;
    for (int degrees = 0; degrees < 90; degrees += 2) {
      double cos = Math.cos(Math.toRadians(degrees));
      double sin = Math.sin(Math.toRadians(degrees));
      double leastU = Double.MAX_VALUE;
      double mostU = -Double.MAX_VALUE;
      double leastV = Double.MAX_VALUE;
      double mostV = -Double.MAX_VALUE;
      for (int y = 0; y < rows; y++) {
        for (int x : new int[] {left[y], right[y] + 1}) {
          if (right[y] < 0) {
            continue;
          }
          for (int corner = y; corner <= y + 1; corner++) {
            double u = cos * x + sin * corner;
            double v = cos * corner - sin * x;
            leastU = Math.min(leastU, u);
            mostU = Math.max(mostU, u);
            leastV = Math.min(leastV, v);
            mostV = Math.max(mostV, v);
          }
        }
      }
      rectangle = Math.min(rectangle, (mostU - leastU) * (mostV - leastV));
    }
    if (Boolean.getBoolean("talk")) System.err.println("fill " + area / rectangle + " solid " + (double) count / area);
    boolean quadrilateral = area >= 0.87 * rectangle && count >= 0.5 * area && area >= 0.1 * grey.width() * grey.height();
    return holes[0] >= 0.003 * inside[0] && quadrilateral ? Optional.of(inner) : Optional.empty();
  }
}
