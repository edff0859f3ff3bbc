package mnist4j.recipe;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.schedule.ISchedule;

/** Keras's constants where DL4J's own differ. */
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

  public static RmsProp rmsProp(double learningRate) {
    return new RmsProp(learningRate, 0.9, EPSILON);
  }

  /**
   * Dropout of a layer's input.
   *
   * @param rate share of the activations dropped, as Keras counts; DL4J counts those it keeps
   * @return null, DL4J's word for no dropout, where the rate is 0
   */
  public static IDropout dropout(double rate) {
    return rate == 0 ? null : new Dropout(1 - rate);
  }
}
