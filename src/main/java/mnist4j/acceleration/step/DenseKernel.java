package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mnist4j.acceleration.step.LayerSpec.DenseSpec;
import mnist4j.acceleration.step.LayerSpec.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fully connected layer, whose products work directly on the network's own arrays. If it is the
 * first layer and large, threads share its units: each thread has its own rows of the weights and
 * of the gradient, so that nothing has to be summed.
 */
final class DenseKernel implements LayerKernel {

  private final DenseSpec spec;
  private final LayerContext context;
  private final int threads;
  private final int biasOffset;
  private final NativeMatrix weights;
  private final float[] bias;
  private final float[] biasGradient;
  private boolean gradientEmpty;

  /**
   * @param threads that share the units, at least 1
   */
  DenseKernel(DenseSpec spec, LayerContext context, int threads) {
    this.spec = spec;
    this.context = context;
    this.threads = threads;
    biasOffset = context.offset() + spec.weights();
    weights = rows(context.parameters(), 0, spec.outputs());
    bias = new float[spec.biases()];
    biasGradient = new float[spec.biases()];
  }

  /** The part of a flat array of the network's that belongs to some of the units. */
  private NativeMatrix rows(INDArray flat, int from, int to) {
    int start = context.offset() + from * spec.inputs();
    return NativeMatrix.over(flat, start, to - from, spec.inputs());
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(biasOffset, bias);
    Arrays.fill(biasGradient, 0);
    gradientEmpty = true;
  }

  @Override
  public Pass pass(int examples) {
    return new DensePass(examples);
  }

  @Override
  public void end(FloatBuffer gradients) {
    gradients.put(biasOffset, biasGradient);
  }

  private final class DensePass implements Pass {

    private final float[] output;
    private final float[] inputGradient;
    private final NativeMatrix nativeInput;
    private final NativeMatrix nativeInputGradient;
    private final List<Units> units;
    private final MatrixProduct inputProduct;

    DensePass(int examples) {
      output = new float[examples * spec.outputs()];
      inputGradient = new float[context.first() ? 0 : examples * spec.inputs()];
      nativeInput = NativeMatrix.zeros(examples, spec.inputs());
      nativeInputGradient = NativeMatrix.zeros(examples, spec.inputs());
      units =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      new Units(
                          spec.outputs() * thread / threads,
                          spec.outputs() * (thread + 1) / threads,
                          examples,
                          nativeInput))
              .toList();
      // Needed where the layer is not the first, whose units no threads share.
      inputProduct = MatrixProduct.of(units.get(0).nativeValues, weights, nativeInputGradient);
    }

    @Override
    public float[] forward(NativeMatrix batch, int start, float[] input) {
      nativeInput.moveTo(batch, start);
      return forward();
    }

    @Override
    public float[] forward(float[] input, int start) {
      nativeInput.store(input);
      return forward();
    }

    private float[] forward() {
      inParallel(part -> part.forward(output));
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      inParallel(part -> part.backward(outputGradient));
      gradientEmpty = false;
      if (!context.first()) {
        inputProduct.compute(false);
        nativeInputGradient.load(inputGradient);
      }
      return inputGradient;
    }

    private void inParallel(Consumer<Units> work) {
      ThreadTeam.forEach(units.size(), i -> work.accept(units.get(i)));
    }
  }

  /** One thread's units for a fixed number of examples. */
  private final class Units {

    private final int first;
    private final int width;
    private final float[] values;
    private final float[] gradient;
    private final NativeMatrix nativeValues;
    private final NativeMatrix input;
    private final MatrixProduct outputProduct;

    /** Made for the first backward pass, since it needs the worker's gradient. */
    private MatrixProduct weightProduct;

    /**
     * Units {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param input {@code [examples, inputs]}
     */
    Units(int from, int to, int examples, NativeMatrix input) {
      first = from;
      width = to - from;
      this.input = input;
      values = new float[examples * width];
      gradient = new float[examples * width];
      nativeValues = NativeMatrix.zeros(examples, width);
      outputProduct =
          MatrixProduct.transposedRight(input, rows(context.parameters(), from, to), nativeValues);
    }

    void forward(float[] output) {
      outputProduct.compute(false);
      nativeValues.load(values);
      for (int start = 0; start < values.length && spec.biased(); start += width) {
        for (int i = 0; i < width; i++) {
          values[start + i] += bias[first + i];
        }
      }
      spec.activation().apply(values, values.length);
      int to = first;
      for (int start = 0; start < values.length; start += width) {
        System.arraycopy(values, start, output, to, width);
        to += spec.outputs();
      }
    }

    void backward(float[] outputGradient) {
      int from = first;
      for (int start = 0; start < gradient.length; start += width) {
        System.arraycopy(outputGradient, from, gradient, start, width);
        from += spec.outputs();
      }
      spec.activation().backpropagate(values, gradient, gradient.length);
      for (int start = 0; start < gradient.length && spec.biased(); start += width) {
        for (int i = 0; i < width; i++) {
          biasGradient[first + i] += gradient[start + i];
        }
      }
      nativeValues.store(gradient);
      if (weightProduct == null) {
        NativeMatrix ownRows = rows(context.gradients().get().array(), first, first + width);
        weightProduct = MatrixProduct.transposedLeft(nativeValues, input, ownRows);
      }
      weightProduct.compute(!gradientEmpty);
    }
  }
}
