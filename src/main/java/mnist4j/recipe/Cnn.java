package mnist4j.recipe;

import java.util.List;
import java.util.OptionalDouble;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.weights.WeightInit;

/** The Keras CNN tutorial: three 3 × 3 convolutions, two poolings, a dense layer of 128. */
class Cnn implements Recipe {

  private static final double VALIDATION_SHARE = 0.2;

  /** 18 - 2 = 16, halved 8, - 2 = 6, halved 3, - 2 = 1. */
  static final int MIN_SIDE = 18;

  @Override
  public String name() {
    return "cnn";
  }

  @Override
  public DocumentFigures document() {
    return new DocumentFigures(
        "Keras CNN tutorial",
        OptionalDouble.of(.9900),
        OptionalDouble.empty(),
        List.of(),
        List.of(.9808, .9821, .9876, .9878, .9890),
        List.of(),
        OptionalDouble.empty());
  }

  @Override
  public Settings defaults() {
    return Settings.of(5, 64, 1e-3).withHidden(128);
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    RecipeData.requireSide(MIN_SIDE, name(), data.imageSize());
    return RecipeData.holdingOut(VALIDATION_SHARE, data, settings);
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(Keras.adam(settings.learningRate()))
        .l2(settings.l2())
        .list()
        .layer(Keras.convolution(32))
        .layer(Keras.maxPooling())
        .layer(Keras.convolution(64))
        .layer(Keras.maxPooling())
        .layer(Keras.convolution(64))
        .layer(Keras.dense(settings))
        .layer(Keras.softmax(settings, classes))
        .setInputType(InputType.convolutionalFlat(input.rows(), input.columns(), 1))
        .build();
  }
}
