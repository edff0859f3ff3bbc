package mnist4j.acceleration.step;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The activation functions that the fused step knows. Each is monotonic, so it may follow a max
 * pooling instead of preceding it, and each has a derivative that its own output determines.
 */
enum Nonlinearity {
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
        gradient[i] *= Step.positive(output[i]);
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

  /** The counterpart of a DL4J activation function, if there is one. */
  static Optional<Nonlinearity> of(IActivation activation) {
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
   * @param output what {@link #apply} left
   * @param gradient changed in place
   */
  abstract void backpropagate(float[] output, float[] gradient, int length);
}
