package mnist4j.bench;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Trains mlp-64, mlp-512 or cnn the way DL4J's examples do, with every setting as it comes, and
 * prints its times as one line of JSON.
 */
public final class StockDl4j {

  private static final int SEED = 1;
  private static final int CLASSES = 10;

  /** A recipe's batch size and network. */
  private record Recipe(int batch, MultiLayerConfiguration network) {

    static Recipe named(String name) {
      return switch (name) {
        case "mlp-64" -> new Recipe(32, dense(64, new Adam(1e-3, 0.9, 0.999, 1e-7)));
        case "mlp-512" -> new Recipe(128, dense(512, new RmsProp(1e-3, 0.9, 1e-7)));
        case "cnn" -> new Recipe(64, convolutional());
        default ->
            throw new IllegalArgumentException(
                "RECIPE: found %s, expected mlp-64, mlp-512 or cnn".formatted(name));
      };
    }
  }

  private StockDl4j() {}

  /** Arguments: RECIPE STEPS EPOCHS DATA_DIRECTORY. The first epoch is the warm-up. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: StockDl4j RECIPE STEPS EPOCHS DATA_DIRECTORY");
      System.exit(2);
    }
    Recipe recipe = Recipe.named(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    int epochs = Integer.parseInt(arguments[2]);

    long start = System.nanoTime();
    DataSetIterator images = images(recipe.batch(), steps, new File(arguments[3]));
    double loadSeconds = secondsSince(start);
    MultiLayerNetwork network = new MultiLayerNetwork(recipe.network());
    network.init();
    List<Double> seconds = epochSeconds(network, images, epochs);
    System.out.println(json(arguments[0], recipe.batch(), steps, loadSeconds, seconds));
  }

  private static DataSetIterator images(int batch, int steps, File directory) throws IOException {
    boolean binarize = false;
    boolean train = true;
    boolean shuffle = true;
    return new MnistDataSetIterator(
        batch, batch * steps, binarize, train, shuffle, SEED, directory);
  }

  private static List<Double> epochSeconds(
      MultiLayerNetwork network, DataSetIterator images, int epochs) {
    List<Double> seconds = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      network.fit(images);
      seconds.add(secondsSince(start));
    }
    return seconds;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static MultiLayerConfiguration dense(int hidden, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(SEED)
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(updater)
        .list()
        .layer(new DenseLayer.Builder().nOut(hidden).activation(Activation.RELU).build())
        .layer(softmax())
        .setInputType(InputType.feedForward(28 * 28))
        .build();
  }

  private static MultiLayerConfiguration convolutional() {
    return new NeuralNetConfiguration.Builder()
        .seed(SEED)
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
        .list()
        .layer(convolution(32))
        .layer(maxPooling())
        .layer(convolution(64))
        .layer(maxPooling())
        .layer(convolution(64))
        .layer(new DenseLayer.Builder().nOut(128).activation(Activation.RELU).build())
        .layer(softmax())
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
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

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static String json(
      String recipe, int batch, int steps, double loadSeconds, List<Double> seconds) {
    String stepMillis =
        seconds.stream()
            .skip(1)
            .map(epoch -> String.format(Locale.ROOT, "%.4f", epoch / steps * 1e3))
            .collect(Collectors.joining(", ", "[", "]"));
    return String.format(
        Locale.ROOT,
        """
        {"engine": "stock", "recipe": "%s", "batch": %d, "steps": %d, "loadSeconds": %.3f, \
        "warmupSeconds": %.3f, "stepMillis": %s, "threads": %d}\
        """,
        recipe,
        batch,
        steps,
        loadSeconds,
        seconds.get(0),
        stepMillis,
        threads());
  }

  private static int threads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }
}
