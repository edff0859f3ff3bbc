package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One lane's part of a batch normalisation. It can only be applied once every lane has seen its
 * share of the batch, so the lanes meet before it, on the way forwards and on the way back.
 */
final class NormalisationWork implements LayerWork {

  private final BatchStatistics statistics;
  private final double[] sums;
  private final double[] squares;
  private final double[] gradientSums;
  private final double[] gradientProducts;

  NormalisationWork(BatchStatistics statistics) {
    this.statistics = statistics;
    int channels = statistics.plan().channels();
    sums = new double[channels];
    squares = new double[channels];
    gradientSums = new double[channels];
    gradientProducts = new double[channels];
  }

  @Override
  public void begin(FloatBuffer parameters) {
    Arrays.fill(sums, 0);
    Arrays.fill(squares, 0);
    Arrays.fill(gradientSums, 0);
    Arrays.fill(gradientProducts, 0);
  }

  @Override
  public Normalisation stage(int examples) {
    return new Normalisation(examples);
  }

  /** Nothing: the gradient belongs to the batch as a whole, see {@link BatchStatistics#end}. */
  @Override
  public void end(FloatBuffer gradients) {}

  double sum(int channel) {
    return sums[channel];
  }

  double squares(int channel) {
    return squares[channel];
  }

  double gradientSum(int channel) {
    return gradientSums[channel];
  }

  double gradientProducts(int channel) {
    return gradientProducts[channel];
  }

  /** The normalisation of one slice, which stays in memory until its way back. */
  final class Normalisation implements Stage {

    private final float[] output;
    private float[] input;

    Normalisation(int examples) {
      output = new float[examples * statistics.plan().outputs()];
    }

    /** Adds the slice to the lane's sums. */
    void observe(float[] values) {
      int channels = sums.length;
      for (int start = 0; start < values.length; start += channels) {
        for (int channel = 0; channel < channels; channel++) {
          double value = values[start + channel];
          sums[channel] += value;
          squares[channel] += value * value;
        }
      }
    }

    @Override
    public float[] forward(float[] values, int startOfSlice) {
      input = values;
      float[] scale = statistics.scale();
      float[] shift = statistics.shift();
      for (int start = 0; start < output.length; start += scale.length) {
        for (int channel = 0; channel < scale.length; channel++) {
          output[start + channel] = values[start + channel] * scale[channel] + shift[channel];
        }
      }
      return output;
    }

    /** Adds the gradient with respect to the slice's output to the lane's sums. */
    void observeGradient(float[] gradient) {
      int channels = gradientSums.length;
      for (int start = 0; start < gradient.length; start += channels) {
        for (int channel = 0; channel < channels; channel++) {
          double value = gradient[start + channel];
          gradientSums[channel] += value;
          gradientProducts[channel] += value * input[start + channel];
        }
      }
    }

    @Override
    public float[] backward(float[] gradient) {
      float[] scale = statistics.scale();
      float[] slope = statistics.slope();
      float[] level = statistics.level();
      for (int start = 0; start < gradient.length; start += scale.length) {
        for (int channel = 0; channel < scale.length; channel++) {
          int i = start + channel;
          gradient[i] = gradient[i] * scale[channel] + (input[i] * slope[channel] + level[channel]);
        }
      }
      return gradient;
    }
  }
}
