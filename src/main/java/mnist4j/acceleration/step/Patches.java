package mnist4j.acceleration.step;

import mnist4j.acceleration.step.ConvolutionPlan.Extent;

/**
 * What lies beneath one row of the kernel, for every place of the kernel on a fixed number of
 * images, as the rows of a matrix.
 *
 * <p>Kernel rows share these patches: what is beneath the second row of the kernel is beneath its
 * first row one step further down. The rows of the matrix are ordered such that for each place in
 * the pooling window and each row of the kernel, the patches of all outputs lie together, in the
 * order of the outputs. So a convolution is a sum of a few matrix products over blocks of one
 * matrix, which has a third of the elements that patches of a whole 3 × 3 kernel would have.
 *
 * <p>The order, from the outside in: image row modulo the distance of two outputs, column in the
 * pooling window, image row divided by that distance, image, output column.
 */
final class Patches {

  private final ConvolutionPlan plan;
  private final int length;
  private final int period;
  private final int perRow;
  private final int[] firstOfResidue;
  private final int[] starts;

  /**
   * Plans the patches.
   *
   * @param first whether this is the network's first layer, whose images come one after another;
   *     else the first rows of all images come first, then the second rows
   */
  Patches(ConvolutionPlan plan, int examples, boolean first) {
    this.plan = plan;
    this.length = plan.patch();
    this.period = plan.pool().height() * plan.stride().height();
    this.perRow = examples * plan.output().width();
    this.firstOfResidue = new int[period + 1];
    for (int residue = 0; residue < period; residue++) {
      firstOfResidue[residue + 1] =
          firstOfResidue[residue] + plan.pool().width() * rowsOf(residue) * perRow;
    }
    this.starts = new int[firstOfResidue[period]];
    int line = plan.width() * plan.channels();
    int nextRow = first ? line : line * examples;
    int nextImage = first ? line * plan.height() : line;
    int next = 0;
    for (int residue = 0; residue < period; residue++) {
      for (int column = 0; column < plan.pool().width(); column++) {
        for (int row = residue; row <= lastRow(); row += period) {
          for (int example = 0; example < examples; example++) {
            for (int x = 0; x < plan.output().width(); x++) {
              starts[next++] = row * nextRow + example * nextImage + columnOf(x, column);
            }
          }
        }
      }
    }
  }

  private int columnOf(int output, int inWindow) {
    int convolved = output * plan.pool().width() + inWindow;
    return convolved * plan.stride().width() * plan.channels();
  }

  /** The last image row beneath any kernel. */
  private int lastRow() {
    Extent output = plan.output();
    int lastConvolved = output.height() * plan.pool().height() - 1;
    return lastConvolved * plan.stride().height() + plan.kernel().height() - 1;
  }

  private int rowsOf(int residue) {
    return Math.floorDiv(lastRow() - residue, period) + 1;
  }

  /** Number of patches. */
  int rows() {
    return starts.length;
  }

  /**
   * Where the block of patches begins that meets one row of the kernel for the outputs at one place
   * of the pooling window. It is as long as there are such outputs.
   *
   * @param place in the pooling window, row by row
   * @param kernelRow counted from 0
   */
  int block(int place, int kernelRow) {
    int row = place / plan.pool().width() * plan.stride().height() + kernelRow;
    int column = place % plan.pool().width();
    int residue = row % period;
    return firstOfResidue[residue] + (column * rowsOf(residue) + row / period) * perRow;
  }

  /** Copies the images' patches into the rows of the matrix. */
  void gather(float[] images, float[] matrix) {
    int to = 0;
    for (int start : starts) {
      copy(images, start, matrix, to, length);
      to += length;
    }
  }

  /** Adds the rows of the matrix to the images, where they came from. */
  void scatter(float[] matrix, float[] images) {
    int from = 0;
    for (int start : starts) {
      add(matrix, from, images, start, length);
      from += length;
    }
  }

  /** {@code System.arraycopy} costs more than a loop for the few values of a one-channel image. */
  private static void copy(float[] source, int from, float[] target, int to, int length) {
    if (length > 8) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      target[to + i] = source[from + i];
    }
  }

  private static void add(float[] source, int from, float[] target, int to, int length) {
    for (int i = 0; i < length; i++) {
      target[to + i] += source[from + i];
    }
  }
}
