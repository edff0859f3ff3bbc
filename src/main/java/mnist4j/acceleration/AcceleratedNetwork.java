package mnist4j.acceleration;

import java.nio.FloatBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that computes its gradient with the fused step. All else, and every step that the fused
 * one does not know, is DL4J's.
 */
final class AcceleratedNetwork extends MultiLayerNetwork {

  private static final long serialVersionUID = 1L;

  /** Multiplications of a step that make up for waking another thread, per thread. */
  private static final long WORTH_A_THREAD = 20_000_000;

  private final int threads;
  private transient Optional<NetworkPlan> plan = Optional.empty();
  private final transient List<Lane> lanes = new ArrayList<>();
  private final transient List<INDArray> laneGradients = new ArrayList<>();
  private transient Gradient stepGradient = new DefaultGradient();
  private transient OptionalInt rightAnswers = OptionalInt.empty();

  AcceleratedNetwork(MultiLayerConfiguration configuration, int threads) {
    super(configuration);
    this.threads = threads;
  }

  @Override
  public void init(INDArray parameters, boolean cloneParametersArray) {
    if (isInitCalled()) {
      return;
    }
    super.init(parameters, cloneParametersArray);
    plan = NetworkPlan.of(getLayerWiseConfigurations());
    if (plan.isPresent()) {
      initGradientsView();
      stepGradient = namedGradient();
      setUpdater(Detached.from(() -> new FusedUpdater(this)));
    }
  }

  /** The gradient array with its parts by name, as DL4J's own backpropagation gives it. */
  private Gradient namedGradient() {
    Gradient gradient = new DefaultGradient(getFlattenedGradients());
    for (Layer layer : getLayers()) {
      if (layer.numParams() > 0) {
        Map<String, INDArray> parts =
            layer
                .conf()
                .getLayer()
                .initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
        parts.forEach((name, part) -> gradient.setGradientFor(layer.getIndex() + "_" + name, part));
      }
    }
    return gradient;
  }

  @Override
  public void computeGradientAndScore() {
    if (plan.isEmpty() || !fits(plan.get())) {
      rightAnswers = OptionalInt.empty();
      super.computeGradientAndScore();
      return;
    }
    NetworkPlan known = plan.get();
    Score lastScore = runLanes(known);
    rightAnswers = OptionalInt.of(lastScore.right());
    notifyForwardPass();
    gradient = stepGradient;
    double loss = conf().isMiniBatch() ? lastScore.loss() / input.size(0) : lastScore.loss();
    score = loss + calcRegularizationScore(true);
    for (TrainingListener listener : trainingListeners) {
      listener.onBackwardPass(this);
    }
  }

  /** Whether this batch is what the plan expects: unmasked float32 rows. */
  private boolean fits(NetworkPlan known) {
    return mask == null
        && getOutputLayer().getMaskArray() == null
        && input.dataType() == DataType.FLOAT
        && labels.dataType() == DataType.FLOAT
        && input.length() == input.size(0) * known.inputs()
        && labels.length() == input.size(0) * known.outputs();
  }

  private Score runLanes(NetworkPlan known) {
    FloatBuffer features = NativeMatrix.floats(contiguous(input));
    FloatBuffer targets = NativeMatrix.floats(contiguous(labels));
    int examples = (int) input.size(0);
    int used = lanesFor(known, examples);
    while (lanes.size() < used) {
      addLane(known);
    }
    List<Score> scores =
        IntStream.range(0, used)
            .parallel()
            .mapToObj(
                lane ->
                    lanes
                        .get(lane)
                        .run(
                            features,
                            targets,
                            examples * lane / used,
                            examples * (lane + 1) / used))
            .toList();
    for (INDArray other : laneGradients.subList(1, used)) {
      flattenedGradients.addi(other);
    }
    return scores.stream().reduce(Score.NONE, Score::plus);
  }

  private int lanesFor(NetworkPlan known, int examples) {
    long worthwhile = known.multiplications() * examples / WORTH_A_THREAD;
    return (int) Math.max(1, Math.min(Math.min(threads, examples), worthwhile));
  }

  /** The first lane writes into the network's own gradient array, the others beside it. */
  private void addLane(NetworkPlan known) {
    INDArray gradients =
        lanes.isEmpty()
            ? flattenedGradients
            : Detached.from(() -> Nd4j.zeros(DataType.FLOAT, numParams()));
    laneGradients.add(gradients);
    lanes.add(new Lane(known, flattenedParams, gradients));
  }

  private static INDArray contiguous(INDArray array) {
    boolean rowMajor = array.ordering() == 'c' && !array.isView() || array.rank() == 1;
    return rowMajor ? array : array.dup('c');
  }

  /**
   * Listeners may ask for each layer's activations. The fused step does not have them in DL4J's
   * form, so they are computed only for a listener that looks.
   */
  private void notifyForwardPass() {
    if (trainingListeners.isEmpty()) {
      return;
    }
    List<INDArray> activations = new ActivationsOnDemand();
    for (TrainingListener listener : trainingListeners) {
      listener.onForwardPass(this, activations);
    }
  }

  /** DL4J declares this with an array where its own interface has a vararg; javac warns of it. */
  @Override
  @SafeVarargs
  @SuppressWarnings({"overrides", "rawtypes", "varargs"})
  public final <T extends IEvaluation> T[] doEvaluation(
      MultiDataSetIterator iterator, T... evaluations) {
    return super.doEvaluation(iterator, evaluations);
  }

  /** Right answers of the last step's batch before its update; empty where DL4J took the step. */
  OptionalInt rightAnswers() {
    return rightAnswers;
  }

  /** The input and the hidden layers' activations. */
  private final class ActivationsOnDemand extends AbstractList<INDArray> {

    private List<INDArray> activations = List.of();

    @Override
    public INDArray get(int index) {
      if (activations.isEmpty()) {
        activations = feedForwardToLayer(getnLayers() - 2, input, true);
      }
      return activations.get(index);
    }

    @Override
    public int size() {
      return getnLayers();
    }
  }
}
