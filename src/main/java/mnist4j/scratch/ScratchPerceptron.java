package mnist4j.scratch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import mnist4j.data.LabelledImages;
import mnist4j.scratch.numpy.NumpyRandomState;

/**
 * The perceptron from scratch: {@code p = sigmoid(w · x + b)}, one output for two classes, trained
 * with full-batch gradient descent in double precision.
 *
 * <p>For a label {@code y} of 0 or 1, the chain rule on {@code (p - y)²} gives {@code 2 (p - y) p
 * (1 - p) x}, since the sigmoid's derivative is {@code p (1 - p)}. The document omits the 2 and
 * descends along {@code mean((p - y) p (1 - p) x)}: the gradient of <em>half</em> the loss it
 * prints. DL4J's {@code LossMSE} keeps the 2, so an equal DL4J network takes the same step at half
 * the learning rate.
 */
public final class ScratchPerceptron {

  /** The largest seed of its generator; the smallest is 0. */
  public static final long MAX_SEED = NumpyRandomState.MAX_SEED;

  // A fixed number of parts, summed in order, keeps the figures independent of the thread count.
  private static final int PARTS = 16;

  private ScratchPerceptron() {}

  /**
   * One value per parameter: the parameters themselves, or the gradient with respect to them.
   *
   * @param weights {@code [pixels]}; copied on the way in and out
   * @param bias the bias
   */
  public record Parameters(double[] weights, double bias) {

    /** Copies the array. */
    public Parameters {
      weights = weights.clone();
    }

    @Override
    public double[] weights() {
      return weights.clone();
    }

    /**
     * The document's initial parameters: weights from N(0, 1), bias 0. The generator is seeded
     * anew, so they do not depend on the shuffle.
     *
     * @param seed 0 to 2<sup>32</sup> - 1
     */
    public static Parameters initial(long seed, int pixels) {
      return new Parameters(new NumpyRandomState(seed).randn(pixels), 0);
    }

    /** One gradient descent step: these parameters minus {@code learningRate * gradient}. */
    public Parameters step(double learningRate, Parameters gradient) {
      double[] next = weights.clone();
      Vectors.axpy(-learningRate, gradient.weights, next);
      return new Parameters(next, bias - learningRate * gradient.bias);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Parameters that
          && Arrays.equals(weights, that.weights)
          && Double.compare(bias, that.bias) == 0;
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(weights) + Double.hashCode(bias);
    }
  }

  /**
   * Training settings.
   *
   * @param seed of the weights, 0 to 2<sup>32</sup> - 1
   * @param learningRate factor of the gradient of half the mean squared error
   * @param epochs number of steps, each over all training images; at least 1
   * @param logEvery every how many epochs to log, besides the first and the last; at least 1
   * @param threads that compute, at least 1; the figures do not depend on them
   */
  public record Settings(long seed, double learningRate, int epochs, int logEvery, int threads) {

    /** With a thread per core. */
    public Settings(long seed, double learningRate, int epochs, int logEvery) {
      this(seed, learningRate, epochs, logEvery, Runtime.getRuntime().availableProcessors());
    }
  }

  /**
   * Result of one forward and backward pass over a set.
   *
   * @param loss mean squared error, {@code sum((p - y)²) / n}
   * @param accuracy fraction of images with {@code p > 0.5} exactly where the label is 1, 0 to 1
   * @param gradient of <em>half</em> the loss
   */
  public record Pass(double loss, double accuracy, Parameters gradient) {}

  /**
   * Two digits in the order of the document: all images of the first, then all of the second,
   * shuffled by NumPy's legacy generator.
   *
   * <p>The order affects no more than the last bits of a full-batch sum; it is kept because the
   * document prints the first labels.
   *
   * @param pair labelled 0 and 1, as {@link LabelledImages#onlyDigits} returns them
   * @param seed of the shuffle, 0 to 2<sup>32</sup> - 1; the document's is 0
   */
  public static LabelledImages trainingSet(LabelledImages pair, long seed) {
    LabelledImages byDigit =
        pair.select(IntStream.concat(positions(pair, 0), positions(pair, 1)).toArray());
    return byDigit.select(new NumpyRandomState(seed).permutation(byDigit.size()));
  }

  private static IntStream positions(LabelledImages images, int label) {
    return IntStream.range(0, images.size()).filter(image -> images.label(image) == label);
  }

