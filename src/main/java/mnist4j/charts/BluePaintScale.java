package mnist4j.charts;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * Near-white to dark blue by the logarithm of a count, so that one mistake among a thousand hits is
 * still seen. Lightness falls all the way, which every kind of colour vision can follow.
 *
 * @param largest the count drawn darkest, at least 1
 */
record BluePaintScale(int largest) implements PaintScale {

  private static final Color[] STOPS = {
    new Color(0xf6f9fc), new Color(0xb5d3ea), new Color(0x4a90c4), new Color(0x0b3766)
  };

  @Override
  public double getLowerBound() {
    return 0;
  }

  @Override
  public double getUpperBound() {
    return largest;
  }

  @Override
  public Paint getPaint(double count) {
    return colour(count);
  }

  /** Colour of a count, 0 to {@code largest}. */
  Color colour(double count) {
    double position = Math.log1p(count) / Math.log1p(largest) * (STOPS.length - 1);
    int below = Math.min((int) position, STOPS.length - 2);
    return mix(STOPS[below], STOPS[below + 1], position - below);
  }

  private static Color mix(Color from, Color to, double share) {
    return new Color(
        (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
        (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
        (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
  }
}
