package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;

/**
 * A convolution as a few matrix products over the patches of {@link Im2Col}, fused with the max
 * pooling that follows it.
 *
 * <p>The outputs are computed one position of the pooling window after another: first the upper
 * left pixel of every window, then the upper right one, and so on. Pooling is then the element-wise
 * maximum of a few long arrays, and pixels that no window covers are never computed. The output is
 * interleaved: the first rows of all images, then the second rows.
 */
final class ConvolutionKernel implements LayerKernel {

  private final ConvolutionSpec spec;
  private final int offset;
  private final boolean first;
  private final int[] packing;
  private final float[] unpacked;
  private final float[] packed;
  private final float[] transposed;
  private final ConvolutionOutput block;
  private final NativeMatrix weights;
  private final NativeMatrix transposedWeights;
  private final NativeMatrix weightGradient;
  private final Map<Integer, Workspace> workspaces = new HashMap<>();
  private boolean gradientEmpty;

  ConvolutionKernel(ConvolutionSpec spec, int offset, boolean first) {
    this.spec = spec;
    this.offset = offset;
    this.first = first;
    this.packing = spec.packing();
    this.unpacked = new float[spec.parameters()];
    this.packed = new float[packing.length];
    this.transposed = new float[packing.length];
    this.block = new ConvolutionOutput(spec);
    int columns = spec.kernel().height() * spec.patch();
    this.weights = NativeMatrix.zeros(columns, spec.filters());
    this.transposedWeights =
        NativeMatrix.zeros(spec.kernel().height() * spec.filters(), spec.patch());
    this.weightGradient = NativeMatrix.zeros(columns, spec.filters());
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(offset, unpacked);
    for (int i = 0; i < packing.length; i++) {
      packed[i] = unpacked[packing[i]];
    }
    weights.store(packed);
    if (!first) {
      for (int row = 0; row < spec.kernel().height(); row++) {
        int part = spec.patch() * spec.filters();
        LayerKernel.transpose(packed, row * part, spec.patch(), spec.filters(), transposed);
      }
      transposedWeights.store(transposed);
    }
    block.begin(unpacked);
    gradientEmpty = true;
  }

  @Override
  public Pass pass(int examples) {
    return new ConvolutionPass(examples, workspaces.computeIfAbsent(examples, Workspace::new));
  }

  @Override
  public void end(FloatBuffer gradients) {
    weightGradient.load(packed);
    for (int i = 0; i < packing.length; i++) {
      unpacked[packing[i]] = packed[i];
    }
    block.end(unpacked);
    gradients.put(offset, unpacked);
  }

  /**
   * What a pass needs during a call only. Passes for as many examples share it, so that it stays in
   * the cache from one to the next.
   */
  private final class Workspace {

    private final Im2Col im2Col;
    private final NativeMatrix convolved;
    private final NativeMatrix patchGradient;

    Workspace(int examples) {
      im2Col = new Im2Col(spec, examples, first);
      int outputs = examples * spec.output().area();
      convolved = NativeMatrix.zeros(spec.pool().area() * outputs, spec.filters());
      patchGradient = NativeMatrix.zeros(im2Col.rows(), spec.patch());
    }
  }

  private final class ConvolutionPass implements Pass {

    private final Workspace workspace;
    private final float[] output;

    /** Position of each maximum in its pooling window; empty without pooling. */
    private final float[] maxima;

    private final float[] inputGradient;
    private final NativeMatrix patches;
    private final List<KernelRow> kernelRows = new ArrayList<>();

    ConvolutionPass(int examples, Workspace workspace) {
      this.workspace = workspace;
      int positions = spec.pool().area();
      output = new float[examples * spec.outputs()];
      maxima = new float[positions > 1 ? output.length : 0];
      inputGradient = new float[first ? 0 : examples * spec.inputs()];
      int outputs = examples * spec.output().area();
      patches = NativeMatrix.zeros(workspace.im2Col.rows(), spec.patch());
      for (int position = 0; position < positions; position++) {
        for (int row = 0; row < spec.kernel().height(); row++) {
          kernelRows.add(new KernelRow(position, row, outputs));
        }
      }
    }

    @Override
    public float[] forward(float[] input, int start) {
      workspace.im2Col.gather(input, patches.floats());
      kernelRows.forEach(part -> part.forward.compute(part.row > 0));
      for (int from = 0; from < output.length; from += block.length()) {
        int count = Math.min(block.length(), output.length - from);
        for (int position = 0; position < spec.pool().area(); position++) {
          workspace.convolved.load(
              block.convolved()[position], position * output.length + from, count);
        }
        block.forward(output, maxima, from, count);
      }
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      for (int from = 0; from < output.length; from += block.length()) {
        int count = Math.min(block.length(), output.length - from);
        block.backward(output, outputGradient, maxima, from, count);
        for (int position = 0; position < spec.pool().area(); position++) {
          workspace.convolved.store(
              block.convolved()[position], position * output.length + from, count);
        }
      }
      kernelRows.forEach(part -> part.weightProduct.compute(part.position > 0 || !gradientEmpty));
      gradientEmpty = false;
      if (!first) {
        FloatBuffer patchGradient = workspace.patchGradient.floats();
        workspace.im2Col.clearRest(patchGradient);
        kernelRows.forEach(part -> part.patchProduct.compute(!part.begins));
        Arrays.fill(inputGradient, 0);
        workspace.im2Col.scatter(patchGradient, inputGradient);
      }
      return inputGradient;
    }

    /** The products of one row of the kernel, for the outputs at one position of the window. */
    private final class KernelRow {

      private final int position;
      private final int row;
      private final boolean begins;
      private final MatrixProduct forward;
      private final MatrixProduct weightProduct;
      private final MatrixProduct patchProduct;

      KernelRow(int position, int row, int outputs) {
        this.position = position;
        this.row = row;
        begins = workspace.im2Col.begins(position, row);
        int block = workspace.im2Col.block(position, row);
        NativeMatrix input = patches.rows(block, outputs);
        NativeMatrix result = workspace.convolved.rows(position * outputs, outputs);
        NativeMatrix inputGradients = workspace.patchGradient.rows(block, outputs);
        int from = row * spec.patch();
        NativeMatrix kernel = weights.rows(from, spec.patch());
        forward = MatrixProduct.of(input, kernel, result);
        weightProduct =
            MatrixProduct.transposedLeft(input, result, weightGradient.rows(from, spec.patch()));
        // Faster than the product with the transposed kernel, which OpenBLAS has to turn itself.
        patchProduct =
            MatrixProduct.of(
                result,
                transposedWeights.rows(row * spec.filters(), spec.filters()),
                inputGradients);
      }
    }
  }
}
