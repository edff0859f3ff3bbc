package mnist4j.recipe;

import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The recipe {@code cnn} with another network: the same data, the same schedule. */
public final class CnnVariant extends Cnn {

  /** The optimisers that are compared, each with its usual learning rate. */
  public enum Optimizer {
    /** Plain gradient descent over batches. */
    SGD("SGD", 0.01, Sgd::new),
    /** Gradient descent with momentum 0.9, in Nesterov's form, the only one that DL4J has. */
    MOMENTUM("momentum", 0.01, rate -> new Nesterovs(rate, 0.9)),
    /** A step size per weight that shrinks with the squares of its gradients so far. */
    ADAGRAD("Adagrad", 0.01, AdaGrad::new),
    /** A step size per weight by the recent squares of its gradients. */
    RMSPROP("RMSprop", 0.001, Keras::rmsProp),
    /** RMSprop with momentum; the recipe's own. */
    ADAM("Adam", 0.001, Keras::adam);

    private final String title;
    private final double usualRate;
    private final DoubleFunction<IUpdater> updater;

    Optimizer(String title, double usualRate, DoubleFunction<IUpdater> updater) {
      this.title = title;
      this.usualRate = usualRate;
      this.updater = updater;
    }

    /** The usual learning rate. */
    public double usualRate() {
      return usualRate;
    }

    /** The name in reports. */
    @Override
    public String toString() {
      return title;
    }
  }

  private static final int[] FILTERS = {32, 64, 64};

  /** 22 - 2 = 20, halved 10, - 2 = 8, halved 4, - 2 = 2, halved 1. */
  private static final int MIN_SIDE_OF_THREE_POOLINGS = 22;

  private static final Recipe CNN = new Cnn();

  private interface Network {
    MultiLayerConfiguration of(Settings settings, ImageSize input, int classes);
  }

  private final Network network;

  private CnnVariant(Network network) {
    this.network = network;
  }

  /**
   * One to three blocks of a convolution and, if wanted, a max pooling, before the dense layer.
   * Three blocks with pooling are the recipe's network with one more pooling at its end.
   *
   * @throws IllegalArgumentException for any other number of blocks
   */
  public static Recipe ofBlocks(int blocks, boolean pooling) {
    if (blocks < 1 || blocks > FILTERS.length) {
      throw new IllegalArgumentException("%d blocks of 1 to 3".formatted(blocks));
    }
    return new CnnVariant(
        (settings, input, classes) -> blocks(blocks, pooling, settings, input, classes));
  }

  /** The recipe's network, trained by another optimiser. */
  public static Recipe withOptimizer(Optimizer optimizer) {
    return changed(
        layer -> true,
        (layer, settings) -> layer.setIUpdater(optimizer.updater.apply(settings.learningRate())));
  }

  /** The recipe's network with another activation in its hidden layers. */
  public static Recipe withActivation(Activation activation) {
    return changed(
        layer -> !(layer instanceof OutputLayer),
        (layer, settings) -> layer.setActivationFn(activation.getActivationFunction()));
  }

  /** The recipe's network with a change of some of the layers that have parameters. */
  private static Recipe changed(
      Predicate<BaseLayer> layers, BiConsumer<BaseLayer, Settings> change) {
    return new CnnVariant(
        (settings, input, classes) -> {
          MultiLayerConfiguration configuration = CNN.network(settings, input, classes);
          for (NeuralNetConfiguration layer : configuration.getConfs()) {
            if (layer.getLayer() instanceof BaseLayer trained && layers.test(trained)) {
              change.accept(trained, settings);
            }
          }
          return configuration;
        });
  }

  private static MultiLayerConfiguration blocks(
      int blocks, boolean pooling, Settings settings, ImageSize input, int classes) {
    if (blocks == FILTERS.length && pooling) {
      RecipeData.requireSide(MIN_SIDE_OF_THREE_POOLINGS, "three poolings", input);
    }
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(settings.generatorSeed())
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .updater(Keras.adam(settings.learningRate()))
            .l2(settings.l2())
            .list();
    for (int block = 0; block < blocks; block++) {
      layers.layer(Keras.convolution(FILTERS[block]));
      if (pooling) {
        layers.layer(Keras.maxPooling());
      }
    }
    return layers
        .layer(Keras.dense(settings))
        .layer(Keras.softmax(settings, classes))
        .setInputType(InputType.convolutionalFlat(input.rows(), input.columns(), 1))
        .build();
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
    RecipeData.requireSide(MIN_SIDE, name(), input);
    return network.of(settings, input, classes);
  }
}
