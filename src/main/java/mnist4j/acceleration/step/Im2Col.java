package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;

/**
 * The im2col step of a convolution: copies the patches of a fixed number of images, each what is
 * beneath one row of the kernel, into the rows of a matrix.
 *
 * <p>The rows of the kernel share these patches: what is beneath the second row is beneath the
 * first row one step further down. The rows of the matrix are ordered such that for each position
 * in the pooling window and each row of the kernel, the patches of all outputs are adjacent, in the
 * order of the outputs. So a convolution is a sum of a few matrix products over blocks of one
 * matrix, which has a third of the elements that patches of a whole 3 × 3 kernel would have.
 *
 * <p>The order, from the outside in: image row modulo the distance of two outputs, column in the
 * pooling window, image row divided by that distance, image, output column.
 */
final class Im2Col {

  /** Values that are copied at a time, which stay in the first-level cache. */
  private static final int CHUNK = 4096;

  private final ConvolutionSpec spec;
  private final int length;
  private final int period;
  private final int perRow;
  private final int[] firstOfResidue;
  private final int[] starts;
  private final int rowsPerChunk;
  private final float[] chunk;

  /**
   * @param first whether this is the network's first layer, whose images are stored one after
   *     another; otherwise the first rows of all images are stored first, then the second rows
   */
  Im2Col(ConvolutionSpec spec, int examples, boolean first) {
    this.spec = spec;
    this.length = spec.patch();
    this.period = spec.pool().height() * spec.stride().height();
    this.perRow = examples * spec.output().width();
    this.firstOfResidue = new int[period + 1];
    for (int residue = 0; residue < period; residue++) {
      firstOfResidue[residue + 1] =
          firstOfResidue[residue] + spec.pool().width() * rowsOf(residue) * perRow;
    }
    this.starts = new int[firstOfResidue[period]];
    this.rowsPerChunk = Math.max(1, CHUNK / length);
    this.chunk = new float[rowsPerChunk * length];
    int line = spec.image().width() * spec.channels();
    int nextRow = first ? line : line * examples;
    int nextImage = first ? line * spec.image().height() : line;
    int next = 0;
    for (int residue = 0; residue < period; residue++) {
      for (int column = 0; column < spec.pool().width(); column++) {
        for (int row = residue; row <= lastRow(); row += period) {
          for (int example = 0; example < examples; example++) {
            for (int x = 0; x < spec.output().width(); x++) {
              starts[next++] = row * nextRow + example * nextImage + columnOf(x, column);
            }
          }
        }
      }
    }
  }

  private int columnOf(int output, int inWindow) {
    int convolved = output * spec.pool().width() + inWindow;
    return convolved * spec.stride().width() * spec.channels();
  }

  /** The last image row beneath the kernel at any output. */
  private int lastRow() {
    int lastConvolved = spec.output().height() * spec.pool().height() - 1;
    return lastConvolved * spec.stride().height() + spec.kernel().height() - 1;
  }

  private int rowsOf(int residue) {
    return Math.floorDiv(lastRow() - residue, period) + 1;
  }

  /** Number of patches. */
  int rows() {
    return starts.length;
  }

  /**
   * First matrix row of the patches beneath one row of the kernel, for all outputs at one position
   * of the pooling window. There is one patch per output.
   *
   * @param position in the pooling window, row by row
   * @param kernelRow counted from 0
   */
  int block(int position, int kernelRow) {
    int row = position / spec.pool().width() * spec.stride().height() + kernelRow;
    int column = position % spec.pool().width();
    int residue = row % period;
    return firstOfResidue[residue] + (column * rowsOf(residue) + row / period) * perRow;
  }

  /**
   * Whether no earlier position, nor an earlier kernel row at this one, has this {@link #block}.
   */
  boolean begins(int position, int kernelRow) {
    int inWindow = position / spec.pool().width();
    int stride = spec.stride().height();
    return inWindow * stride + kernelRow < period
        && (inWindow == 0 || kernelRow + stride >= spec.kernel().height());
  }

  /** Sets those rows of the matrix to 0 that are in none of the blocks that {@link #begins}. */
  void clearRest(FloatBuffer matrix) {
    float[] zeros = new float[length];
    for (int residue = 0; residue < period; residue++) {
      int rows = rowsOf(residue) * perRow;
      for (int column = 1; column <= spec.pool().width(); column++) {
        int end = firstOfResidue[residue] + column * rows;
        int rest = rows - spec.output().height() * perRow;
        for (int row = end - rest; row < end; row++) {
          matrix.put(row * length, zeros);
        }
      }
    }
  }

  /** Copies the images' patches into the rows of the matrix. */
  void gather(float[] images, FloatBuffer matrix) {
    for (int first = 0; first < starts.length; first += rowsPerChunk) {
      int end = Math.min(starts.length, first + rowsPerChunk);
      int to = 0;
      for (int row = first; row < end; row++) {
        copy(images, starts[row], chunk, to, length);
        to += length;
      }
      matrix.put(first * length, chunk, 0, to);
    }
  }

  /** Adds the rows of the matrix to the pixels that {@link #gather} copies them from. */
  void scatter(FloatBuffer matrix, float[] images) {
    for (int first = 0; first < starts.length; first += rowsPerChunk) {
      int end = Math.min(starts.length, first + rowsPerChunk);
      matrix.get(first * length, chunk, 0, (end - first) * length);
      int from = 0;
      for (int row = first; row < end; row++) {
        add(chunk, from, images, starts[row], length);
        from += length;
      }
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
