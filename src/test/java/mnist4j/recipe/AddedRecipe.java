package mnist4j.recipe;

import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.weights.WeightInit;

/** A recipe of one class, as a contributor would add it: 784 → 16 ReLU → 10 softmax. */
public final class AddedRecipe implements Recipe {

  @Override
  public String name() {
    return "mlp-16";
  }

  @Override
  public Settings defaults() {
    return Settings.of(2, 50, 1e-3).withHidden(16);
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
