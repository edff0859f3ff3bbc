package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mnist4j.acceleration.step.LayerSpec.BatchNormalizationSpec;

/**
 * A batch normalisation, whose statistics all workers share. It needs sums over the whole batch, so
 * the workers wait for each other before it, in the forward and in the backward pass. From the sums
 * per channel follow two linear functions, which the workers apply: forwards {@code scale · x +
 * shift}, backwards {@code scale · dy + slope · x + intercept}.
 *
 * <p>The formulas are those of Ioffe and Szegedy (2015, section 3), with the normalised value
 * replaced by {@code (x - mean) / deviation} so that it need not be stored.
 */
final class BatchNormalizer {

  private final BatchNormalizationSpec spec;
  private final int offset;
  private final int channels;
  private final float[] gamma;
  private final float[] beta;
  private final float[] runningMean;
  private final float[] runningLogDeviation;
  private final double[] mean;
  private final double[] variance;
  private final float[] gammaGradient;
  private final float[] betaGradient;
  private final float[] scale;
  private final float[] shift;
  private final float[] slope;
  private final float[] intercept;

  /**
   * @param offset index of the layer's first parameter in the network's
   */
  BatchNormalizer(BatchNormalizationSpec spec, int offset) {
    this.spec = spec;
    this.offset = offset;
    channels = spec.channels();
    gamma = new float[channels];
    beta = new float[channels];
    runningMean = new float[channels];
    runningLogDeviation = new float[channels];
    mean = new double[channels];
    variance = new double[channels];
    gammaGradient = new float[channels];
    betaGradient = new float[channels];
    int block = LayerKernel.blockLength(channels);
    scale = new float[block];
    shift = new float[block];
    slope = new float[block];
    intercept = new float[block];
  }

  /** A new worker's part of the normalisation. */
  Kernel kernel() {
    return new Kernel();
  }

  /** Reads the current parameters. */
  void begin(FloatBuffer parameters) {
    parameters.get(offset, gamma);
    parameters.get(offset + channels, beta);
    parameters.get(offset + 2 * channels, runningMean);
    parameters.get(offset + 3 * channels, runningLogDeviation);
  }

  /** Normalises by the running averages, as in inference. */
  void useRunningAverages() {
    for (int channel = 0; channel < channels; channel++) {
      setForward(channel, runningMean[channel], runningVariance(channel));
    }
  }

