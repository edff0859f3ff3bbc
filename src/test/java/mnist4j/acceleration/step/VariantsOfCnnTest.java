package mnist4j.acceleration.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import mnist4j.data.ImageSize;
import mnist4j.recipe.CnnVariant;
import mnist4j.recipe.CnnVariant.Optimizer;
import mnist4j.recipe.Recipe;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** The experiments' networks take the fused step, without which they would last for hours. */
class VariantsOfCnnTest {

  static Stream<Recipe> variants() {
    return Stream.of(
            Stream.of(1, 2, 3)
                .flatMap(
                    blocks ->
                        Stream.of(
                            CnnVariant.ofBlocks(blocks, true), CnnVariant.ofBlocks(blocks, false))),
            Arrays.stream(Optimizer.values()).map(CnnVariant::withOptimizer),
            Stream.of(Activation.SIGMOID, Activation.TANH).map(CnnVariant::withActivation))
        .flatMap(recipes -> recipes);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void isKnownToTheFusedStepWithItsOptimizer(Recipe variant) {
    MultiLayerConfiguration network = variant.network(variant.defaults(), ImageSize.MNIST, 10);
    assertThat(NetworkSpec.of(network)).isPresent();
    BaseLayer first = (BaseLayer) network.getConf(0).getLayer();
    assertThat(UpdateRule.of(first.getIUpdater(), 0, 0)).isPresent();
  }
}
