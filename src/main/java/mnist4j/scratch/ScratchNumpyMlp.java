package mnist4j.scratch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.numpy.NumpyGenerator;

/**
 * The network of NumPy's "Deep learning on MNIST": pixels → hidden units with ReLU and dropout →
 * ten linear outputs, in double precision, trained one image at a time on the sum of squared errors
 * {@code E = sum((out - y)²)} to one-hot labels.
 *
 * <p>Three things in it differ from the textbook, and its printed figures need all three: the two
 * errors of {@link Backpropagation#AS_PRINTED}, and layers without biases.
 *
 * <p>The document steps along {@code y - out} without the 2 of the derivative, so its gradient is
 * that of {@code E / 2}. DL4J's {@code LossL2} keeps the 2, so an equal DL4J network takes the same
 * step at half the learning rate; its {@code LossMSE} also divides by the ten outputs and takes it
 * at five times the rate.
 */
public final class ScratchNumpyMlp {

  /** Outputs of the network. */
  public static final int CLASSES = 10;

  private static final double INVERSE_KEEP_PROBABILITY = 2;

  private ScratchNumpyMlp() {}

  /** Which derivative the network is trained with. */
  public enum Backpropagation {
    /**
     * The document's, with its two errors. Dropout doubles the kept activations on the way forward
     * but not the gradient on the way back. ReLU's derivative is taken as {@code output >= 0} of
     * its output, which is never negative, so it is always 1 and inactive units learn as well.
     */
    AS_PRINTED,
    /** The derivative of the forward pass: dropout's factor both ways, 0 for inactive units. */
    CORRECT
  }

  /**
   * Training settings.
   *
   * @param seed of weights and dropout, at least 0
   * @param hidden number of hidden units, at least 1
   * @param learningRate factor of the gradient of half the squared error
   * @param epochs passes over the training images, at least 1
   * @param backpropagation the document's derivative or the correct one
   */
  public record Settings(
      long seed, int hidden, double learningRate, int epochs, Backpropagation backpropagation) {}

  /**
   * One value per parameter: the weights themselves, or the gradient with respect to them. Copied
   * on the way in and out.
   *
   * @param hidden {@code [pixels][hidden units]}
   * @param output {@code [hidden units][classes]}
   */
  public record Parameters(double[][] hidden, double[][] output) {

    /** Copies the arrays. */
    public Parameters {
      hidden = copy(hidden);
      output = copy(output);
    }

    @Override
    public double[][] hidden() {
      return copy(hidden);
    }

    @Override
    public double[][] output() {
      return copy(output);
    }

    /** The document's initial weights: uniform in [-0.1, 0.1), hidden layer first. */
    public static Parameters initial(NumpyGenerator random, int pixels, int hiddenUnits) {
      return new Parameters(
          centred(random.random(pixels, hiddenUnits)),
          centred(random.random(hiddenUnits, CLASSES)));
    }

    private static double[][] centred(double[][] uniform) {
      for (double[] row : uniform) {
        Arrays.setAll(row, i -> 0.2 * row[i] - 0.1);
      }
      return uniform;
    }

    private static double[][] copy(double[][] rows) {
      return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
  }

  /**
   * Metrics over a set of images.
   *
   * @param error mean over the images of the sum of squared errors of the ten outputs
   * @param accuracy fraction of images whose largest output is that of their label, 0 to 1
   */
  public record Metrics(double error, double accuracy) {}

  /** The dropout factors of evaluation: all ones, {@code [hiddenUnits]}. */
  public static double[] noDropout(int hiddenUnits) {
    return DoubleStream.generate(() -> 1).limit(hiddenUnits).toArray();
  }

