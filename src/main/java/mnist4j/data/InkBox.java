package mnist4j.data;

/**
 * The smallest box around the pixels of an image that are not background, and their centre of mass.
 *
 * @param height rows from the first to the last with ink; 0 for a blank image
 * @param width columns alike
 * @param centreRow centre of mass, weighted by grey value; the middle of the first row is 0.5; NaN
 *     for a blank image
 * @param centreColumn alike
 */
record InkBox(int height, int width, double centreRow, double centreColumn) {

  static InkBox of(LabelledImages images, int image) {
    int columns = images.columns();
    int top = images.rows();
    int bottom = -1;
    int left = columns;
    int right = -1;
    double mass = 0;
    double rowSum = 0;
    double columnSum = 0;
    for (int pixel = 0; pixel < images.pixelsPerImage(); pixel++) {
      int grey = images.pixel(image, pixel);
      if (grey > 0) {
        int row = pixel / columns;
        int column = pixel % columns;
        top = Math.min(top, row);
        bottom = row;
        left = Math.min(left, column);
        right = Math.max(right, column);
        mass += grey;
        rowSum += grey * (row + 0.5);
        columnSum += grey * (column + 0.5);
      }
    }
    return mass == 0
        ? new InkBox(0, 0, Double.NaN, Double.NaN)
        : new InkBox(bottom - top + 1, right - left + 1, rowSum / mass, columnSum / mass);
  }

  boolean isEmpty() {
    return height == 0;
  }
}
