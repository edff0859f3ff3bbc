package mnist4j.recipe;

import java.util.List;
import java.util.OptionalDouble;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The Keras CNN tutorial: three 3 × 3 convolutions, two poolings, a dense layer of 128. */
final class Cnn implements Recipe {

  private static final double VALIDATION_SHARE = 0.2;

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
        OptionalDouble.empty());
  }

  @Override
  public Settings defaults() {
    return Settings.of(5, 64, 1e-3, 128);
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    return RecipeData.holdingOut(VALIDATION_SHARE, data, settings);
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(Keras.adam(settings.learningRate()))
        .l2(settings.l2())
        .list()
        .layer(convolution(32))
        .layer(maxPooling())
        .layer(convolution(64))
        .layer(maxPooling())
        .layer(convolution(64))
        .layer(dense(settings))
        .layer(softmax(settings, classes))
        .setInputType(InputType.convolutionalFlat(ImageData.SIDE, ImageData.SIDE, 1))
        .build();
  }

  static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  static DenseLayer dense(Settings settings) {
    return new DenseLayer.Builder()
        .nOut(settings.hidden().orElseThrow())
        .activation(Activation.RELU)
        .build();
  }

  static OutputLayer softmax(Settings settings, int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .dropOut(Keras.dropout(settings.dropout()))
        .build();
  }
}
