package org.deeplearning4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import mnist4j.data.ImageSize;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import org.deeplearning4j.config.DL4JClassLoading;
import org.deeplearning4j.cuda.convolution.CudnnConvolutionHelper;
import org.deeplearning4j.cuda.convolution.subsampling.CudnnSubsamplingHelper;
import org.deeplearning4j.cuda.dropout.CudnnDropoutHelper;
import org.deeplearning4j.cuda.normalization.CudnnBatchNormalizationHelper;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.DropoutHelper;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingHelper;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The helpers' mathematics, on the CPU, against that of DL4J's own layers. */
class HelpersTest {

  private static final Object[] FLOAT = {DataType.FLOAT};

  private final boolean allowed = Nd4j.getEnvironment().helpersAllowed();

  @AfterEach
  void restore() {
    System.clearProperty("mnist4j.cudnn");
    Nd4j.getEnvironment().allowHelpers(allowed);
  }

  /**
   * Both with the native library's special implementations, as with cuDNN, and with its plain ones,
   * as on a GPU without it.
   */
  @ParameterizedTest
  @CsvSource({"cnn,true", "cnn,false", "cnn-best,true", "cnn-best,false"})
  void aStepHasTheGradientOfDl4jsOwnLayers(String name, boolean special)
      throws ReflectiveOperationException {
    Recipe recipe = Recipes.named(name).orElseThrow();
    DataSet batch = batch();
    MultiLayerNetwork own = network(recipe, false);
    MultiLayerNetwork helped = network(recipe, true);
    helped.setParams(own.params().dup());

    INDArray expected = gradient(own, batch);
    Nd4j.getEnvironment().allowHelpers(special);
    INDArray found = gradient(helped, batch);

    double scale = expected.amaxNumber().doubleValue();
    assertThat(scale).isGreaterThan(1e-3);
    assertThat(found.sub(expected).amaxNumber().doubleValue() / scale).isLessThan(1e-5);
    assertThat(helped.score()).isCloseTo(own.score(), within(1e-5 * own.score()));
    for (Layer layer : helped.getLayers()) {
      assertThat(fallbacks(layer)).as(layer.toString()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"cnn", "cnn-best"})
  void theyClassifyAsDl4jsOwnLayers(String name) throws ReflectiveOperationException {
    Recipe recipe = Recipes.named(name).orElseThrow();
    MultiLayerNetwork own = network(recipe, false);
    MultiLayerNetwork helped = network(recipe, true);
    helped.setParams(own.params().dup());
    INDArray images = batch().getFeatures();

    INDArray difference = helped.output(images).sub(own.output(images));

    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @Test
  void theyHaveTheNamesThatDl4jLooksFor() throws ReflectiveOperationException {
    Map<Class<?>, String> names = new HashMap<>();
    names.put(CudnnConvolutionHelper.class, ConvolutionLayer.CUDA_CNN_HELPER_CLASS_NAME);
    names.put(CudnnSubsamplingHelper.class, SubsamplingLayer.CUDNN_SUBSAMPLING_HELPER_CLASS_NAME);
    names.put(
        CudnnBatchNormalizationHelper.class, BatchNormalization.BATCH_NORM_CUDNN_HELPER_CLASS_NAME);
    names.put(CudnnDropoutHelper.class, Dropout.CUDNN_DROPOUT_HELPER_CLASS_NAME);
    assertThat(names).allSatisfy((type, name) -> assertThat(type.getName()).isEqualTo(name));
  }

  @Test
  void dl4jCanMakeThem() {
    assertThat(made(CudnnConvolutionHelper.class, ConvolutionHelper.class).checkSupported())
        .isTrue();
    assertThat(made(CudnnSubsamplingHelper.class, SubsamplingHelper.class).checkSupported())
        .isTrue();
    BatchNormalizationHelper normalisation =
        made(CudnnBatchNormalizationHelper.class, BatchNormalizationHelper.class);
    assertThat(normalisation.checkSupported()).isTrue();
    assertThat(normalisation.checkSupported(1e-5, false)).isTrue();
    assertThat(normalisation.checkSupported(1e-5, true)).isFalse();
  }

  @Test
  void dropoutIsLeftToDl4j() {
    assertThat(made(CudnnDropoutHelper.class, DropoutHelper.class).checkSupported()).isFalse();
  }

  @Test
  void oneSwitchTurnsAllOff() {
    System.setProperty("mnist4j.cudnn", "off");
    assertThat(made(CudnnConvolutionHelper.class, ConvolutionHelper.class).checkSupported())
        .isFalse();
    assertThat(made(CudnnSubsamplingHelper.class, SubsamplingHelper.class).checkSupported())
        .isFalse();
    BatchNormalizationHelper normalisation =
        made(CudnnBatchNormalizationHelper.class, BatchNormalizationHelper.class);
    assertThat(normalisation.checkSupported()).isFalse();
    assertThat(normalisation.checkSupported(1e-5, false)).isFalse();
  }

  /** As {@code HelperUtils} makes a helper where the backend is CUDA. */
  private static <T extends LayerHelper> T made(Class<? extends T> type, Class<T> wanted) {
    return DL4JClassLoading.createNewInstance(type.getName(), wanted, new Object[] {FLOAT});
  }

  private static MultiLayerNetwork network(Recipe recipe, boolean helped)
      throws ReflectiveOperationException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(recipe.network(recipe.defaults(), ImageSize.MNIST, 10));
    network.init();
    for (Layer layer : network.getLayers()) {
      if (hasField(layer, "helper")) {
        field(layer, "helper").set(layer, helped ? helper(layer) : null);
      }
    }
    return network;
  }

  private static LayerHelper helper(Layer layer) {
    if (layer instanceof ConvolutionLayer) {
      return new CudnnConvolutionHelper(FLOAT);
    }
    return layer instanceof SubsamplingLayer
        ? new CudnnSubsamplingHelper(FLOAT)
        : new CudnnBatchNormalizationHelper(FLOAT);
  }

  /** With the same dropout for everyone. */
  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    Nd4j.getRandom().setSeed(7);
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    return network.getFlattenedGradients().dup();
  }

  private static DataSet batch() {
    Nd4j.getRandom().setSeed(5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 16, 10);
    for (int i = 0; i < 16; i++) {
      labels.putScalar(i, i % 10, 1);
    }
    return new DataSet(Nd4j.rand(DataType.FLOAT, 16, 784), labels);
  }

  private static int fallbacks(Layer layer) throws ReflectiveOperationException {
    return hasField(layer, "helperCountFail") ? field(layer, "helperCountFail").getInt(layer) : 0;
  }

  private static boolean hasField(Layer layer, String name) {
    for (Field field : layer.getClass().getDeclaredFields()) {
      if (field.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Field field(Layer layer, String name) throws NoSuchFieldException {
    Field field = layer.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
