package mnist4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import mnist4j.data.ImageSize;
import mnist4j.recipe.CnnVariant.Optimizer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class CnnVariantTest {

  private static final Recipe CNN = new Cnn();

  private static MultiLayerConfiguration network(Recipe recipe) {
    return recipe.network(recipe.defaults(), ImageSize.MNIST, 10);
  }

  private static List<BaseLayer> layers(Recipe recipe) {
    List<BaseLayer> layers = new ArrayList<>();
    for (NeuralNetConfiguration conf : network(recipe).getConfs()) {
      Layer layer = conf.getLayer();
      if (layer instanceof BaseLayer base) {
        layers.add(base);
      }
    }
    return layers;
  }

  /** First convolution 320, second 18,496, third 36,928, then the dense layer and 1,290. */
  @ParameterizedTest
  @CsvSource({
    "1, true, 693962", // 13 x 13 x 32 = 5,408 into 128
    "1, false, 2770634", // 26 x 26 x 32 = 21,632
    "2, true, 225034", // 5 x 5 x 64 = 1,600
    "2, false, 4738826", // 24 x 24 x 64 = 36,864
    "3, true, 65354", // 1 x 1 x 64
    "3, false, 4022090" // 22 x 22 x 64 = 30,976
  })
  void hasTheBlocksAskedFor(int blocks, boolean pooling, long parameters) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(network(CnnVariant.ofBlocks(blocks, pooling)));
    network.init();
    assertThat(network.numParams()).isEqualTo(parameters);
    assertThat(network.getnLayers()).isEqualTo(blocks * (pooling ? 2 : 1) + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4})
  void hasOneToThreeBlocks(int blocks) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CnnVariant.ofBlocks(blocks, true))
        .withMessage("%d blocks of 1 to 3", blocks);
  }

  @Test
  void refusesImagesThatItsPoolingsLeaveNothingOf() {
    Recipe three = CnnVariant.ofBlocks(3, true);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> three.network(CNN.defaults(), new ImageSize(21, 30), 10))
        .withMessage(
            "--data: found images of 30 x 21 pixels (width x height), expected at least 22 x 22 for three poolings");
    assertThat(three.network(CNN.defaults(), new ImageSize(22, 22), 10)).isNotNull();
    assertThat(CnnVariant.ofBlocks(3, false).network(CNN.defaults(), new ImageSize(18, 18), 10))
        .isNotNull();
  }

  @Test
  void isTheRecipesOwnNetworkWithTheRecipesOwnOptimizerOrActivation() {
    assertThat(network(CnnVariant.withOptimizer(Optimizer.ADAM)).toJson())
        .isEqualTo(network(CNN).toJson());
    assertThat(network(CnnVariant.withActivation(Activation.RELU)).toJson())
        .isEqualTo(network(CNN).toJson());
  }

  @Test
  void trainsEveryLayerWithTheOptimizerAtTheSettingsRate() {
    assertThat(updater(Optimizer.SGD)).isEqualTo(new Sgd(0.001));
    assertThat(updater(Optimizer.MOMENTUM)).isEqualTo(new Nesterovs(0.001, 0.9));
    assertThat(updater(Optimizer.ADAGRAD)).isEqualTo(new AdaGrad(0.001));
    assertThat(updater(Optimizer.RMSPROP)).isEqualTo(new RmsProp(0.001, 0.9, 1e-7));
    assertThat(updater(Optimizer.ADAM)).isEqualTo(new Adam(0.001, 0.9, 0.999, 1e-7));
  }

  private static IUpdater updater(Optimizer optimizer) {
    List<IUpdater> updaters =
        layers(CnnVariant.withOptimizer(optimizer)).stream().map(BaseLayer::getIUpdater).toList();
    assertThat(updaters).hasSize(5).containsOnly(updaters.get(0));
    return updaters.get(0);
  }

  @Test
  void hasTheActivationInEveryLayerButTheLast() {
    assertThat(layers(CnnVariant.withActivation(Activation.TANH)))
        .extracting(layer -> layer.getActivationFn().toString())
        .containsExactly("tanh", "tanh", "tanh", "tanh", "softmax");
  }

  @Test
  void sharesDataAndScheduleWithTheRecipe() {
    Recipe variant = CnnVariant.ofBlocks(1, true);
    assertThat(variant.name()).isEqualTo("cnn");
    assertThat(variant.defaults()).isEqualTo(CNN.defaults());
    assertThat(variant.document()).isEqualTo(CNN.document());
  }
}
