package mnist4j.recipe;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/** Layers as the Keras documents have them, and Keras's constants where DL4J's differ. */
public final class Keras {

  /** Ten times DL4J's own. */
  private static final double EPSILON = 1e-7;

  private Keras() {}

  public static Adam adam(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, EPSILON);
  }

  public static Adam adam(ISchedule learningRate) {
    return Adam.builder()
        .learningRateSchedule(learningRate)
        .beta1(0.9)
        .beta2(0.999)
        .epsilon(EPSILON)
        .build();
  }

  /** DL4J adds RMSprop's epsilon to the root, Keras 3 under it. */
  public static RmsProp rmsProp(double learningRate) {
    return new RmsProp(learningRate, 0.9, EPSILON);
  }

  /** A 3 × 3 convolution with ReLU. */
  static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  /** A 2 × 2 max pooling. */
  static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  /** The hidden dense layer with ReLU. */
  static DenseLayer dense(Settings settings) {
    return new DenseLayer.Builder()
        .nOut(settings.hidden().orElseThrow())
        .activation(Activation.RELU)
        .build();
  }

  /** The softmax layer with cross-entropy, behind the settings' dropout. */
  static OutputLayer softmax(Settings settings, int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .dropOut(dropout(settings.dropout()))
        .build();
  }

  /**
   * Dropout of a layer's input.
   *
   * @param rate share of the activations that is dropped; DL4J takes the share that is kept
   * @return null, which is no dropout to DL4J, if the rate is 0
   */
  public static IDropout dropout(double rate) {
    return rate == 0 ? null : new Dropout(1 - rate);
  }
}