  /**
   * The gradient of half the squared error of one image.
   *
   * @param images labelled 0 to 9
   * @param image position of the image in the set, from 0
   * @param dropout factor of each hidden unit's output, {@code [hidden units]}: 0 or 2 in training,
   *     {@link #noDropout} without
   */
  public static Parameters gradient(
      Parameters parameters,
      LabelledImages images,
      int image,
      double[] dropout,
      Backpropagation rule) {
    SparseImages one = new SparseImages(images.range(image, image + 1));
    NumpyMlpPass pass = new NumpyMlpPass(parameters.hidden, parameters.output, one);
    pass.forward(0, dropout);
    pass.backward(dropout, rule);
    double[][] hidden = new double[images.pixelsPerImage()][dropout.length];
    double[][] output = new double[dropout.length][CLASSES];
    pass.addGradient(0, 1, hidden, output);
    return new Parameters(hidden, output);
  }

  /**
   * Mean squared error and accuracy over a set, without dropout.
   *
   * @param images labelled 0 to 9, at least one
   */
  public static Metrics evaluate(Parameters parameters, LabelledImages images) {
    return evaluate(parameters.hidden, parameters.output, new SparseImages(images));
  }

  /**
   * Trains from the weights that {@code settings.seed()} draws, or continues; the same generator
   * draws the dropout, image by image. As in the document, an epoch's training metrics are
   * collected during training, with dropout and changing weights; its test metrics after it,
   * without dropout.
   *
   * @param train labelled 0 to 9, learnt in this order; the document's are the first 1,000
   * @param test labelled alike; the document's are the first 1,000
   * @param start of the same training; empty to train from the beginning
   */
  public static FitResult<Parameters> fit(
      LabelledImages train,
      LabelledImages test,
      Settings settings,
      Optional<FitState<Parameters>> start,
      FitListener<Parameters> listener) {
    NumpyGenerator random = new NumpyGenerator(settings.seed());
    Parameters initial = Parameters.initial(random, train.pixelsPerImage(), settings.hidden());
    int finished = start.map(FitState::epochs).orElse(0);
    for (long image = 0; image < (long) finished * train.size(); image++) {
      random.zerosAndOnes(settings.hidden());
    }
    Parameters parameters = start.map(FitState::parameters).orElse(initial);
    double[][] hidden = parameters.hidden();
    double[][] output = parameters.output();
    SparseImages trainImages = new SparseImages(train);
    SparseImages testImages = new SparseImages(test);
    List<FitResult.Epoch> history = new ArrayList<>();
    for (int epoch = finished; epoch < settings.epochs(); epoch++) {
      Metrics training = fitEpoch(hidden, output, trainImages, settings, random, listener);
      Metrics tested = evaluate(hidden, output, testImages);
      FitResult.Epoch logged =
          new FitResult.Epoch(
              epoch, training.error(), training.accuracy(), tested.error(), tested.accuracy());
      history.add(logged);
      listener.epochDone(
          new FitState<>(epoch + 1, new Parameters(hidden, output)), Optional.of(logged));
    }
    return new FitResult<>(history, new Parameters(hidden, output));
  }

  /** Changes the weights in place. */
  private static Metrics fitEpoch(
      double[][] hidden,
      double[][] output,
      SparseImages images,
      Settings settings,
      NumpyGenerator random,
      FitListener<Parameters> listener) {
    NumpyMlpPass pass = new NumpyMlpPass(hidden, output, images);
    double[] dropout = new double[settings.hidden()];
    for (int image = 0; image < images.size(); image++) {
      int[] kept = random.zerosAndOnes(dropout.length);
      Arrays.setAll(dropout, unit -> INVERSE_KEEP_PROBABILITY * kept[unit]);
      pass.forward(image, dropout);
      pass.backward(dropout, settings.backpropagation());
      pass.addGradient(image, -settings.learningRate(), hidden, output);
      Metrics soFar = pass.metrics();
      listener.stepDone(image + 1, soFar.error(), soFar.accuracy());
    }
    return pass.metrics();
  }

  private static Metrics evaluate(double[][] hidden, double[][] output, SparseImages images) {
    NumpyMlpPass pass = new NumpyMlpPass(hidden, output, images);
    double[] noDropout = noDropout(output.length);
    for (int image = 0; image < images.size(); image++) {
      pass.forward(image, noDropout);
    }
    return pass.metrics();
  }
}
