package mnist4j.recipe;

import java.util.List;
import java.util.OptionalDouble;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.weights.WeightInit;

/** "Deep Learning with Python", chapter 2: 784 → 512 ReLU → 10 softmax. */
final class Mlp512 implements Recipe {

  @Override
  public String name() {
    return "mlp-512";
  }

  @Override
  public DocumentFigures document() {
    return new DocumentFigures(
        "Deep Learning with Python, chapter 2",
        OptionalDouble.of(.9791),
        OptionalDouble.of(.0691),
        List.of(.9231, .9684, .9792, .9847, .9884),
        List.of(),
        List.of(),
        OptionalDouble.empty());
  }

  @Override
  public Settings defaults() {
    return Settings.of(5, 128, 1e-3).withHidden(512);
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
        .updater(Keras.rmsProp(settings.learningRate()))
        .l2(settings.l2())
        .list()
        .layer(Keras.dense(settings))
        .layer(Keras.softmax(settings, classes))
        .setInputType(InputType.feedForward(input.pixels()))
        .build();
  }
}
