import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import mnist4j.data.DataOptions;
import mnist4j.data.DataSource;
import mnist4j.data.ImageData;
import mnist4j.data.ImageWarp;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.Keras;
import mnist4j.training.Networks;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains the network that distinguishes digits from everything else, with outlier exposure
 * (Hendrycks, Mazeika and Dietterich, 2019): an eleventh class of what is no digit.
 *
 * <pre>
 * javac -cp target/mnist4j.jar -d target/outliers models/outliers/*.java
 * java -cp target/outliers:target/mnist4j.jar TrainDetector MNIST FASHION-MNIST models/outliers/digit-or-none.zip
 * </pre>
 */
final class TrainDetector {

  private static final int EPOCHS = 12;
  private static final int BATCH_SIZE = 64;
  private static final double LEARNING_RATE = 1e-3;
  private static final int SEED = 1;

  /** The rest of MNIST's training images is held out, as for cnn-best. */
  private static final int TRAINING_IMAGES = 54_000;

  private static final int CLOTHES = 30_000;
  private static final int PER_KIND = 6_000;
  private static final int NONE = 10;

  /** Of the held-out digits, those that are called no digit. */
  private static final double FALSE_ALARMS = 0.0013;

  private final Random random = new Random(SEED);
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
  private final ByteArrayOutputStream labels = new ByteArrayOutputStream();

