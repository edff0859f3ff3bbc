package mnist4j.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.scratch.FitListener;
import mnist4j.scratch.FitState;
import mnist4j.scratch.ScratchPerceptron;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The perceptron from scratch as a DL4J network: 784 → 1 sigmoid, one digit against another. */
final class Perceptron implements Recipe, ScratchTwin {

  private static final int LOG_EVERY = 200;
  private static final String WEIGHTS = "0_W";
  private static final String BIAS = "0_b";

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
        List.of(),
        OptionalDouble.of(615.7));
  }

  @Override
  public Settings defaults() {
    return Settings.of(3_000, Settings.FULL_BATCH, 0.01)
        .withSeed(0)
        .withDigits(DigitPair.ZERO_AND_ONE);
  }

  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    DigitPair digits = settings.digits().orElseThrow();
    digits.expectIn(data);
    return new RecipeData(
        RecipeData.limited(data.train().onlyDigits(digits.first(), digits.second()), settings),
        Optional.empty(),
        data.test().onlyDigits(digits.first(), digits.second()),
        List.of(data.classNames().get(digits.first()), data.classNames().get(digits.second())));
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
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
        .setInputType(InputType.feedForward(input.pixels()))
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
    return finishedEpochs == 1 || finishedEpochs % LOG_EVERY == 0;
  }

  @Override
  public List<HistoryChart> extraCharts() {
    return List.of(HistoryChart.CURVES);
  }

  @Override
  public Optional<ScratchTwin> scratchTwin() {
    return Optional.of(this);
  }

  @Override
  public long maxSeed() {
    return ScratchPerceptron.MAX_SEED;
  }

  @Override
  public RecipeData ordered(RecipeData data, Settings settings) {
    return data.withTrain(ScratchPerceptron.trainingSet(data.train(), settings.seed()));
  }

  @Override
  public int steps(RecipeData data) {
    return 1;
  }

  @Override
  public Map<String, INDArray> train(
      RecipeData data,
      Settings settings,
      Optional<FitState<Map<String, INDArray>>> start,
      FitListener<Map<String, INDArray>> listener) {
    return named(
        ScratchPerceptron.fit(
                data.train(),
                data.test(),
                new ScratchPerceptron.Settings(
                    settings.seed(),
                    settings.learningRate(),
                    settings.epochs(),
                    LOG_EVERY,
                    threads()),
                start.map(state -> state.converted(Perceptron::parameters)),
                listener.converting(Perceptron::named))
            .parameters());
  }

  /** As many as the native library's, whose number means something else on a GPU. */
  private static int threads() {
    int given = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    return Math.max(1, Math.min(given, Runtime.getRuntime().availableProcessors()));
  }

  private static Map<String, INDArray> named(ScratchPerceptron.Parameters parameters) {
    return Map.of(
        WEIGHTS, Nd4j.createFromArray(parameters.weights()).reshape(-1, 1),
        BIAS, Nd4j.scalar(parameters.bias()).reshape(1, 1));
  }

  private static ScratchPerceptron.Parameters parameters(Map<String, INDArray> named) {
    return new ScratchPerceptron.Parameters(
        named.get(WEIGHTS).ravel().toDoubleVector(), named.get(BIAS).getDouble(0));
  }
}