  /** Normalises by the mean and variance of a batch, whose sums the workers' kernels have. */
  void useBatch(List<Kernel> workers, int examples) {
    double count = (double) examples * spec.pixels();
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      double squares = 0;
      for (Kernel worker : workers) {
        sum += worker.sums[channel];
        squares += worker.squares[channel];
      }
      mean[channel] = sum / count;
      variance[channel] = Math.max(0, squares / count - mean[channel] * mean[channel]);
      setForward(channel, mean[channel], variance[channel]);
    }
  }

  private double runningVariance(int channel) {
    double deviation = Math.pow(10, runningLogDeviation[channel]);
    return deviation * deviation;
  }

  private void setForward(int channel, double center, double spread) {
    double factor = gamma[channel] / Math.sqrt(spread + spec.epsilon());
    setAll(scale, channel, factor);
    setAll(shift, channel, beta[channel] - factor * center);
  }

  /** Sets the values of a block that belong to a channel. */
  private void setAll(float[] block, int channel, double value) {
    for (int i = channel; i < block.length; i += channels) {
      block[i] = (float) value;
    }
  }

  /** Prepares the backward pass from the workers' sums of the output's gradient. */
  void useGradient(List<Kernel> workers, int examples) {
    double count = (double) examples * spec.pixels();
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      double products = 0;
      for (Kernel worker : workers) {
        sum += worker.gradientSums[channel];
        products += worker.gradientProducts[channel];
      }
      double deviation = Math.sqrt(variance[channel] + spec.epsilon());
      double normalizedProducts = (products - mean[channel] * sum) / deviation;
      betaGradient[channel] = (float) sum;
      gammaGradient[channel] = (float) normalizedProducts;
      double factor = gamma[channel] / deviation;
      double tilt = -factor * normalizedProducts / count / deviation;
      setAll(slope, channel, tilt);
      setAll(intercept, channel, -factor * sum / count - tilt * mean[channel]);
    }
  }

  /**
   * Writes the layer's gradient. For the running averages DL4J expects what is to be subtracted
   * from them: {@code (1 - decay) · (running mean - mean)} and, for the logarithm of the deviation,
   * half the decimal logarithm of old variance over new.
   */
  void end(FloatBuffer gradients) {
    float[] meanUpdate = new float[channels];
    float[] logDeviationUpdate = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      meanUpdate[channel] = (float) ((1 - spec.decay()) * (runningMean[channel] - mean[channel]));
      double old = runningVariance(channel);
      double renewed = spec.decay() * old + (1 - spec.decay()) * variance[channel];
      logDeviationUpdate[channel] = (float) (0.5 * Math.log10(old / renewed));
    }
    gradients.put(offset, gammaGradient);
    gradients.put(offset + channels, betaGradient);
    gradients.put(offset + 2 * channels, meanUpdate);
    gradients.put(offset + 3 * channels, logDeviationUpdate);
  }

  /**
   * One worker's sums per channel and its output. The layer's gradient belongs to the batch as a
   * whole.
   */
  final class Kernel implements LayerKernel {

    private final double[] sums = new double[channels];
    private final double[] squares = new double[channels];
    private final double[] gradientSums = new double[channels];
    private final double[] gradientProducts = new double[channels];
    private final float[] values = new float[scale.length];
    private final float[] inputs = new float[scale.length];

    /** By the number of examples. The next layer copies them, so slices share the memory. */
    private final Map<Integer, float[]> outputs = new HashMap<>();

    @Override
    public void begin(FloatBuffer parameters) {
      Arrays.fill(sums, 0);
      Arrays.fill(squares, 0);
      Arrays.fill(gradientSums, 0);
      Arrays.fill(gradientProducts, 0);
    }

    @Override
    public NormalizationPass pass(int examples) {
      return new NormalizationPass(this, examples);
    }
  }

  /** The normalisation of one slice, whose input stays in memory until its backward pass. */
  final class NormalizationPass implements LayerKernel.Pass {

    private final Kernel worker;
    private final float[] output;
    private float[] input;

    NormalizationPass(Kernel worker, int examples) {
      this.worker = worker;
      output = worker.outputs.computeIfAbsent(examples, key -> new float[key * spec.outputs()]);
    }

    /** Adds the slice to the worker's sums. */
    void addToSums(float[] values) {
      double[] sums = worker.sums;
      double[] squares = worker.squares;
      for (int start = 0; start < values.length; start += sums.length) {
        for (int channel = 0; channel < sums.length; channel++) {
          double value = values[start + channel];
          sums[channel] += value;
          squares[channel] += value * value;
        }
      }
    }

    @Override
    public float[] forward(float[] values, int startOfSlice) {
      input = values;
      for (int start = 0; start < output.length; start += scale.length) {
        int count = Math.min(scale.length, output.length - start);
        System.arraycopy(input, start, worker.values, 0, count);
        normalize(worker.values, scale, shift, count);
        System.arraycopy(worker.values, 0, output, start, count);
      }
      return output;
    }

    /** Adds the gradient with respect to the slice's output to the worker's sums. */
    void addToGradientSums(float[] gradient) {
      double[] sums = worker.gradientSums;
      double[] products = worker.gradientProducts;
      for (int start = 0; start < gradient.length; start += sums.length) {
        for (int channel = 0; channel < sums.length; channel++) {
          double value = gradient[start + channel];
          sums[channel] += value;
          products[channel] += value * input[start + channel];
        }
      }
    }

    @Override
    public float[] backward(float[] gradient) {
      for (int start = 0; start < gradient.length; start += scale.length) {
        int count = Math.min(scale.length, gradient.length - start);
        System.arraycopy(gradient, start, worker.values, 0, count);
        System.arraycopy(input, start, worker.inputs, 0, count);
        backpropagate(worker.values, worker.inputs, scale, slope, intercept, count);
        System.arraycopy(worker.values, 0, gradient, start, count);
      }
      return gradient;
    }
  }

  private static void normalize(float[] values, float[] scale, float[] shift, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i] * scale[i] + shift[i];
    }
  }

  private static void backpropagate(
      float[] gradient,
      float[] inputs,
      float[] scale,
      float[] slope,
      float[] intercept,
      int count) {
    for (int i = 0; i < count; i++) {
      gradient[i] = gradient[i] * scale[i] + (inputs[i] * slope[i] + intercept[i]);
    }
  }
}
