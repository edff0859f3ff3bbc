package mnist4j.recipe;

import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The program's own best small CNN: two blocks of two 3 × 3 convolutions, each followed by batch
 * normalisation; dropout; images moved at random and drawn with other pens; a learning rate that
 * falls to nothing. Chosen on the validation images, the pens also on scikit-learn's digits.
 */
final class CnnBest implements Recipe {

  private static final double VALIDATION_SHARE = 0.1;

  /** The usual one, and other pens: people do not all write with those of MNIST's. */
  private static final Augmentation AUGMENTATION = new Augmentation(10, 2, 0.1, 0, 0.3);

  /** 16 - 4 = 12, halved 6, - 4 = 2, halved 1. */
  private static final int MIN_SIDE = 16;

  /** A saved configuration has the rate of each, of each layer, and may have a million bytes. */
  private static final int MAX_EPOCHS = 2_000;

  /** As Keras; DL4J's own 0.9 averages over some ten batches only. */
  private static final double NORMALISATION_DECAY = 0.99;

  @Override
  public String name() {
    return "cnn-best";
  }

  @Override
  public Settings defaults() {
    return Settings.of(25, 64, 2e-3)
        .withHidden(256)
        .withDropout(0.4)
        .withAugmentation(AUGMENTATION);
  }

  /**
   * Holds out the last tenth of the training images. A last batch of one image is taken: what lies
   * before the dense layer's normalisation learns nothing in that step, its output does.
   *
   * @throws SettingsException also if each batch would have one image
   */
  @Override
  public RecipeData prepare(ImageData data, Settings settings) {
    RecipeData.requireSide(MIN_SIDE, name(), data.imageSize());
    RecipeData prepared = RecipeData.holdingOut(VALIDATION_SHARE, data, settings);
    if (settings.batchSize() == 1) {
      throw new SettingsException(
          "--batch",
          1,
          "at least 2 by %s, whose batch normalisation learns nothing from one image"
              .formatted(name()));
    }
    if (prepared.train().size() == 1) {
      throw new SettingsException(
          "--limit",
          1 + prepared.validation().orElseThrow().size(),
          "at least 3 images by %s, of which one is held out, since its batch normalisation learns nothing from one image"
              .formatted(name()));
    }
    return prepared;
  }

  @Override
  public MultiLayerConfiguration network(Settings settings, ImageSize input, int classes) {
    return new NeuralNetConfiguration.Builder()
        .seed(settings.generatorSeed())
        .weightInit(WeightInit.RELU)
        .updater(Keras.adam(falling(settings)))
        .l2(settings.l2())
        .list()
        .layer(Keras.convolution(32))
        .layer(normalisation())
        .layer(Keras.convolution(32))
        .layer(Keras.maxPooling())
        .layer(normalisation())
        .layer(Keras.convolution(64))
        .layer(normalisation())
        .layer(Keras.convolution(64))
        .layer(Keras.maxPooling())
        .layer(normalisation())
        .layer(
            new DenseLayer.Builder()
                .nOut(settings.hidden().orElseThrow())
                .activation(Activation.RELU)
                .dropOut(Keras.dropout(settings.dropout()))
                .build())
        .layer(normalisation())
        .layer(Keras.softmax(settings, classes))
        .setInputType(InputType.convolutionalFlat(input.rows(), input.columns(), 1))
        .build();
  }

  /**
   * Lower with each epoch, in equal steps that would reach 0 after the last one. (DL4J's {@code
   * PolySchedule} has this formula in its documentation but rises instead.)
   */
  private ISchedule falling(Settings settings) {
    if (settings.epochs() > MAX_EPOCHS) {
      throw new SettingsException(
          "--epochs", settings.epochs(), "at most %d by %s".formatted(MAX_EPOCHS, name()));
    }
    MapSchedule.Builder schedule = new MapSchedule.Builder(ScheduleType.EPOCH);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      schedule.add(epoch, settings.learningRate() * (1 - (double) epoch / settings.epochs()));
    }
    return schedule.build();
  }

  private static BatchNormalization normalisation() {
    return new BatchNormalization.Builder().decay(NORMALISATION_DECAY).build();
  }
}
