package mnist4j.picture;

import mnist4j.data.ImageData;

/**
 * Makes of a picture what MNIST's authors made of theirs, as their site describes it: the digit is
 * fitted into 20 x 20 pixels with its aspect ratio kept, by averaging areas, and placed in 28 x 28
 * by its centre of mass. The four IDX files tell what the site does not: the centre of mass lies
 * within the pixel of row 14 and column 14 (counted from 0), and every image has full ink
 * somewhere.
 */
public final class MnistPreparation {

  private static final int BOX = 20;
  private static final int CENTRE = ImageData.SIDE / 2;

  private MnistPreparation() {}

  /**
   * Finds the ink, dark on light or light on dark, leaves the paper's shades and noise behind, and
   * scales and centres what is left.
   *
   * @throws DataException if the picture shows no ink
   */
  public static PreparedDigit prepare(DigitPicture picture) {
    InkMask ink = new InkMask(picture);
    BoundingBox box = ink.box();
    double scale = (double) BOX / Math.max(box.width(), box.height());
    return centred(
        AreaResampler.of(
            box,
            ink::strength,
            Math.max(1, (int) Math.round(box.height() * scale)),
            Math.max(1, (int) Math.round(box.width() * scale))));
  }

  private static PreparedDigit centred(double[][] ink) {
    double most = 0;
    double sum = 0;
    double rowSum = 0;
    double columnSum = 0;
    for (int row = 0; row < ink.length; row++) {
      for (int column = 0; column < ink[0].length; column++) {
        double strength = ink[row][column];
        most = Math.max(most, strength);
        sum += strength;
        rowSum += strength * (row + 0.5);
        columnSum += strength * (column + 0.5);
      }
    }
    int top = margin(rowSum / sum, ink.length);
    int left = margin(columnSum / sum, ink[0].length);
    byte[] greys = new byte[ImageData.SIDE * ImageData.SIDE];
    for (int row = 0; row < ink.length; row++) {
      for (int column = 0; column < ink[0].length; column++) {
        greys[(top + row) * ImageData.SIDE + left + column] =
            (byte) Math.round(255 * ink[row][column] / most);
      }
    }
    return new PreparedDigit(greys);
  }

  /**
   * Free pixels before the ink, as many as bring its centre of mass to the middle, none cut off.
   */
  private static int margin(double centreOfMass, int length) {
    int wanted = CENTRE - (int) Math.floor(centreOfMass);
    return Math.max(0, Math.min(ImageData.SIDE - length, wanted));
  }
}
