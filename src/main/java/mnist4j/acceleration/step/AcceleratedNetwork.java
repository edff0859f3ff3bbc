package mnist4j.acceleration.step;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import mnist4j.acceleration.step.Loss.Score;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that computes its gradient and its outputs with {@link Workers} and takes its steps
 * with {@link FusedSolver} and {@link FusedUpdater}. Everything else is DL4J's, and so are gradient
 * and outputs of any batch that the workers do not support.
 */
public final class AcceleratedNetwork extends MultiLayerNetwork {

  private static final long serialVersionUID = 1L;

  private final transient NetworkSpec spec;
  private final int threads;
  private final long multiplicationsPerWorker;
  private transient Workers workers;
  private transient Gradient fusedGradient;
  private transient OptionalInt correctInLastStep = OptionalInt.empty();

  private AcceleratedNetwork(
      MultiLayerConfiguration configuration,
      NetworkSpec spec,
      int threads,
      long multiplicationsPerWorker) {
    super(configuration);
    this.spec = spec;
    this.threads = threads;
    this.multiplicationsPerWorker = multiplicationsPerWorker;
  }

  /**
   * A network that is not yet initialised; a plain {@code MultiLayerNetwork} if the fused step does
   * not support the configuration.
   *
   * @param threads that a step may use, at least 1
   */
  public static MultiLayerNetwork of(MultiLayerConfiguration configuration, int threads) {
    return of(configuration, threads, Workers::multiplicationsPerWorker);
  }

  static MultiLayerNetwork of(
      MultiLayerConfiguration configuration,
      int threads,
      ToLongFunction<NetworkSpec> multiplicationsPerWorker) {
    Optional<NetworkSpec> known = NetworkSpec.of(configuration);
    return known.isPresent()
        ? new AcceleratedNetwork(
            configuration, known.get(), threads, multiplicationsPerWorker.applyAsLong(known.get()))
        : new MultiLayerNetwork(configuration);
  }

  @Override
  public void init(INDArray parameters, boolean cloneParametersArray) {
    if (isInitCalled()) {
      return;
    }
    super.init(parameters, cloneParametersArray);
    workers =
        new Workers(spec, flattenedParams, this::gradients, threads, multiplicationsPerWorker);
    solver = new FusedSolver(this, threads);
  }

  /** A plain network takes its place in a stream of Java objects, as in its zip. */
  private Object writeReplace() {
    return clone();
  }

  /**
   * DL4J's array. It is allocated for the first step: a network that only gives outputs has none.
   */
  private INDArray gradients() {
    if (flattenedGradients == null) {
      initGradientsView();
    }
    return flattenedGradients;
  }

  /** The gradient array with its parts by name, like DL4J's own backpropagation returns it. */
  private Gradient namedGradient() {
    Gradient named = new FlatGradient(gradients());
    for (Layer layer : getLayers()) {
      if (layer.numParams() > 0) {
        Map<String, INDArray> parts =
            layer
                .conf()
                .getLayer()
                .initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
        parts.forEach((name, part) -> named.setGradientFor(layer.getIndex() + "_" + name, part));
      }
    }
    return named;
  }

  @Override
  public void computeGradientAndScore() {
    if (!supportsInput(input) || !supportsLabels()) {
      correctInLastStep = OptionalInt.empty();
      super.computeGradientAndScore();
      return;
    }
    if (fusedGradient == null) {
      fusedGradient = namedGradient();
    }
    List<INDArray> activations = new ActivationsOnDemand();
    for (TrainingListener listener : trainingListeners) {
      listener.onForwardPass(this, activations);
    }
    Score total = workers.gradient(input, labels);
    correctInLastStep = OptionalInt.of(total.correct());
    gradient = fusedGradient;
    double loss = conf().isMiniBatch() ? total.loss() / input.size(0) : total.loss();
    score = loss + calcRegularizationScore(true);
    for (TrainingListener listener : trainingListeners) {
      listener.onBackwardPass(this);
    }
  }

  @Override
  public synchronized INDArray output(
      INDArray features,
      boolean train,
      INDArray featuresMask,
      INDArray labelsMask,
      MemoryWorkspace outputWorkspace) {
    if (featuresMask != null
        || labelsMask != null
        || outputWorkspace != null
        || train && spec.differsInTraining()
        || !supportsInput(features)) {
      return super.output(features, train, featuresMask, labelsMask, outputWorkspace);
    }
    return workers.output(features);
  }

  private boolean supportsInput(INDArray features) {
    return mask == null
        && features.dataType() == DataType.FLOAT
        && features.length() == features.size(0) * spec.inputs();
  }

  private boolean supportsLabels() {
    return getOutputLayer().getMaskArray() == null
        && labels.dataType() == DataType.FLOAT
        && labels.length() == input.size(0) * spec.outputs();
  }

  /**
   * Correctly classified examples of the last batch, before its update; empty if DL4J's own layers
   * computed the last gradient.
   */
  public OptionalInt correctInLastStep() {
    return correctInLastStep;
  }

  /** DL4J declares this with an array, its own interface with varargs, of which javac warns. */
  @Override
  @SafeVarargs
  @SuppressWarnings({"overrides", "rawtypes", "varargs"})
  public final <T extends IEvaluation> T[] doEvaluation(
      MultiDataSetIterator iterator, T... evaluations) {
    return super.doEvaluation(iterator, evaluations);
  }

  /** DL4J's own makes a view of its array whenever it is asked for it, several times a step. */
  private static final class FlatGradient extends DefaultGradient {

    private static final long serialVersionUID = 1L;

    private final transient INDArray flat;

    FlatGradient(INDArray gradients) {
      super(gradients);
      flat = gradients.reshape(gradients.length());
    }

    @Override
    public INDArray gradient() {
      return flat;
    }
  }

  /**
   * The input and the hidden layers' activations, for listeners. The workers do not store them in
   * DL4J's form, so they are computed only if a listener reads them, with the dropout that the step
   * is about to draw.
   */
  private final class ActivationsOnDemand extends AbstractList<INDArray> {

    private List<INDArray> activations = List.of();

    @Override
    public INDArray get(int index) {
      if (activations.isEmpty()) {
        activations = getnLayers() == 1 ? List.of(input) : hidden();
      }
      return activations.get(index);
    }

    private List<INDArray> hidden() {
      Random generator = Nd4j.getRandom();
      long root = generator.rootState();
      long node = generator.nodeState();
      List<INDArray> hidden = feedForwardToLayer(getnLayers() - 2, input, true);
      generator.setStates(root, node);
      return hidden;
    }

    @Override
    public int size() {
      return getnLayers();
    }
  }
}
