package mnist4j.picture;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;
import mnist4j.data.LabelledImages;

/** Pictures for tests, of grey levels that a function gives. */
final class Sketch {

  private Sketch() {}

  static BufferedImage image(int width, int height, IntBinaryOperator grey) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, grey.applyAsInt(x, y) * 0x010101);
      }
    }
    return image;
  }

  static DigitPicture picture(int width, int height, IntBinaryOperator grey) {
    return DigitPicture.of("sketch", image(width, height, grey));
  }

  static GreyImage greys(int width, int height, IntBinaryOperator grey) {
    return GreyImage.of(width, height, grey::applyAsInt);
  }

  /** Whether each pixel is ink, which is # in the rows. */
  static boolean[] mask(String... rows) {
    String all = String.join("", rows);
    boolean[] mask = new boolean[all.length()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = all.charAt(i) == '#';
    }
    return mask;
  }

  /** A mask of those pixels that the function gives a number other than 0. */
  static boolean[] mask(int width, int height, IntBinaryOperator ink) {
    boolean[] mask = new boolean[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = ink.applyAsInt(i % width, i / width) != 0;
    }
    return mask;
  }

  /** 1 within a rectangle, 0 outside. */
  static int within(int x, int y, int left, int top, int width, int height) {
    return x >= left && x < left + width && y >= top && y < top + height ? 1 : 0;
  }

  /** The same with black for white. */
  static BufferedImage inverted(BufferedImage image) {
    return image(image.getWidth(), image.getHeight(), (x, y) -> 255 - (image.getRGB(x, y) & 0xff));
  }

  /** One image of a set, each of its pixels a square of {@code scale} pixels a side. */
  static BufferedImage of(LabelledImages images, int index, int scale) {
    return image(
        images.columns() * scale,
        images.rows() * scale,
        (x, y) -> images.pixel(index, y / scale * images.columns() + x / scale));
  }
}
