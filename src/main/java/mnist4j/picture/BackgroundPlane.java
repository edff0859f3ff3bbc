package mnist4j.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The brightness of a picture's background: a plane through its outer pixels, so that light from
 * one side does not count as ink.
 *
 * @param level brightness in the middle, 0 to 255
 * @param perX increase from the middle to the right edge
 * @param perY increase from the middle to the lower edge
 */
record BackgroundPlane(double level, double perX, double perY) {

  /**
   * Each round fits the plane by least squares to the three quarters of the border pixels that are
   * closest to the previous plane (least trimmed squares, Rousseeuw 1984). The rest may be ink.
   */
  private static final int ROUNDS = 10;

  /** Distances of the rings of pixels from the border, in shares of the shorter side. */
  private static final double[] RINGS = {0, 0.04, 0.08};

  /** A ring whose median is so far from the middle one's is a frame. In grey levels. */
  private static final double FRAME = 40;

  /** One pixel, its coordinates from −1 at the left and upper edge to 1 at the right and lower. */
  private record Sample(double x, double y, double grey) {}

  static BackgroundPlane fit(GreyImage picture) {
    Sample[] border = border(picture);
    BackgroundPlane plane = new BackgroundPlane(median(border), 0, 0);
    for (int round = 0; round < ROUNDS; round++) {
      BackgroundPlane next = leastSquares(nearest(border, plane));
      if (next.equals(plane)) {
        break;
      }
      plane = next;
    }
    return plane;
  }

  /** The three quarters of the samples that are closest to the plane. */
  private static Sample[] nearest(Sample[] samples, BackgroundPlane plane) {
    double[] distances = new double[samples.length];
    Arrays.setAll(distances, i -> plane.distance(samples[i]));
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    Sample[] nearest = new Sample[samples.length * 3 / 4];
    double farthest = sorted[nearest.length - 1];
    int count = 0;
    int far = 0;
    for (int i = 0; i < samples.length; i++) {
      if (distances[i] < farthest) {
        nearest[count++] = samples[i];
      } else if (distances[i] == farthest) {
        far++;
      }
    }
    // Of equally far ones, some on all sides: those of one side would tilt the plane.
    int missing = nearest.length - count;
    int seen = 0;
    for (int i = 0; count < nearest.length; i++) {
      if (distances[i] == farthest) {
        seen += missing;
        if (seen >= far) {
          seen -= far;
          nearest[count++] = samples[i];
        }
      }
    }
    return nearest;
  }

  private double distance(Sample sample) {
    return Math.abs(sample.grey - level(sample.x, sample.y));
  }

  /** How much darker than the plane each pixel of a picture is, in grey levels. */
  GreyImage darkness(GreyImage picture) {
    int width = picture.width();
    int height = picture.height();
    double[] columns = new double[width];
    Arrays.setAll(columns, x -> scaled(x, width));
    float[] darkness = new float[width * height];
    for (int y = 0; y < height; y++) {
      double row = scaled(y, height);
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        darkness[pixel] = (float) (level(columns[x], row) - picture.values()[pixel]);
      }
    }
    return new GreyImage(width, height, darkness);
  }

  private double level(double x, double y) {
    return level + perX * x + perY * y;
  }

  private static double scaled(int position, int length) {
    return 2.0 * position / (length - 1) - 1;
  }

  /** The pixels of a few rings, without one that is a frame. */
  private static Sample[] border(GreyImage picture) {
    List<Sample[]> rings = new ArrayList<>();
    for (double depth : RINGS) {
      rings.add(
          ring(picture, (int) Math.round(depth * Math.min(picture.width(), picture.height()))));
    }
    double middle =
        rings.stream().mapToDouble(BackgroundPlane::median).sorted().toArray()[RINGS.length / 2];
    return rings.stream()
        .filter(ring -> Math.abs(median(ring) - middle) < FRAME)
        .flatMap(Arrays::stream)
        .toArray(Sample[]::new);
  }

  private static double median(Sample[] samples) {
    double[] greys = Arrays.stream(samples).mapToDouble(Sample::grey).sorted().toArray();
    // A ring has an even number of pixels.
    return (greys[greys.length / 2 - 1] + greys[greys.length / 2]) / 2;
  }

  private static Sample[] ring(GreyImage picture, int depth) {
    List<Sample> samples = new ArrayList<>();
    int width = picture.width();
    int height = picture.height();
    int right = width - 1 - depth;
    int bottom = height - 1 - depth;
    for (int y = depth; y <= bottom; y++) {
      int step = y == depth || y == bottom ? 1 : right - depth;
      for (int x = depth; x <= right; x += step) {
        samples.add(new Sample(scaled(x, width), scaled(y, height), picture.at(x, y)));
      }
    }
    return samples.toArray(Sample[]::new);
  }

  /** Solves the normal equations of the centred samples. */
  private static BackgroundPlane leastSquares(Sample[] samples) {
    double middleX = mean(Arrays.stream(samples).mapToDouble(Sample::x));
    double middleY = mean(Arrays.stream(samples).mapToDouble(Sample::y));
    double level = mean(Arrays.stream(samples).mapToDouble(Sample::grey));
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xg = 0;
    double yg = 0;
    for (Sample sample : samples) {
      double x = sample.x - middleX;
      double y = sample.y - middleY;
      double grey = sample.grey - level;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xg += x * grey;
      yg += y * grey;
    }
    double determinant = xx * yy - xy * xy;
    double perX = (xg * yy - yg * xy) / determinant;
    double perY = (yg * xx - xg * xy) / determinant;
    return new BackgroundPlane(level - perX * middleX - perY * middleY, perX, perY);
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }
}
