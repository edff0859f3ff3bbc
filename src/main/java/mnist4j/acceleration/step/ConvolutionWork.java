package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution as a few matrix products over {@link Patches}, fused with the max pooling behind
 * it.
 *
 * <p>The outputs are computed one place of the pooling window after another: first the upper left
 * pixel of every window, then the upper right one, and so on. Pooling is then the maximum of a few
 * long arrays, element by element, and pixels that no window covers are never computed. Images
 * leave the layer interleaved: the first rows of all images, then the second rows.
 */
final class ConvolutionWork implements LayerWork {

  private static final float[] NONE = {};

  private final ConvolutionPlan plan;
  private final int offset;
  private final boolean first;
  private final int[] packing;
  private final float[] unpacked;
  private final float[] packed;
  private final float[] bias;
  private final float[] biasGradient;
  private final NativeMatrix weights;
  private final NativeMatrix weightGradient;
  private boolean gradientEmpty;

  ConvolutionWork(ConvolutionPlan plan, int offset, boolean first) {
    this.plan = plan;
    this.offset = offset;
    this.first = first;
    this.packing = plan.packing();
    this.unpacked = new float[plan.parameters()];
    this.packed = new float[packing.length];
    this.bias = new float[plan.filters()];
    this.biasGradient = new float[plan.filters()];
    int columns = plan.kernel().height() * plan.patch();
    this.weights = NativeMatrix.zeros(columns, plan.filters());
    this.weightGradient = NativeMatrix.zeros(columns, plan.filters());
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(offset, unpacked);
    for (int i = 0; i < packing.length; i++) {
      packed[i] = unpacked[packing[i]];
    }
    weights.store(packed);
    System.arraycopy(unpacked, 0, bias, 0, plan.biases());
    Arrays.fill(biasGradient, 0);
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
    System.arraycopy(biasGradient, 0, unpacked, 0, plan.biases());
    gradients.put(offset, unpacked);
  }

  private final class Convolution implements Stage {

    private final Patches patches;
    private final float[] matrix;
    private final float[][] convolved;
    private final float[] peaks;
    private final float[] output;
    private final float[] inputGradient;
    private final NativeMatrix nativePatches;
    private final NativeMatrix nativeConvolved;
    private final NativeMatrix nativePatchGradient;
    private final List<KernelRow> kernelRows = new ArrayList<>();

    Convolution(int examples) {
      patches = new Patches(plan, examples, first);
      matrix = new float[patches.rows() * plan.patch()];
      convolved = new float[plan.pool().area()][examples * plan.outputs()];
      peaks = new float[examples * plan.outputs()];
      output = new float[examples * plan.outputs()];
      inputGradient = first ? NONE : new float[examples * plan.inputs()];
      int outputs = examples * plan.output().area();
      nativePatches = NativeMatrix.zeros(patches.rows(), plan.patch());
      nativeConvolved = NativeMatrix.zeros(plan.pool().area() * outputs, plan.filters());
      nativePatchGradient = NativeMatrix.zeros(patches.rows(), plan.patch());
      for (int place = 0; place < plan.pool().area(); place++) {
        for (int row = 0; row < plan.kernel().height(); row++) {
          kernelRows.add(new KernelRow(place, row, outputs));
        }
      }
    }

    @Override
    public float[] forward(float[] input, int start) {
      patches.gather(input, matrix);
      nativePatches.store(matrix);
      kernelRows.forEach(KernelRow::forward);
      nativeConvolved.load(peaks);
      for (int place = 0; place < convolved.length; place++) {
        nativeConvolved.load(convolved[place], place * peaks.length);
        raise(peaks, convolved[place]);
      }
      for (int pixel = 0; pixel < output.length; pixel += bias.length) {
        for (int filter = 0; filter < bias.length; filter++) {
          output[pixel + filter] = peaks[pixel + filter] + bias[filter];
        }
      }
      plan.activation().apply(output, output.length);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      plan.activation().backpropagate(output, outputGradient, output.length);
      for (int pixel = 0; pixel < output.length; pixel += bias.length) {
        for (int filter = 0; filter < bias.length; filter++) {
          biasGradient[filter] += outputGradient[pixel + filter];
        }
      }
      for (int place = 0; place < convolved.length; place++) {
        claim(peaks, convolved[place], outputGradient);
        nativeConvolved.store(convolved[place], place * peaks.length);
      }
      kernelRows.forEach(KernelRow::addWeightGradient);
      gradientEmpty = false;
      if (!first) {
        nativePatchGradient.clear();
        kernelRows.forEach(KernelRow::addPatchGradient);
        nativePatchGradient.load(matrix);
        Arrays.fill(inputGradient, 0);
        patches.scatter(matrix, inputGradient);
      }
      return inputGradient;
    }

    /** What one row of the kernel adds to the outputs at one place of the pooling window. */
    private final class KernelRow {

      private final boolean firstOfPlace;
      private final boolean firstOfRow;
      private final MatrixProduct forward;
      private final MatrixProduct weightProduct;
      private final MatrixProduct patchProduct;

      KernelRow(int place, int row, int outputs) {
        firstOfPlace = row == 0;
        firstOfRow = place == 0;
        int block = patches.block(place, row);
        NativeMatrix input = nativePatches.rows(block, outputs);
        NativeMatrix result = nativeConvolved.rows(place * outputs, outputs);
        NativeMatrix inputGradients = nativePatchGradient.rows(block, outputs);
        int from = row * plan.patch();
        NativeMatrix kernel = weights.rows(from, plan.patch());
        forward = MatrixProduct.of(input, kernel, result);
        weightProduct =
            MatrixProduct.transposedLeft(input, result, weightGradient.rows(from, plan.patch()));
        patchProduct = MatrixProduct.transposedRight(result, kernel, inputGradients);
      }

      void forward() {
        if (firstOfPlace) {
          forward.assign();
        } else {
          forward.add();
        }
      }

      void addWeightGradient() {
        if (firstOfRow && gradientEmpty) {
          weightProduct.assign();
        } else {
          weightProduct.add();
        }
      }

      void addPatchGradient() {
        patchProduct.add();
      }
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
