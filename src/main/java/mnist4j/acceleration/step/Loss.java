package mnist4j.acceleration.step;

/**
 * A loss function. Each replaces the output layer's activations for some examples by the gradient
 * of the summed loss and returns the sum. Softmax is computed with its loss.
 */
enum Loss {

  /** Cross-entropy after a softmax; their combined gradient is {@code softmax - target}. */
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

    @Override
    double replaceByGradient(
        float[] outputs, float[] targets, int start, int classes, float[] weights) {
      double loss = 0;
      float sum = 0;
      for (int i = 0; i < classes; i++) {
        float target = weights[i] * targets[start + i];
        if (target != 0) {
          loss -= target * Math.log(Math.max(outputs[start + i], SMALLEST_PROBABILITY));
          sum += target;
        }
      }
      for (int i = 0; i < classes; i++) {
        outputs[start + i] = outputs[start + i] * sum - weights[i] * targets[start + i];
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

  /**
   * Loss and number of correctly classified examples.
   *
   * @param loss summed over the examples
   */
  record Score(double loss, int correct) {

    static final Score NONE = new Score(0, 0);

    Score plus(Score other) {
      return new Score(loss + other.loss, correct + other.correct);
    }
  }

  /** DL4J's {@code softmaxClipEps}: a probability of 0 counts as this. */
  private static final double SMALLEST_PROBABILITY = 1e-10;

  /**
   * Applies the output layer's activation if it is part of the loss.
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
   * @param weights of the classes, {@code [classes]}; empty if all weigh the same
   */
  Score score(float[] outputs, float[] targets, int classes, float[] weights) {
    int correct = 0;
    double loss = 0;
    for (int start = 0; start < outputs.length; start += classes) {
      correct += predicted(outputs, start, classes) == predicted(targets, start, classes) ? 1 : 0;
      loss +=
          weights.length == 0
              ? replaceByGradient(outputs, targets, start, classes)
              : replaceByGradient(outputs, targets, start, classes, weights);
    }
    return new Score(loss, correct);
  }

  /** The class with the largest value; with a single output, 1 if it exceeds 0.5. */
  private static int predicted(float[] values, int start, int classes) {
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

  /** Activates one example's outputs. */
  void activate(float[] outputs, int start, int classes) {}

  /** Returns one example's loss and replaces its outputs by the gradient. */
  abstract double replaceByGradient(float[] outputs, float[] targets, int start, int classes);

  /** The same with a weight per class. */
  double replaceByGradient(
      float[] outputs, float[] targets, int start, int classes, float[] weights) {
    throw new UnsupportedOperationException(this + " has no weights of classes");
  }
}
