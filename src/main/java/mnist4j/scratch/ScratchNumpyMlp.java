package mnist4j.scratch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.numpy.NumpyGenerator;

/**
 * The network of NumPy's "Deep learning on MNIST": pixels → hidden units with ReLU and dropout →
 * ten linear outputs, in double precision, trained one image at a time on the sum of squared errors
 * {@code E = sum((out - y)²)} to one-hot labels.
 *
 * <p>Three things in it are unlike the textbook, and its printed figures need all three: the two
 * slips of {@link Backpropagation#AS_PRINTED}, and that no layer has a bias.
 *
 * <p>The document steps along {@code y - out} without the 2 of the derivative, so its gradient is
 * that of {@code E / 2}. DL4J's {@code LossL2} keeps the 2, so a DL4J twin takes the same step at
 * half the learning rate; its {@code LossMSE} divides by the ten outputs besides, and takes it at
 * five times the rate.
 */
public final class ScratchNumpyMlp {

  private static final double KEPT_FACTOR = 2;

  private ScratchNumpyMlp() {}

  /** Dropout that leaves every hidden unit as it is: all ones, {@code [hiddenUnits]}. */
  public static double[] noDropout(int hiddenUnits) {
    double[] factors = new double[hiddenUnits];
    Arrays.fill(factors, 1);
    return factors;
  }

  /**
   * The gradient of half the squared error of one image.
   *
   * @param images of which {@code image} is one, labelled 0 to 9
   * @param dropout what each hidden unit's output is multiplied by, {@code [hidden units]}: 0 or 2
   *     in training, {@link #noDropout} without
   */
  public static NumpyMlpWeights gradient(
      NumpyMlpWeights weights,
      LabelledImages images,
      int image,
      double[] dropout,
      Backpropagation rule) {
    double[][] hidden = weights.hidden();
    double[][] output = weights.output();
    SparseImages one = new SparseImages(images.range(image, image + 1));
    NumpyMlpPass pass = new NumpyMlpPass(hidden, output, one);
    pass.forward(0, dropout);
    pass.backward(0, dropout, rule);
    double[][] hiddenGradient = new double[hidden.length][dropout.length];
    double[][] outputGradient = new double[dropout.length][NumpyMlpWeights.CLASSES];
    pass.addTo(0, 1, hiddenGradient, outputGradient);
    return new NumpyMlpWeights(hiddenGradient, outputGradient);
  }

  /**
   * Mean squared error and accuracy over a set, without dropout.
   *
   * @param images labelled 0 to 9, at least one
   */
  public static NumpyMlpScore score(NumpyMlpWeights weights, LabelledImages images) {
    return score(weights.hidden(), weights.output(), new SparseImages(images));
  }

  /**
   * Trains from the weights that {@code settings.seed()} draws; the same generator then draws the
   * dropout, image by image. An epoch's training figures are gathered as it goes, with dropout and
   * with weights that change under way; its test figures are taken after it, without dropout.
   *
   * @param train labelled 0 to 9, in the order they are learnt; the document's are the first 1,000
   * @param test labelled alike; the document's are the first 1,000
   * @param progress told of every epoch as it ends
   */
  public static NumpyMlpRun train(
      LabelledImages train,
      LabelledImages test,
      NumpyMlpSettings settings,
      Consumer<ScratchEpoch> progress) {
    NumpyGenerator random = new NumpyGenerator(settings.seed());
    NumpyMlpWeights start =
        NumpyMlpWeights.drawn(random, train.pixelsPerImage(), settings.hidden());
    double[][] hidden = start.hidden();
    double[][] output = start.output();
    SparseImages trainImages = new SparseImages(train);
    SparseImages testImages = new SparseImages(test);
    List<ScratchEpoch> history = new ArrayList<>();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      NumpyMlpScore learnt = learn(hidden, output, trainImages, settings, random);
      NumpyMlpScore tested = score(hidden, output, testImages);
      ScratchEpoch done =
          new ScratchEpoch(
              epoch, learnt.error(), learnt.accuracy(), tested.error(), tested.accuracy());
      history.add(done);
      progress.accept(done);
    }
    return new NumpyMlpRun(history, new NumpyMlpWeights(hidden, output));
  }

  private static NumpyMlpScore learn(
      double[][] hidden,
      double[][] output,
      SparseImages images,
      NumpyMlpSettings settings,
      NumpyGenerator random) {
    NumpyMlpPass pass = new NumpyMlpPass(hidden, output, images);
    double error = 0;
    int right = 0;
    for (int image = 0; image < images.size(); image++) {
      double[] dropout = dropout(random, settings.hidden());
      pass.forward(image, dropout);
      error += pass.squaredError(image);
      right += pass.right(image) ? 1 : 0;
      pass.backward(image, dropout, settings.backpropagation());
      pass.addTo(image, -settings.learningRate(), hidden, output);
    }
    return NumpyMlpScore.mean(error, right, images.size());
  }

  private static double[] dropout(NumpyGenerator random, int hiddenUnits) {
    double[] factors = new double[hiddenUnits];
    int[] kept = random.zerosAndOnes(hiddenUnits);
    for (int unit = 0; unit < hiddenUnits; unit++) {
      factors[unit] = KEPT_FACTOR * kept[unit];
    }
    return factors;
  }

  private static NumpyMlpScore score(double[][] hidden, double[][] output, SparseImages images) {
    NumpyMlpPass pass = new NumpyMlpPass(hidden, output, images);
    double error = 0;
    int right = 0;
    for (int image = 0; image < images.size(); image++) {
      pass.forward(image);
      error += pass.squaredError(image);
      right += pass.right(image) ? 1 : 0;
    }
    return NumpyMlpScore.mean(error, right, images.size());
  }
}
