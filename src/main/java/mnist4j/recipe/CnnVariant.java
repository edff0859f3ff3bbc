package mnist4j.recipe;

import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** The recipe {@code cnn} with another network: the same data, the same schedule. */
public final class CnnVariant implements Recipe {

  private static final int[] FILTERS = {32, 64, 64};

  /** Makes the variant's network. */
  private interface Network {
    MultiLayerConfiguration of(Settings settings, int classes);
  }

  private static final Recipe CNN = new Cnn();

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
    return new CnnVariant((settings, classes) -> blocks(blocks, pooling, settings, classes));
  }

  /** The recipe's network, its steps taken by another optimiser. */
  public static Recipe withOptimizer(Optimizer optimizer) {
    return new CnnVariant(
        (settings, classes) -> {
          MultiLayerConfiguration configuration = CNN.network(settings, classes);
          for (NeuralNetConfiguration layer : configuration.getConfs()) {
            if (layer.getLayer() instanceof BaseLayer trained) {
              trained.setIUpdater(optimizer.at(settings.learningRate()));
            }
          }
          return configuration;
        });
  }

  /** The recipe's network with another activation in its hidden layers. */
  public static Recipe withActivation(Activation activation) {
    return new CnnVariant(
        (settings, classes) -> {
          MultiLayerConfiguration configuration = CNN.network(settings, classes);
          for (NeuralNetConfiguration layer : configuration.getConfs()) {
            if (isHidden(layer.getLayer())) {
              ((BaseLayer) layer.getLayer()).setActivationFn(activation.getActivationFunction());
            }
          }
          return configuration;
        });
  }

  private static boolean isHidden(Layer layer) {
    return layer instanceof BaseLayer && !(layer instanceof OutputLayer);
  }

  private static MultiLayerConfiguration blocks(
      int blocks, boolean pooling, Settings settings, int classes) {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(settings.generatorSeed())
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .updater(Keras.adam(settings.learningRate()))
            .l2(settings.l2())
            .list();
    for (int block = 0; block < blocks; block++) {
      layers.layer(Cnn.convolution(FILTERS[block]));
      if (pooling) {
        layers.layer(Cnn.maxPooling());
      }
    }
    return layers
        .layer(Cnn.dense(settings))
        .layer(Cnn.softmax(settings, classes))
        .setInputType(InputType.convolutionalFlat(ImageData.SIDE, ImageData.SIDE, 1))
        .build();
  }

  @Override
  public String name() {
    return CNN.name();
  }

  @Override
  public DocumentFigures document() {
    return CNN.document();
  }

  @Override
  public Settings defaults() {
    return CNN.defaults();
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    return CNN.prepare(data, settings);
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, int classes) {
    return network.of(settings, classes);
  }
}
