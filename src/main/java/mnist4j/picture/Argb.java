package mnist4j.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.Arrays;

/** The pixels of an image of any type as alpha, red, green and blue, 8 bits each. */
final class Argb {

  private Argb() {}

  /**
   * Checks that an image's values are whole numbers from 0 on, of at most 16 bits, or fractions of
   * colours, which the JDK converts.
   *
   * @throws PictureException if they are not
   */
  static void expectKnown(String name, BufferedImage image) {
    boolean known =
        switch (image.getRaster().getTransferType()) {
          case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_INT ->
              image.getColorModel().getComponentSize(0) <= Short.SIZE;
          case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> !isGrey(image);
          default -> false;
        };
    if (!known) {
      throw new PictureException(
          "%s has values with a sign or of more than %d bits; convert it to 8 bits"
              .formatted(name, Short.SIZE));
    }
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /**
   * Every {@code step}-th pixel of every {@code step}-th line.
   *
   * @return {@code [rows * columns]}, line by line
   */
  static int[] of(BufferedImage image, int step) {
    int columns = (image.getWidth() - 1) / step + 1;
    int rows = (image.getHeight() - 1) / step + 1;
    boolean grey = isGrey(image);
    int[] argb = new int[columns * rows];
    for (int y = 0; y < rows; y++) {
      if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
        bgrRow(image, y * step, step, argb, y * columns, columns);
      } else {
        int[] row =
            grey
                ? greyRow(image, y * step)
                : image.getRGB(0, y * step, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < columns; x++) {
          argb[y * columns + x] = row[x * step];
        }
      }
    }
    return argb;
  }

  /** What {@code getRGB} gives, sooner: most photographs have this type. */
  private static void bgrRow(
      BufferedImage image, int y, int step, int[] argb, int start, int columns) {
    Raster raster = image.getRaster();
    DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
    int at =
        buffer.getOffset()
            + ((ComponentSampleModel) raster.getSampleModel())
                .getOffset(
                    -raster.getSampleModelTranslateX(), y - raster.getSampleModelTranslateY());
    byte[] bands = buffer.getData();
    for (int i = start; i < start + columns; i++) {
      int red = bands[at] & 0xff;
      int green = bands[at - 1] & 0xff;
      int blue = bands[at - 2] & 0xff;
      argb[i] = 0xff << 24 | red << 16 | green << 8 | blue;
      at += 3 * step;
    }
  }

  /** Reads the raster, since {@code getRGB} takes grey for linear light and brightens it. */
  private static int[] greyRow(BufferedImage image, int y) {
    ColorModel model = image.getColorModel();
    int most = (1 << model.getComponentSize(0)) - 1;
    int[] greys = image.getRaster().getSamples(0, y, image.getWidth(), 1, 0, (int[]) null);
    int[] alphas = greys.clone();
    if (model.hasAlpha()) {
      image.getRaster().getSamples(0, y, image.getWidth(), 1, 1, alphas);
    } else {
      Arrays.fill(alphas, most);
    }
    int[] row = new int[greys.length];
    for (int x = 0; x < row.length; x++) {
      int full = model.isAlphaPremultiplied() ? Math.max(1, alphas[x]) : most;
      int grey = (int) Math.min(255, greys[x] * 255L / full);
      row[x] = alphas[x] * 255 / most << 24 | grey * 0x010101;
    }
    return row;
  }

  /** Lays the pixels on a grey level. */
  static int[] on(int[] argb, int level) {
    int[] opaque = new int[argb.length];
    for (int i = 0; i < argb.length; i++) {
      int alpha = argb[i] >>> 24;
      if (alpha == 255) {
        opaque[i] = argb[i] & 0xffffff;
      } else {
        for (int shift = 0; shift <= 16; shift += 8) {
          int colour = argb[i] >> shift & 0xff;
          opaque[i] |= Math.round((alpha * colour + (255 - alpha) * level) / 255f) << shift;
        }
      }
    }
    return opaque;
  }
}
