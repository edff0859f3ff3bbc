package mnist4j.acceleration.step;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The activation functions that the fused step supports. Each is monotonic, so it can be applied
 * after max pooling instead of before, and each has a derivative that follows from its output.
 */
enum ActivationFunction {
  IDENTITY {
    @Override
    void apply(float[] values, int length) {}

    @Override
    void backpropagate(float[] output, float[] gradient, int length) {}
  },

  RELU {
    @Override
    void apply(float[] values, int length) {
      for (int i = 0; i < length; i++) {
        values[i] = Math.max(values[i], 0f);
      }
    }

    @Override
    void backpropagate(float[] output, float[] gradient, int length) {
      for (int i = 0; i < length; i++) {
        gradient[i] *= unitStep(output[i]);
      }
    }
  },

  SIGMOID {
    @Override
    void apply(float[] values, int length) {
      for (int i = 0; i < length; i++) {
        values[i] = (float) (1 / (1 + Math.exp(-values[i])));
      }
    }

    @Override
    void backpropagate(float[] output, float[] gradient, int length) {
      for (int i = 0; i < length; i++) {
        gradient[i] *= output[i] * (1 - output[i]);
      }
    }
  },

  TANH {
    /** By the exponential, which the processor's own instructions compute; Math.tanh is slower. */
    @Override
    void apply(float[] values, int length) {
      for (int i = 0; i < length; i++) {
        values[i] = (float) (1 - 2 / (Math.exp(2.0 * values[i]) + 1));
      }
    }

    @Override
    void backpropagate(float[] output, float[] gradient, int length) {
      for (int i = 0; i < length; i++) {
        gradient[i] *= 1 - output[i] * output[i];
      }
    }
  };

  /** Maps the smallest normal float to 1. */
  private static final float UNIT_STEP_SCALE = 0x1p126f;

  /**
   * 1 if the value is positive, 0 if it is zero; it must not be negative or subnormal. Without a
   * branch, so that the JIT can compile loops over it to vector instructions.
   */
  static float unitStep(float value) {
    return Math.min(value * UNIT_STEP_SCALE, 1f);
  }

  /** The counterpart of a DL4J activation function, if there is one. */
  static Optional<ActivationFunction> of(IActivation activation) {
    if (activation.equals(new ActivationReLU())) {
      return Optional.of(RELU);
    }
    if (activation instanceof ActivationSigmoid) {
      return Optional.of(SIGMOID);
    }
    if (activation instanceof ActivationTanH) {
      return Optional.of(TANH);
    }
    return activation instanceof ActivationIdentity ? Optional.of(IDENTITY) : Optional.empty();
  }

  /** Replaces each of the first {@code length} values by its activation. */
  abstract void apply(float[] values, int length);

  /**
   * Turns the gradient with respect to the output into the one with respect to the input.
   *
   * @param output the result of {@link #apply}
   * @param gradient changed in place
   */
  abstract void backpropagate(float[] output, float[] gradient, int length);
}
