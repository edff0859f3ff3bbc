package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A fully connected layer, multiplying in place with the network's own arrays. Where it is the
 * first layer and large, threads share its units: each has rows of the weights and of the gradient
 * to itself, so that nothing has to be added up.
 */
final class DenseWork implements LayerWork {

  private static final float[] NONE = {};

  private final DensePlan plan;
  private final int biasOffset;
  private final boolean first;
  private final NativeMatrix weights;
  private final List<Units> groups;
  private final float[] bias;
  private final float[] biasGradient;
  private boolean gradientEmpty;

  /**
   * Prepares the layer.
   *
   * @param threads that may share the units, at least 1
   */
  DenseWork(DensePlan plan, LayerSite site, int threads) {
    this.plan = plan;
    this.biasOffset = site.offset() + plan.weights();
    this.first = site.first();
    this.weights =
        NativeMatrix.over(site.parameters(), site.offset(), plan.outputs(), plan.inputs());
    this.groups =
        IntStream.range(0, threads)
            .mapToObj(
                group ->
                    new Units(
                        site,
                        plan.outputs() * group / threads,
                        plan.outputs() * (group + 1) / threads))
            .toList();
    this.bias = new float[plan.biases()];
    this.biasGradient = new float[plan.biases()];
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(biasOffset, bias);
    Arrays.fill(biasGradient, 0);
    gradientEmpty = true;
  }

  @Override
  public Stage stage(int examples) {
    return new Dense(examples);
  }

  @Override
  public void end(FloatBuffer gradients) {
    gradients.put(biasOffset, biasGradient);
  }

  /** Units {@code from} (inclusive) to {@code to} (exclusive). */
  private final class Units {

    private final int from;
    private final int to;
    private final NativeMatrix weights;
    private final NativeMatrix weightGradient;

    Units(LayerSite site, int from, int to) {
      this.from = from;
      this.to = to;
      int start = site.offset() + from * plan.inputs();
      this.weights = NativeMatrix.over(site.parameters(), start, to - from, plan.inputs());
      this.weightGradient = NativeMatrix.over(site.gradients(), start, to - from, plan.inputs());
    }
  }

  private final class Dense implements Stage {

    private final float[] output;
    private final float[] inputGradient;
    private final NativeMatrix nativeInput;
    private final NativeMatrix nativeOutput;
    private final NativeMatrix nativeInputGradient;
    private final List<Share> shares;
    private final MatrixProduct inputProduct;

    Dense(int examples) {
      output = new float[examples * plan.outputs()];
      inputGradient = first ? NONE : new float[examples * plan.inputs()];
      nativeInput = NativeMatrix.zeros(examples, plan.inputs());
      nativeOutput = NativeMatrix.zeros(examples, plan.outputs());
      nativeInputGradient = NativeMatrix.zeros(examples, plan.inputs());
      shares = groups.stream().map(units -> new Share(units, examples, nativeInput)).toList();
      inputProduct = MatrixProduct.of(nativeOutput, weights, nativeInputGradient);
    }

    @Override
    public float[] forward(float[] input, int start) {
      nativeInput.store(input);
      inParallel(share -> share.forward(output));
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      plan.activation().backpropagate(output, outputGradient, output.length);
      for (int start = 0; start < output.length && plan.biased(); start += bias.length) {
        for (int i = 0; i < bias.length; i++) {
          biasGradient[i] += outputGradient[start + i];
        }
      }
      inParallel(share -> share.backward(outputGradient));
      gradientEmpty = false;
      if (!first) {
        nativeOutput.store(outputGradient);
        inputProduct.assign();
        nativeInputGradient.load(inputGradient);
      }
      return inputGradient;
    }

    private void inParallel(Consumer<Share> work) {
      if (shares.size() == 1) {
        work.accept(shares.get(0));
      } else {
        shares.parallelStream().forEach(work);
      }
    }
  }

  /** A group's units for a fixed number of examples. */
  private final class Share {

    private final Units units;
    private final int width;
    private final float[] values;
    private final NativeMatrix nativeValues;
    private final MatrixProduct forward;
    private final MatrixProduct weightProduct;

    Share(Units units, int examples, NativeMatrix input) {
      this.units = units;
      this.width = units.to - units.from;
      this.values = new float[examples * width];
      this.nativeValues = NativeMatrix.zeros(examples, width);
      this.forward = MatrixProduct.transposedRight(input, units.weights, nativeValues);
      this.weightProduct = MatrixProduct.transposedLeft(nativeValues, input, units.weightGradient);
    }

    void forward(float[] output) {
      forward.assign();
      nativeValues.load(values);
      for (int start = 0; start < values.length && plan.biased(); start += width) {
        for (int i = 0; i < width; i++) {
          values[start + i] += bias[units.from + i];
        }
      }
      plan.activation().apply(values, values.length);
      int to = units.from;
      for (int start = 0; start < values.length; start += width) {
        System.arraycopy(values, start, output, to, width);
        to += plan.outputs();
      }
    }

    void backward(float[] outputGradient) {
      int from = units.from;
      for (int start = 0; start < values.length; start += width) {
        System.arraycopy(outputGradient, from, values, start, width);
        from += plan.outputs();
      }
      nativeValues.store(values);
      if (gradientEmpty) {
        weightProduct.assign();
      } else {
        weightProduct.add();
      }
    }
  }
}
