package mnist4j.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** What tests ask of a drawn picture. */
public final class Pixels {

  private Pixels() {}

  /** The colour at a place given in units. */
  public static Color at(BufferedImage image, double x, double y) {
    return new Color(
        image.getRGB((int) (x * Figure.PIXELS_PER_UNIT), (int) (y * Figure.PIXELS_PER_UNIT)));
  }

  /** How many pixels have exactly the given colour. */
  public static long count(BufferedImage image, Color colour) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
        .filter(pixel -> pixel == colour.getRGB())
        .count();
  }

  /** Whatever reaches the outermost pixels has been cut. */
  public static void assertNothingIsCut(BufferedImage image) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    IntStream.rangeClosed(0, right)
        .forEach(
            x -> {
              assertThat(image.getRGB(x, 0)).as("top").isEqualTo(Color.WHITE.getRGB());
              assertThat(image.getRGB(x, bottom)).as("bottom").isEqualTo(Color.WHITE.getRGB());
            });
    IntStream.rangeClosed(0, bottom)
        .forEach(
            y -> {
              assertThat(image.getRGB(0, y)).as("left").isEqualTo(Color.WHITE.getRGB());
              assertThat(image.getRGB(right, y)).as("right").isEqualTo(Color.WHITE.getRGB());
            });
  }
}
