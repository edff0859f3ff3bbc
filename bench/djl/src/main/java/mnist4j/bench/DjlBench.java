package mnist4j.bench;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Trains mlp-64, cnn or the network of cnn-best with DJL on PyTorch, the way DJL's examples do, and
 * prints its times as one line of JSON. DJL's RMSprop, which mlp-512 needs, is not there on
 * PyTorch.
 */
public final class DjlBench {

  private static final int SEED = 1;
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  /** A recipe's batch size, network and optimiser. */
  private record Recipe(int batch, SequentialBlock network, Optimizer optimizer) {

    static Recipe named(String name) {
      return switch (name) {
        case "mlp-64" -> new Recipe(32, dense(), adam(1e-3f));
        case "cnn" -> new Recipe(64, convolutional(), adam(1e-3f));
        case "cnn-best-still" -> new Recipe(64, normalised(), adam(2e-3f));
        default ->
            throw new IllegalArgumentException(
                "RECIPE: found %s, expected mlp-64, cnn or cnn-best-still".formatted(name));
      };
    }
  }

  private DjlBench() {}

  /** Arguments: RECIPE STEPS EPOCHS DATA_DIRECTORY. The first epoch is the warm-up. */
  public static void main(String[] arguments) throws IOException, TranslateException {
    if (arguments.length != 4) {
      System.err.println("usage: DjlBench RECIPE STEPS EPOCHS DATA_DIRECTORY");
      System.exit(2);
    }
    Recipe recipe = Recipe.named(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    int epochs = Integer.parseInt(arguments[2]);
    Engine.getInstance().setRandomSeed(SEED);
    try (NDManager manager = NDManager.newBaseManager()) {
      long start = System.nanoTime();
      ArrayDataset images = images(manager, recipe.batch(), steps, Path.of(arguments[3]));
      double loadSeconds = secondsSince(start);
      List<Double> seconds = train(recipe, images, epochs);
      System.out.println(json(arguments[0], recipe.batch(), steps, loadSeconds, seconds));
    }
  }

  private static ArrayDataset images(NDManager manager, int batch, int steps, Path directory)
      throws IOException {
    int count = batch * steps;
    byte[] pixels = idx(directory.resolve("train-images-idx3-ubyte"), 16, count * SIDE * SIDE);
    byte[] classes = idx(directory.resolve("train-labels-idx1-ubyte"), 8, count);
    float[] greys = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      greys[i] = (pixels[i] & 0xFF) / 255f;
    }
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      labels[i] = classes[i];
    }
    return new ArrayDataset.Builder()
        .setData(manager.create(greys, new Shape(count, 1, SIDE, SIDE)))
        .optLabels(manager.create(labels))
        .setSampling(batch, true)
        .build();
  }

  private static byte[] idx(Path file, int header, int length) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(header);
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return bytes;
    }
  }

  /** Seconds of each epoch. Ends the program if the loss does not fall. */
  private static List<Double> train(Recipe recipe, ArrayDataset images, int epochs)
      throws IOException, TranslateException {
    List<Double> seconds = new ArrayList<>();
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .optOptimizer(recipe.optimizer())
            // Uniform within sqrt(6 / (inputs + outputs)), as the others.
            .optInitializer(
                new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3), Parameter.Type.WEIGHT)
            .optInitializer(Initializer.ZEROS, Parameter.Type.BIAS);
    try (Model model = Model.newInstance("network")) {
      model.setBlock(recipe.network());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 1, SIDE, SIDE));
        List<Float> losses = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
          long start = System.nanoTime();
          losses.add(trainEpoch(trainer, images));
          seconds.add(secondsSince(start));
        }
        if (!(losses.get(epochs - 1) < losses.get(0))) {
          System.err.println("DJL does not learn: losses " + losses);
          System.exit(1);
        }
      }
    }
    return seconds;
  }

  /** The sum of the batches' losses. */
  private static float trainEpoch(Trainer trainer, ArrayDataset images)
      throws IOException, TranslateException {
    float sum = 0;
    for (Batch batch : trainer.iterateDataset(images)) {
      try (batch;
          GradientCollector collector = trainer.newGradientCollector()) {
        NDList outputs = trainer.forward(batch.getData(), batch.getLabels());
        NDArray loss = trainer.getLoss().evaluate(batch.getLabels(), outputs);
        collector.backward(loss);
        sum += loss.getFloat();
      }
      trainer.step();
    }
    return sum;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Optimizer adam(float rate) {
    return Optimizer.adam().optLearningRateTracker(Tracker.fixed(rate)).optEpsilon(1e-7f).build();
  }

  private static SequentialBlock dense() {
    return new SequentialBlock()
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(64).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  private static SequentialBlock convolutional() {
    return new SequentialBlock()
        .add(convolution(32))
        .add(Activation.reluBlock())
        .add(maxPooling())
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(maxPooling())
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(128).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  private static SequentialBlock normalised() {
    return new SequentialBlock()
        .add(convolution(32))
        .add(Activation.reluBlock())
        .add(normalisation())
        .add(convolution(32))
        .add(Activation.reluBlock())
        .add(maxPooling())
        .add(normalisation())
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(normalisation())
        .add(convolution(64))
        .add(Activation.reluBlock())
        .add(maxPooling())
        .add(normalisation())
        .add(Blocks.batchFlattenBlock())
        .add(Dropout.builder().optRate(0.4f).build())
        .add(Linear.builder().setUnits(256).build())
        .add(Activation.reluBlock())
        .add(normalisation())
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  private static Block convolution(int filters) {
    return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build();
  }

  private static Block maxPooling() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  private static Block normalisation() {
    return BatchNorm.builder().optMomentum(0.99f).build();
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
        {"engine": "djl", "recipe": "%s", "batch": %d, "steps": %d, "loadSeconds": %.3f, \
        "warmupSeconds": %.3f, "stepMillis": %s, "threads": %s}\
        """,
        recipe,
        batch,
        steps,
        loadSeconds,
        seconds.get(0),
        stepMillis,
        System.getProperty("ai.djl.pytorch.num_threads"));
  }
}
