package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * What a batch normalisation knows of the whole batch. The lanes add up sums per channel; from
 * these follow two linear functions, which the lanes then apply: forwards {@code scale · x +
 * shift}, backwards {@code scale · dy + slope · x + level}.
 *
 * <p>The formulas are those of Ioffe and Szegedy (2015, section 3), with the normalised value
 * replaced by {@code (x - mean) / deviation} so that it need not be kept.
 */
final class BatchStatistics {

  private final NormalisationPlan plan;
  private final int offset;
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
  private final float[] level;

  /**
   * Nothing known yet.
   *
   * @param offset where the layer's parameters start in the network's
   */
  BatchStatistics(NormalisationPlan plan, int offset) {
    this.plan = plan;
    this.offset = offset;
    int channels = plan.channels();
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
    level = new float[channels];
  }

  NormalisationPlan plan() {
    return plan;
  }

  /** Takes the parameters as they are now. */
  void begin(FloatBuffer parameters) {
    parameters.get(offset, gamma);
    parameters.get(offset + plan.channels(), beta);
    parameters.get(offset + 2 * plan.channels(), runningMean);
    parameters.get(offset + 3 * plan.channels(), runningLogDeviation);
  }

  /** Normalises by the running averages, as a network does that is not being trained. */
  void useRunningAverages() {
    for (int channel = 0; channel < scale.length; channel++) {
      normaliseBy(channel, runningMean[channel], runningVariance(channel));
    }
  }

  /** Normalises by what the lanes have seen. */
  void useBatch(List<NormalisationWork> lanes, int examples) {
    double count = (double) examples * plan.pixels();
    for (int channel = 0; channel < scale.length; channel++) {
      double sum = total(lanes, NormalisationWork::sum, channel);
      double squares = total(lanes, NormalisationWork::squares, channel);
      mean[channel] = sum / count;
      variance[channel] = Math.max(0, squares / count - mean[channel] * mean[channel]);
      normaliseBy(channel, mean[channel], variance[channel]);
    }
  }

  private double runningVariance(int channel) {
    double deviation = Math.pow(10, runningLogDeviation[channel]);
    return deviation * deviation;
  }

  private static double total(
      List<NormalisationWork> lanes,
      ToDoubleBiFunction<NormalisationWork, Integer> of,
      int channel) {
    double total = 0;
    for (NormalisationWork lane : lanes) {
      total += of.applyAsDouble(lane, channel);
    }
    return total;
  }

  private void normaliseBy(int channel, double centre, double spread) {
    double factor = gamma[channel] / Math.sqrt(spread + plan.epsilon());
    scale[channel] = (float) factor;
    shift[channel] = (float) (beta[channel] - factor * centre);
  }

  /** Prepares the way back from what the lanes have seen of the gradient. */
  void useGradient(List<NormalisationWork> lanes, int examples) {
    double count = (double) examples * plan.pixels();
    for (int channel = 0; channel < scale.length; channel++) {
      double sum = total(lanes, NormalisationWork::gradientSum, channel);
      double products = total(lanes, NormalisationWork::gradientProducts, channel);
      double deviation = Math.sqrt(variance[channel] + plan.epsilon());
      double normalisedProducts = (products - mean[channel] * sum) / deviation;
      betaGradient[channel] = (float) sum;
      gammaGradient[channel] = (float) normalisedProducts;
      double factor = gamma[channel] / deviation;
      double tilt = -factor * normalisedProducts / count / deviation;
      slope[channel] = (float) tilt;
      level[channel] = (float) (-factor * sum / count - tilt * mean[channel]);
    }
  }

  /**
   * Puts the layer's gradient in its place. That of the running averages is DL4J's: what has to be
   * subtracted from them, {@code (1 - decay) · (running mean - mean)} and, for the logarithm of the
   * deviation, half the decimal logarithm of old variance over new.
   */
  void end(FloatBuffer gradients) {
    float[] meanUpdate = new float[mean.length];
    float[] logDeviationUpdate = new float[mean.length];
    for (int channel = 0; channel < mean.length; channel++) {
      meanUpdate[channel] = (float) ((1 - plan.decay()) * (runningMean[channel] - mean[channel]));
      double old = runningVariance(channel);
      double renewed = plan.decay() * old + (1 - plan.decay()) * variance[channel];
      logDeviationUpdate[channel] = (float) (0.5 * Math.log10(old / renewed));
    }
    gradients.put(offset, gammaGradient);
    gradients.put(offset + plan.channels(), betaGradient);
    gradients.put(offset + 2 * plan.channels(), meanUpdate);
    gradients.put(offset + 3 * plan.channels(), logDeviationUpdate);
  }

  float[] scale() {
    return scale;
  }

  float[] shift() {
    return shift;
  }

  float[] slope() {
    return slope;
  }

  float[] level() {
    return level;
  }
}
