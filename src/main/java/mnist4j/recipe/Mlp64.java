package mnist4j.recipe;

import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.weights.WeightInit;

/** The Keras dense tutorial: 784 → 64 ReLU → 10 softmax. */
final class Mlp64 implements Recipe {

  @Override
  public String name() {
    return "mlp-64";
  }

  @Override
  public DocumentFigures document() {
    return DocumentFigures.none("Keras dense tutorial");
  }

  @Override
  public Settings defaults() {
    return Settings.of(20, 32, 1e-3).withHidden(64);
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    return RecipeData.whole(data, settings);
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(Keras.adam(settings.learningRate()))
        .l2(settings.l2())
        .list()
        .layer(Keras.dense(settings))
        .layer(Keras.softmax(settings, classes))
        .setInputType(InputType.feedForward(input.pixels()))
        .build();
  }
}
