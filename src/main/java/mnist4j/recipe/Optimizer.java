package mnist4j.recipe;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The optimisers that the comparison of them tries, each with the learning rate it is given. */
public enum Optimizer {
  /** Plain gradient descent over batches. */
  SGD("SGD", 0.01),
  /** Gradient descent with momentum 0.9, in Nesterov's form, the only one that DL4J has. */
  MOMENTUM("momentum", 0.01),
  /** A step size per weight that shrinks with the squares of its gradients so far. */
  ADAGRAD("Adagrad", 0.01),
  /** A step size per weight by the recent squares of its gradients. */
  RMSPROP("RMSprop", 0.001),
  /** RMSprop with momentum; what the recipe has. */
  ADAM("Adam", 0.001);

  private final String title;
  private final double usualRate;

  Optimizer(String title, double usualRate) {
    this.title = title;
    this.usualRate = usualRate;
  }

  /** The learning rate it is customarily given. */
  public double usualRate() {
    return usualRate;
  }

  IUpdater at(double learningRate) {
    return switch (this) {
      case SGD -> new Sgd(learningRate);
      case MOMENTUM -> new Nesterovs(learningRate, 0.9);
      case ADAGRAD -> new AdaGrad(learningRate);
      case RMSPROP -> Keras.rmsProp(learningRate);
      case ADAM -> Keras.adam(learningRate);
    };
  }

  /** As reports name it. */
  @Override
  public String toString() {
    return title;
  }
}
