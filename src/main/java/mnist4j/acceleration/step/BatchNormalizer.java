package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
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
    scale = new float[channels];
    shift = new float[channels];
    slope = new float[channels];
    intercept = new float[channels];
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
    scale[channel] = (float) factor;
    shift[channel] = (float) (beta[channel] - factor * center);
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
      slope[channel] = (float) tilt;
      intercept[channel] = (float) (-factor * sum / count - tilt * mean[channel]);
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

  /** One worker's sums per channel. The layer's gradient belongs to the batch as a whole. */
  final class Kernel implements LayerKernel {

    private final double[] sums = new double[channels];
    private final double[] squares = new double[channels];
    private final double[] gradientSums = new double[channels];
    private final double[] gradientProducts = new double[channels];

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

  /** The normalisation of one slice, which stays in memory until its backward pass. */
  final class NormalizationPass implements LayerKernel.Pass {

    private final Kernel worker;
    private final float[] output;
    private float[] input;

    NormalizationPass(Kernel worker, int examples) {
      this.worker = worker;
      output = new float[examples * spec.outputs()];
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
      float[] factors = scale;
      float[] summands = shift;
      for (int start = 0; start < output.length; start += factors.length) {
        for (int channel = 0; channel < factors.length; channel++) {
          output[start + channel] = values[start + channel] * factors[channel] + summands[channel];
        }
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
      float[] factors = scale;
      float[] slopes = slope;
      float[] intercepts = intercept;
      for (int start = 0; start < gradient.length; start += factors.length) {
        for (int channel = 0; channel < factors.length; channel++) {
          int i = start + channel;
          gradient[i] =
              gradient[i] * factors[channel] + (input[i] * slopes[channel] + intercepts[channel]);
        }
      }
      return gradient;
    }
  }
}
