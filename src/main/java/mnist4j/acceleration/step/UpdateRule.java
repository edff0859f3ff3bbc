package mnist4j.acceleration.step;

import java.util.Optional;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** An optimiser's arithmetic on part of the parameters. */
interface UpdateRule {

  /**
   * Keeps a decaying average from becoming subnormal, by rounding it to a multiple of 8e-28. The
   * processor takes a hundred times longer to compute with subnormal numbers, and an average that
   * is subnormal stays so. Averages of weights of pixels that are almost always blank get there
   * after a few hundred steps. Numbers above 3e-13 are unchanged, and the rounding error of smaller
   * ones is negligible beside the epsilon that is added to them.
   */
  static float withoutSubnormals(float value) {
    return (value + 1e-20f) - 1e-20f;
  }

  /** State values per parameter. */
  default int states() {
    return 1;
  }

  /**
   * Updates the first {@code length} parameters and their state.
   *
   * @param scale of the gradient
   * @param states as many arrays as {@link #states()}
   */
  void update(float[] parameters, float[] gradient, float scale, float[][] states, int length);

  /**
   * The rule of a DL4J updater at one step, if the fused updater supports it.
   *
   * @param iteration steps taken before this one
   */
  static Optional<UpdateRule> of(IUpdater updater, int iteration, int epoch) {
    float rate = (float) updater.getLearningRate(iteration, epoch);
    UpdateRule rule = null;
    if (updater instanceof Adam adam) {
      rule = adam(adam, iteration, epoch);
    } else if (updater instanceof RmsProp rmsProp) {
      double decay = rmsProp.getRmsDecay();
      float epsilon = (float) rmsProp.getEpsilon();
      rule = new RmsPropRule(rate, (float) decay, (float) (1 - decay), epsilon);
    } else if (updater instanceof Nesterovs nesterovs) {
      rule = new NesterovsRule(rate, (float) nesterovs.currentMomentum(iteration, epoch));
    } else if (updater instanceof AdaGrad adaGrad) {
      rule = new AdaGradRule(rate, (float) adaGrad.getEpsilon());
    } else if (updater instanceof Sgd) {
      rule = new SgdRule(rate);
    }
    return Optional.ofNullable(rule);
  }

  private static UpdateRule adam(Adam adam, int iteration, int epoch) {
    double correction1 = 1 - Math.pow(adam.getBeta1(), iteration + 1);
    double correction2 = 1 - Math.pow(adam.getBeta2(), iteration + 1);
    double rate = adam.getLearningRate(iteration, epoch) * Math.sqrt(correction2) / correction1;
    return new AdamRule(
        (float) rate,
        (float) adam.getBeta1(),
        (float) (1 - adam.getBeta1()),
        (float) adam.getBeta2(),
        (float) (1 - adam.getBeta2()),
        (float) adam.getEpsilon());
  }

  /**
   * Adam (Kingma and Ba, 2014, section 2, the reordered form). State: the averages of the gradient
   * and of its square.
   *
   * @param rate corrected for the averages' initial value of 0
   * @param new1 {@code 1 - beta1} without rounding beta1 first
   * @param new2 {@code 1 - beta2} without rounding beta2 first
   */
  record AdamRule(float rate, float beta1, float new1, float beta2, float new2, float epsilon)
      implements UpdateRule {

    @Override
    public int states() {
      return 2;
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float scale, float[][] states, int length) {
      float[] mean = states[0];
      float[] square = states[1];
      for (int i = 0; i < length; i++) {
        float g = gradient[i] * scale;
        float m = withoutSubnormals(beta1 * mean[i] + new1 * g);
        float v = withoutSubnormals(beta2 * square[i] + new2 * (g * g));
        mean[i] = m;
        square[i] = v;
        parameters[i] -= rate * m / ((float) Math.sqrt(v) + epsilon);
      }
    }
  }

  /** RMSprop (Hinton, 2012, lecture 6e). State: the average of the gradient's square. */
  record RmsPropRule(float rate, float decay, float fresh, float epsilon) implements UpdateRule {

    @Override
    public void update(
        float[] parameters, float[] gradient, float scale, float[][] states, int length) {
      float[] square = states[0];
      for (int i = 0; i < length; i++) {
        float g = gradient[i] * scale;
        float v = withoutSubnormals(decay * square[i] + fresh * (g * g));
        square[i] = v;
        parameters[i] -= rate * g / ((float) Math.sqrt(v) + epsilon);
      }
    }
  }

  /**
   * Nesterov's momentum in the form that stores the looked-ahead parameters (Bengio and others,
   * 2012, "Advances in optimizing recurrent networks", section 3.5). State: the velocity.
   */
  record NesterovsRule(float rate, float momentum) implements UpdateRule {

    @Override
    public void update(
        float[] parameters, float[] gradient, float scale, float[][] states, int length) {
      float[] velocity = states[0];
      for (int i = 0; i < length; i++) {
        float before = velocity[i];
        float now = withoutSubnormals(momentum * before - rate * (gradient[i] * scale));
        velocity[i] = now;
        parameters[i] -= momentum * before - (1 + momentum) * now;
      }
    }
  }

  /**
   * AdaGrad (Duchi, Hazan and Singer, 2011, section 1.1, the diagonal form). State: the sum of the
   * gradient's squares, which DL4J initialises above 0.
   */
  record AdaGradRule(float rate, float epsilon) implements UpdateRule {

    @Override
    public void update(
        float[] parameters, float[] gradient, float scale, float[][] states, int length) {
      float[] sum = states[0];
      for (int i = 0; i < length; i++) {
        float g = gradient[i] * scale;
        float s = sum[i] + g * g;
        sum[i] = s;
        parameters[i] -= rate * g / ((float) Math.sqrt(s) + epsilon);
      }
    }
  }

  /** Plain gradient descent; no state. */
  record SgdRule(float rate) implements UpdateRule {

    @Override
    public int states() {
      return 0;
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float scale, float[][] states, int length) {
      for (int i = 0; i < length; i++) {
        parameters[i] -= gradient[i] * scale * rate;
      }
    }
  }
}
