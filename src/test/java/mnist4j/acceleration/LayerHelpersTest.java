package mnist4j.acceleration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import mnist4j.data.ImageSize;
import mnist4j.recipe.Recipe;
import mnist4j.training.SmallRuns;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.nativeblas.Nd4jCpu;

class LayerHelpersTest {

  @BeforeAll
  static void enable() throws ReflectiveOperationException {
    Acceleration.enableLayerHelpers();
    assumeTrue(
        Nd4j.getEnvironment().isCPU() && Nd4jCpu.Environment.getInstance().isUseMKLDNN(),
        "this native library has no oneDNN");
  }

  @Test
  void theHelpersFindOneDnn() {
    assertThat(Acceleration.usesLayerHelpers()).isTrue();
    assertThat(BaseMKLDNNHelper.mklDnnEnabled()).isTrue();
  }

  @Test
  void everyConvolutionAndPoolingOfTheCnnRunsThroughOneDnn() throws ReflectiveOperationException {
    Recipe cnn = SmallRuns.recipe("cnn");
    MultiLayerNetwork network =
        new MultiLayerNetwork(cnn.network(cnn.defaults(), ImageSize.MNIST, 10));
    network.init();
    DataSet batch =
        new DataSet(
            Nd4j.rand(8, 784),
            Nd4j.eye(10).get(NDArrayIndex.interval(0, 8), NDArrayIndex.all()).dup());

    network.fit(batch);
    network.output(batch.getFeatures());

    for (int i = 0; i < 5; i++) {
      Class<?> helper = i == 1 || i == 3 ? MKLDNNSubsamplingHelper.class : MKLDNNConvHelper.class;
      assertThat(network.getLayer(i).getHelper()).as("layer %d", i).isInstanceOf(helper);
      assertThat(failures(network.getLayer(i))).as("layer %d", i).isZero();
    }
  }

  /** How often the layer fell back from its helper to its own implementation. */
  private static int failures(Layer layer) throws ReflectiveOperationException {
    var field = layer.getClass().getDeclaredField("helperCountFail");
    field.setAccessible(true);
    return field.getInt(layer);
  }
}
