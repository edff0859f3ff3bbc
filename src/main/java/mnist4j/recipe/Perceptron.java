package mnist4j.recipe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import mnist4j.data.ImageData;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The perceptron from scratch as a DL4J network: 784 → 1 sigmoid, one digit against another. */
final class Perceptron implements Recipe {

  @Override
  public String name() {
    return "perceptron";
  }

  @Override
  public DocumentFigures document() {
    return new DocumentFigures(
        "perceptron from scratch, 0 against 1",
        OptionalDouble.of(.8061),
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        OptionalDouble.of(615.7));
  }

  @Override
  public Settings defaults() {
    return new Settings(
        3_000,
        Settings.FULL_BATCH,
        0.01,
        0,
        OptionalInt.empty(),
        0,
        0,
        OptionalInt.empty(),
        Optional.of(DigitPair.ZERO_AND_ONE),
        Optional.empty());
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    DigitPair digits = settings.digits().orElseThrow();
    digits.expectIn(data);
    return new RecipeData(
        RecipeData.limited(data.train().onlyDigits(digits.first(), digits.second()), settings),
        Optional.empty(),
        data.test().onlyDigits(digits.first(), digits.second()),
        List.of(data.classNames().get(digits.first()), data.classNames().get(digits.second())),
        Optional.empty());
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(new NormalDistribution(0, 1))
        // DL4J's gradient of a squared error has the factor 2 that the document leaves out.
        .updater(new Sgd(settings.learningRate() / 2))
        .l2(settings.l2())
        .list()
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build())
        .setInputType(InputType.feedForward(ImageData.SIDE * ImageData.SIDE))
        .build();
  }

  @Override
  public boolean shuffles() {
    return false;
  }

  @Override
  public String lossName() {
    return "mean squared error";
  }

  @Override
  public boolean logs(int finishedEpochs) {
    return finishedEpochs == 1 || finishedEpochs % 200 == 0;
  }
}
