package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworksTest {

  @ParameterizedTest
  @MethodSource("mnist4j.training.TrainerTest#recipes")
  void oneThatSharesParametersHasNoArrayOfTheirSizeOfItsOwn(String name) {
    Recipe recipe = SmallRuns.recipe(name);
    MultiLayerNetwork original = SmallRuns.untrained(recipe, recipe.defaults());
    MultiLayerNetwork sharing = Networks.sharing(original);
    INDArray images = ImageData.bundled().test().first(3).features();

    INDArray outputs = sharing.output(images);

    assertThat(sharing.params().data().pointer()).isEqualTo(original.params().data().pointer());
    assertThat(sharing.getGradientsViewArray()).isNull();
    assertThat(sharing.getUpdater(false)).isNull();
    assertThat(outputs.equalsWithEps(original.output(images), 1e-5)).isTrue();
  }
}
