package mnist4j.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.DocumentFigures.Epoch;
import mnist4j.scratch.FitListener;
import mnist4j.scratch.FitState;
import mnist4j.scratch.ScratchNumpyMlp;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** NumPy's "Deep learning on MNIST" as a DL4J network: 784 → 100 ReLU → 10 linear, no biases. */
final class NumpyMlp implements Recipe, ScratchTwin {

  private static final String HIDDEN = "0_W";
  private static final String OUTPUT = "1_W";

  /** The document's table. */
  private static final List<Epoch> EPOCHS =
      List.of(
          new Epoch(.898, .397, .68, .582),
          new Epoch(.656, .633, .607, .641),
          new Epoch(.592, .68, .569, .679),
          new Epoch(.556, .7, .541, .708),
          new Epoch(.534, .732, .526, .729),
          new Epoch(.515, .715, .5, .739),
          new Epoch(.495, .748, .487, .753),
          new Epoch(.483, .769, .486, .747),
          new Epoch(.473, .776, .473, .752),
          new Epoch(.46, .788, .462, .762),
          new Epoch(.465, .769, .462, .767),
          new Epoch(.443, .801, .456, .775),
          new Epoch(.448, .795, .455, .772),
          new Epoch(.438, .787, .453, .778),
          new Epoch(.446, .791, .45, .779),
          new Epoch(.441, .788, .452, .772),
          new Epoch(.437, .786, .453, .772),
          new Epoch(.436, .794, .449, .778),
          new Epoch(.433, .801, .45, .774),
          new Epoch(.429, .785, .436, .784));

  @Override
  public String name() {
    return "numpy-mlp";
  }

  @Override
  public DocumentFigures document() {
    return new DocumentFigures(
        "NumPy tutorial \"Deep learning on MNIST\"",
        OptionalDouble.of(.784),
        OptionalDouble.of(.436),
        EPOCHS.stream().map(Epoch::trainAccuracy).toList(),
        List.of(),
        EPOCHS,
        OptionalDouble.empty());
  }

  @Override
  public Settings defaults() {
    return Settings.of(20, 1, 0.005).withSeed(884_736_743).withHidden(100).withDropout(0.5);
  }

  /** The first 1,000 of each kind, or of the training images as many as the limit says. */
  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    return new RecipeData(
        settings.limit().isPresent()
            ? RecipeData.limited(data.train(), settings)
            : firstOf(data.train()),
        Optional.empty(),
        firstOf(data.test()),
        data.classNames());
  }

  /** As many as its document takes, of a smaller set all. */
  private static LabelledImages firstOf(LabelledImages images) {
    return images.first(Math.min(ImageData.BUNDLED, images.size()));
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(new UniformDistribution(-0.1, 0.1))
        // DL4J's gradient of a squared error has the factor 2 that the document leaves out.
        .updater(new Sgd(settings.learningRate() / 2))
        .l2(settings.l2())
        .list()
        .layer(
            new DenseLayer.Builder()
                .nOut(settings.hidden().orElseThrow())
                .activation(Activation.RELU)
                .hasBias(false)
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.L2)
                .nOut(classes)
                .activation(Activation.IDENTITY)
                .hasBias(false)
                .dropOut(Keras.dropout(settings.dropout()))
                .build())
        .setInputType(InputType.feedForward(input.pixels()))
        .build();
  }

  @Override
  public boolean bundledImagesSuffice(Settings settings) {
    return settings.limit().orElse(ImageData.BUNDLED) <= ImageData.BUNDLED;
  }

  @Override
  public boolean shuffles() {
    return false;
  }

  @Override
  public String lossName() {
    return "sum of squared errors";
  }

  @Override
  public int firstEpoch() {
    return 0;
  }

  @Override
  public List<HistoryChart> extraCharts() {
    return List.of(HistoryChart.PANELS);
  }

  @Override
  public Optional<ScratchTwin> scratchTwin() {
    return Optional.of(this);
  }

  @Override
  public long maxSeed() {
    return Long.MAX_VALUE;
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.of(ScratchNumpyMlp.CLASSES);
  }

  @Override
  public int steps(RecipeData data) {
    return data.train().size();
  }

  @Override
  public Map<String, INDArray> train(
      RecipeData data,
      Settings settings,
      Optional<FitState<Map<String, INDArray>>> start,
      FitListener<Map<String, INDArray>> listener) {
    return named(
        ScratchNumpyMlp.fit(
                data.train(),
                data.test(),
                new ScratchNumpyMlp.Settings(
                    settings.seed(),
                    settings.hidden().orElseThrow(),
                    settings.learningRate(),
                    settings.epochs(),
                    ScratchNumpyMlp.Backpropagation.AS_PRINTED),
                start.map(state -> state.converted(NumpyMlp::parameters)),
                listener.converting(NumpyMlp::named))
            .parameters());
  }

  private static Map<String, INDArray> named(ScratchNumpyMlp.Parameters parameters) {
    return Map.of(
        HIDDEN, Nd4j.createFromArray(parameters.hidden()),
        OUTPUT, Nd4j.createFromArray(parameters.output()));
  }

  private static ScratchNumpyMlp.Parameters parameters(Map<String, INDArray> named) {
    return new ScratchNumpyMlp.Parameters(
        named.get(HIDDEN).toDoubleMatrix(), named.get(OUTPUT).toDoubleMatrix());
  }
}
