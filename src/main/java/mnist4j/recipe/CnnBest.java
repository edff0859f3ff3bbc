package mnist4j.recipe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The program's own best small CNN. */
final class CnnBest implements Recipe {

  private static final double VALIDATION_SHARE = 0.1;

  @Override
  public String name() {
    return "cnn-best";
  }

  @Override
  public DocumentFigures document() {
    return new DocumentFigures(
        "mnist4j's own",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        OptionalDouble.empty());
  }

  @Override
  public Settings defaults() {
    return new Settings(
        20,
        64,
        2e-3,
        1,
        OptionalInt.of(128),
        0,
        0.4,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.of(Augmentation.DEFAULT));
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    return RecipeData.holdingOut(VALIDATION_SHARE, data, settings);
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(WeightInit.RELU)
        .updater(
            Adam.builder()
                .learningRateSchedule(
                    new PolySchedule(
                        ScheduleType.EPOCH, settings.learningRate(), 1, settings.epochs()))
                .epsilon(1e-7)
                .build())
        .l2(settings.l2())
        .list()
        .layer(convolution(32))
        .layer(new BatchNormalization())
        .layer(convolution(Integer.getInteger("c2", 32)))
        .layer(maxPooling())
        .layer(new BatchNormalization())
        .layer(convolution(64))
        .layer(new BatchNormalization())
        .layer(convolution(Integer.getInteger("c4", 64)))
        .layer(maxPooling())
        .layer(new BatchNormalization())
        .layer(
            new DenseLayer.Builder()
                .nOut(settings.hidden().orElseThrow())
                .activation(Activation.RELU)
                .dropOut(Keras.dropout(settings.dropout()))
                .build())
        .layer(new BatchNormalization())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dropOut(Keras.dropout(settings.dropout()))
                .build())
        .setInputType(InputType.convolutionalFlat(ImageData.SIDE, ImageData.SIDE, 1))
        .build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer maxPooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
