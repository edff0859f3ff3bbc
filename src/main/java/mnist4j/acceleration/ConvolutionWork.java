package mnist4j.acceleration;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A convolution as one matrix product, fused with the max pooling behind it.
 *
 * <p>Each output pixel's input patch is a row of a matrix, with a constant 1 at its end, so that
 * one product with the packed weights computes the convolution and adds the bias, and its transpose
 * computes the gradient of both.
 *
 * <p>The rows are ordered by place within the pooling window: first the upper left pixel of every
 * window, then the upper right one, and so on. Pooling is then the maximum of a few long arrays,
 * element by element, and pixels that no window covers are never computed.
 */
final class ConvolutionWork implements LayerWork {

  private static final float[] NONE = {};

  private final ConvolutionPlan plan;
  private final int offset;
  private final boolean first;
  private final int[] packing;
  private final float[] unpacked;
  private final float[] packed;
  private final NativeMatrix weights;
  private final NativeMatrix weightGradient;
  private boolean gradientEmpty;

  ConvolutionWork(ConvolutionPlan plan, int offset, boolean first) {
    this.plan = plan;
    this.offset = offset;
    this.first = first;
    this.packing = plan.packing();
    this.unpacked = new float[packing.length];
    this.packed = new float[packing.length];
    this.weights = NativeMatrix.zeros(plan.columns(), plan.filters());
    this.weightGradient = NativeMatrix.zeros(plan.columns(), plan.filters());
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(offset, unpacked);
    for (int i = 0; i < packing.length; i++) {
      packed[i] = unpacked[packing[i]];
    }
    weights.store(packed);
    gradientEmpty = true;
  }

  @Override
  public Stage stage(int examples) {
    return new Convolution(examples);
  }

  @Override
  public void end(FloatBuffer gradients) {
    weightGradient.load(packed);
    for (int i = 0; i < packing.length; i++) {
      unpacked[packing[i]] = packed[i];
    }
    gradients.put(offset, unpacked);
  }

  private final class Convolution implements Stage {

    private final Patches patches;
    private final float[] columns;
    private final float[][] convolved;
    private final float[] peaks;
    private final float[] output;
    private final float[] inputGradient;
    private final NativeMatrix nativeColumns;
    private final NativeMatrix nativeConvolved;
    private final NativeMatrix nativeColumnGradient;
    private final MatrixProduct forward;
    private final MatrixProduct weightProduct;
    private final MatrixProduct columnProduct;

    Convolution(int examples) {
      patches = new Patches(plan, examples);
      int rows = patches.rows();
      columns = new float[rows * plan.columns()];
      convolved = new float[plan.pool().area()][examples * plan.outputs()];
      peaks = new float[examples * plan.outputs()];
      output = new float[examples * plan.outputs()];
      inputGradient = first ? NONE : new float[examples * plan.inputs()];
      nativeColumns = NativeMatrix.zeros(rows, plan.columns());
      nativeConvolved = NativeMatrix.zeros(rows, plan.filters());
      nativeColumnGradient = NativeMatrix.zeros(rows, plan.columns());
      forward = MatrixProduct.of(nativeColumns, weights, nativeConvolved);
      weightProduct = MatrixProduct.transposedLeft(nativeColumns, nativeConvolved, weightGradient);
      columnProduct = MatrixProduct.transposedRight(nativeConvolved, weights, nativeColumnGradient);
    }

    @Override
    public float[] forward(float[] input, int start) {
      patches.gather(input, columns);
      nativeColumns.store(columns);
      forward.assign();
      nativeConvolved.load(peaks);
      for (int place = 0; place < convolved.length; place++) {
        nativeConvolved.load(convolved[place], place * peaks.length);
        raise(peaks, convolved[place]);
      }
      System.arraycopy(peaks, 0, output, 0, output.length);
      plan.activation().apply(output, output.length);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      plan.activation().backpropagate(output, outputGradient, output.length);
      for (int place = 0; place < convolved.length; place++) {
        claim(peaks, convolved[place], outputGradient);
        nativeConvolved.store(convolved[place], place * peaks.length);
      }
      if (gradientEmpty) {
        weightProduct.assign();
        gradientEmpty = false;
      } else {
        weightProduct.add();
      }
      if (!first) {
        columnProduct.assign();
        nativeColumnGradient.load(columns);
        Arrays.fill(inputGradient, 0);
        patches.scatter(columns, inputGradient);
      }
      return inputGradient;
    }
  }

  /** Takes the element-wise maximum with one place of the pooling window. */
  private static void raise(float[] peaks, float[] values) {
    for (int i = 0; i < peaks.length; i++) {
      peaks[i] = Math.max(peaks[i], values[i]);
    }
  }

  /**
   * Replaces the values of one place of the pooling window by their gradient: all that is left of
   * it where the value is the window's maximum, else nothing. The first of equal maxima gets it
   * all, as in DL4J.
   */
  private static void claim(float[] peaks, float[] values, float[] left) {
    for (int i = 0; i < peaks.length; i++) {
      float claimed = left[i] * (1 - Step.positive(peaks[i] - values[i]));
      values[i] = claimed;
      left[i] -= claimed;
    }
  }
}
