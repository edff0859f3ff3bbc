package mnist4j.acceleration.step;

/**
 * A loss at the end of the network. Each takes the output layer's activations for some examples,
 * replaces them by the gradient of the summed loss, and tells the sum. Softmax belongs to its loss.
 */
enum Loss {

  /** Cross-entropy after a softmax; both at once have the gradient {@code softmax - target}. */
  SOFTMAX_CROSS_ENTROPY {
    @Override
    void activate(float[] outputs, int start, int classes) {
      float largest = outputs[start];
      for (int i = start; i < start + classes; i++) {
        largest = Math.max(largest, outputs[i]);
      }
      float sum = 0;
      for (int i = start; i < start + classes; i++) {
        outputs[i] = (float) Math.exp(outputs[i] - largest);
        sum += outputs[i];
      }
      for (int i = start; i < start + classes; i++) {
        outputs[i] /= sum;
      }
    }

    @Override
    double replaceByGradient(float[] outputs, float[] targets, int start, int classes) {
      double loss = 0;
      for (int i = start; i < start + classes; i++) {
        if (targets[i] != 0) {
          loss -= targets[i] * Math.log(Math.max(outputs[i], SMALLEST_PROBABILITY));
        }
        outputs[i] -= targets[i];
      }
      return loss;
    }
  },

  /** Squared errors, summed over the outputs. */
  SUM_OF_SQUARES {
    @Override
    double replaceByGradient(float[] outputs, float[] targets, int start, int classes) {
      double loss = 0;
      for (int i = start; i < start + classes; i++) {
        double error = outputs[i] - targets[i];
        loss += error * error;
        outputs[i] = (float) (2 * error);
      }
      return loss;
    }
  },

  /** Squared errors, averaged over the outputs. */
  MEAN_OF_SQUARES {
    @Override
    double replaceByGradient(float[] outputs, float[] targets, int start, int classes) {
      double loss = SUM_OF_SQUARES.replaceByGradient(outputs, targets, start, classes) / classes;
      for (int i = start; i < start + classes; i++) {
        outputs[i] /= classes;
      }
      return loss;
    }
  };

  /** DL4J's {@code softmaxClipEps}: a probability of 0 counts as this. */
  private static final double SMALLEST_PROBABILITY = 1e-10;

  /**
   * Applies the output layer's activation where it belongs to the loss.
   *
   * @param outputs {@code [examples, classes]}; changed in place
   */
  void activate(float[] outputs, int classes) {
    for (int start = 0; start < outputs.length; start += classes) {
      activate(outputs, start, classes);
    }
  }

  /**
   * Scores all examples of a slice.
   *
   * @param outputs {@code [examples, classes]}, activated; replaced by the gradient
   * @param targets {@code [examples, classes]}
   */
  Score score(float[] outputs, float[] targets, int classes) {
    int right = rightAnswers(outputs, targets, classes);
    double loss = 0;
    for (int start = 0; start < outputs.length; start += classes) {
      loss += replaceByGradient(outputs, targets, start, classes);
    }
    return new Score(loss, right);
  }

  /**
   * Number of examples whose answer is the wanted one.
   *
   * @param outputs {@code [examples, classes]}, activated
   * @param targets {@code [examples, classes]}
   */
  static int rightAnswers(float[] outputs, float[] targets, int classes) {
    int right = 0;
    for (int start = 0; start < outputs.length; start += classes) {
      right += answer(outputs, start, classes) == answer(targets, start, classes) ? 1 : 0;
    }
    return right;
  }

  /** The class of the largest value; with a single output, whether it exceeds one half. */
  private static int answer(float[] values, int start, int classes) {
    if (classes == 1) {
      return values[start] > 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }

  /** One example's outputs. */
  void activate(float[] outputs, int start, int classes) {}

  /** One example's loss; its outputs become the gradient. */
  abstract double replaceByGradient(float[] outputs, float[] targets, int start, int classes);
}