  private TrainDetector() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("expected MNIST-DIRECTORY FASHION-MNIST-DIRECTORY ZIP");
      System.exit(2);
    }
    LabelledImages digits = read(arguments[0]).train();
    LabelledImages clothes = read(arguments[1]).train().first(CLOTHES);
    MultiLayerNetwork network = new TrainDetector().trained(digits.first(TRAINING_IMAGES), clothes);
    calibrate(network, digits.range(TRAINING_IMAGES, digits.size()));
    ModelSerializer.writeModel(network, new File(arguments[2]), false);
  }

  private static ImageData read(String directory) {
    return DataSource.read(Path.of(directory), DataOptions.DEFAULT).images();
  }

  private MultiLayerNetwork trained(LabelledImages digits, LabelledImages clothes) {
    add(digits);
    Outliers outliers = new Outliers(digits, PER_KIND);
    List<byte[]> printed = outliers.printed(SEED);
    for (int i = 0; i < printed.size(); i++) {
      add(printed.get(i), i % 10);
    }
    for (int i = 0; i < PER_KIND; i++) {
      int digit = digits.label(i);
      outliers.coarse(i, SEED).ifPresent(image -> add(image, digit));
    }
    outliers.byKind(SEED).values().forEach(kind -> kind.forEach(image -> add(image, NONE)));
    Outliers.prepared(clothes).stream()
        .filter(image -> !Outliers.isNarrow(image))
        .forEach(image -> add(image, NONE));
    MultiLayerNetwork network = Networks.fresh(configuration());
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      // Equal steps at first, then each epoch's half of those before.
      network.setLearningRate(LEARNING_RATE * Math.pow(0.5, Math.max(0, epoch - EPOCHS / 2 + 2)));
      LabelledImages changed = changed(epoch);
      int[] order = shuffled(changed.size());
      for (int from = 0; from < order.length; from += BATCH_SIZE) {
        int to = Math.min(order.length, from + BATCH_SIZE);
        LabelledImages batch = changed.select(Arrays.copyOfRange(order, from, to));
        network.fit(batch.features(), batch.targets(NONE + 1));
      }
      System.out.printf("epoch %d/%d of %,d images%n", epoch + 1, EPOCHS, order.length);
    }
    return network;
  }

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(SEED)
        .weightInit(WeightInit.RELU)
        .updater(Keras.adam(LEARNING_RATE))
        .list()
        .layer(convolution(24))
        .layer(pooling())
        .layer(convolution(48))
        .layer(pooling())
        .layer(new DenseLayer.Builder().nOut(64).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(NONE + 1)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
        .build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private void add(LabelledImages images) {
    List<byte[]> greys = Outliers.bytes(images);
    for (int image = 0; image < greys.size(); image++) {
      add(greys.get(image), images.label(image));
    }
  }

  private void add(byte[] image, int label) {
    pixels.writeBytes(image);
    labels.write(label);
  }

  private int[] shuffled(int size) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
    return order;
  }

  /** All images, most of them turned, with other strokes or blurred, other ones each epoch. */
  private LabelledImages changed(int epoch) {
    byte[] all = pixels.toByteArray();
    int size = labels.size();
    int length = all.length / size;
    for (int start = 0; start < all.length; start += length) {
      if (random.nextBoolean()) {
        changeStrokes(all, start, -0.8 + 1.8 * random.nextDouble());
      } else if (random.nextInt(5) == 0) {
        blur(all, start, 9 + random.nextInt(8));
      }
    }
    Augmentation moves = new Augmentation(20, 1, 0.12, 0, 0);
    return LabelledImages.of(28, 28, all, labels.toByteArray())
        .warped(
            IntStream.range(0, size)
                .mapToObj(i -> i % 3 == 0 ? ImageWarp.NONE : moves.warp(SEED, epoch, i))
                .toList());
  }

  /**
   * Widens strokes by up to a pixel on each side, or narrows them.
   *
   * @param share of that pixel, negative to narrow
   */
  private static void changeStrokes(byte[] pixels, int start, double share) {
    int side = 28;
    byte[] old = Arrays.copyOfRange(pixels, start, start + side * side);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int[] around = {
          at(old, x, y), at(old, x - 1, y), at(old, x + 1, y), at(old, x, y - 1), at(old, x, y + 1)
        };
        IntSummaryStatistics levels = Arrays.stream(around).summaryStatistics();
        int end = share > 0 ? levels.getMax() : levels.getMin();
        pixels[start + y * side + x] =
            (byte) Math.round(around[0] + Math.abs(share) * (end - around[0]));
      }
    }
  }

  private static int at(byte[] image, int x, int y) {
    return x < 0 || y < 0 || x >= 28 || y >= 28 ? 0 : image[y * 28 + x] & 0xff;
  }

  /** Means of {@code cells} x {@code cells} areas, and bilinear interpolation between them. */
  private static void blur(byte[] pixels, int start, int cells) {
    byte[] old = Arrays.copyOfRange(pixels, start, start + 28 * 28);
    double[] means = new double[cells * cells];
    double size = 28.0 / cells;
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(old, i % cells * size, i / cells * size, size);
    }
    double[] values = new double[old.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = between(means, cells, (i % 28 + 0.5) / size - 0.5, (i / 28 + 0.5) / size - 0.5);
    }
    double most = Math.max(1, Arrays.stream(values).max().getAsDouble());
    for (int i = 0; i < values.length; i++) {
      pixels[start + i] = (byte) Math.round(255 * values[i] / most);
    }
  }

  private static double mean(byte[] image, double left, double top, double size) {
    double sum = 0;
    for (int y = (int) top; y < top + size; y++) {
      for (int x = (int) left; x < left + size; x++) {
        double width = Math.min(x + 1, left + size) - Math.max(x, left);
        double height = Math.min(y + 1, top + size) - Math.max(y, top);
        sum += width * height * at(image, x, y);
      }
    }
    return sum / (size * size);
  }

  private static double between(double[] means, int cells, double x, double y) {
    double column = Math.max(0, Math.min(cells - 1.001, x));
    double row = Math.max(0, Math.min(cells - 1.001, y));
    int corner = (int) row * cells + (int) column;
    double right = column - (int) column;
    double down = row - (int) row;
    return (1 - down) * ((1 - right) * means[corner] + right * means[corner + 1])
        + down * ((1 - right) * means[corner + cells] + right * means[corner + cells + 1]);
  }

  /** Moves the bias of "none", so that one half is the limit above which it is no digit. */
  private static void calibrate(MultiLayerNetwork network, LabelledImages held) {
    double[] odds = new double[held.size()];
    for (int from = 0; from < odds.length; from += 500) {
      INDArray outputs = network.output(held.range(from, from + 500).features());
      for (int i = 0; i < 500; i++) {
        double none = outputs.getDouble(i, NONE);
        odds[from + i] = Math.log(none) - Math.log(1 - none);
      }
    }
    Arrays.sort(odds);
    double limit = odds[(int) Math.round(odds.length * (1 - FALSE_ALARMS)) - 1];
    INDArray bias = network.getParam(network.getnLayers() - 1 + "_b");
    bias.putScalar(NONE, bias.getDouble(NONE) - limit);
    System.out.printf(
        Locale.ROOT,
        "%d held-out digits, log-odds of none at the limit: %.4f%n",
        odds.length,
        limit);
  }
}