  /** {@code 1 / (1 + e}<sup>{@code -z}</sup>{@code )}. */
  public static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /**
   * Loss, accuracy and gradient over a set. They do not depend on the number of threads, which is
   * that of the fork-join pool of the caller.
   *
   * @param images labelled 0 and 1, at least one
   */
  public static Pass pass(Parameters parameters, LabelledImages images) {
    return pass(parameters, new SparseImages(images));
  }

  /**
   * Trains from the initial parameters of {@code settings.seed()}, or continues. As in the
   * document, an epoch's training metrics belong to the predictions before its step, its test
   * metrics to those after it.
   *
   * @param train labelled 0 and 1, as {@link #trainingSet} returns them
   * @param test labelled alike, with images of the same size
   * @param start of the same training; empty to train from the beginning
   */
  public static FitResult<Parameters> fit(
      LabelledImages train,
      LabelledImages test,
      Settings settings,
      Optional<FitState<Parameters>> start,
      FitListener<Parameters> listener) {
    SparseImages trainImages = new SparseImages(train);
    SparseImages testImages = new SparseImages(test);
    Parameters parameters =
        start
            .map(FitState::parameters)
            .orElseGet(() -> Parameters.initial(settings.seed(), train.pixelsPerImage()));
    List<FitResult.Epoch> history = new ArrayList<>();
    int finished = start.map(FitState::epochs).orElse(0);
    ForkJoinPool pool = new ForkJoinPool(settings.threads());
    try {
      for (int epoch = finished + 1; epoch <= settings.epochs(); epoch++) {
        Pass before = pass(pool, parameters, trainImages);
        parameters = parameters.step(settings.learningRate(), before.gradient());
        listener.stepDone(1, before.loss(), before.accuracy());
        Optional<FitResult.Epoch> logged = Optional.empty();
        if (epoch == 1 || epoch % settings.logEvery() == 0 || epoch == settings.epochs()) {
          Pass after = pass(pool, parameters, testImages);
          logged =
              Optional.of(
                  new FitResult.Epoch(
                      epoch, before.loss(), before.accuracy(), after.loss(), after.accuracy()));
        }
        logged.ifPresent(history::add);
        listener.epochDone(new FitState<>(epoch, parameters), logged);
      }
    } finally {
      pool.shutdown();
    }
    return new FitResult<>(history, parameters);
  }

  /** With the threads of the pool, which the parallel stream uses if a task of the pool runs it. */
  private static Pass pass(ForkJoinPool pool, Parameters parameters, SparseImages images) {
    return pool.submit(() -> pass(parameters, images)).join();
  }

  private static Pass pass(Parameters parameters, SparseImages images) {
    List<Sums> parts =
        IntStream.range(0, PARTS)
            .parallel()
            .mapToObj(part -> Sums.of(part, images, parameters.weights, parameters.bias))
            .toList();
    Sums total = new Sums(parameters.weights.length);
    parts.forEach(total::add);
    return total.mean(images.size());
  }

  /** Sums over one part of a set. */
  private static final class Sums {
    private final double[] gradient;
    private double biasGradient;
    private double squaredError;
    private int correct;

    Sums(int pixels) {
      gradient = new double[pixels];
    }

    /** Goes forward and backward image by image, while the image's pixels are in the CPU cache. */
    static Sums of(int part, SparseImages images, double[] weights, double bias) {
      Sums sums = new Sums(weights.length);
      int end = start(part + 1, images);
      for (int image = start(part, images); image < end; image++) {
        double prediction = sigmoid(images.dot(image, weights) + bias);
        int label = images.label(image);
        double error = prediction - label;
        double slope = error * prediction * (1 - prediction);
        images.axpy(slope, image, sums.gradient);
        sums.biasGradient += slope;
        sums.squaredError += error * error;
        sums.correct += (prediction > 0.5 ? 1 : 0) == label ? 1 : 0;
      }
      return sums;
    }

    private static int start(int part, SparseImages images) {
      return (int) ((long) images.size() * part / PARTS);
    }

    void add(Sums other) {
      Vectors.axpy(1, other.gradient, gradient);
      biasGradient += other.biasGradient;
      squaredError += other.squaredError;
      correct += other.correct;
    }

    Pass mean(int count) {
      return new Pass(
          squaredError / count,
          (double) correct / count,
          new Parameters(
              Arrays.stream(gradient).map(sum -> sum / count).toArray(), biasGradient / count));
    }
  }
}
