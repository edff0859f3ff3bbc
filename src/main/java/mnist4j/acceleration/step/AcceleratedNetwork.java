package mnist4j.acceleration.step;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
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
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * A network that computes its gradient and its outputs in {@link Lanes}. All else is DL4J's, and so
 * is every batch that the lanes do not know.
 */
public final class AcceleratedNetwork extends MultiLayerNetwork {

  private static final long serialVersionUID = 1L;

  private final transient NetworkPlan plan;
  private final int threads;
  private transient Lanes lanes;
  private transient Gradient laneGradient;
  private transient Score lastScore = Score.NONE;

  public AcceleratedNetwork(MultiLayerConfiguration configuration, NetworkPlan plan, int threads) {
    super(configuration);
    this.plan = plan;
    this.threads = threads;
  }

  @Override
  public void init(INDArray parameters, boolean cloneParametersArray) {
    if (isInitCalled()) {
      return;
    }
    super.init(parameters, cloneParametersArray);
    initGradientsView();
    lanes = new Lanes(plan, flattenedParams, flattenedGradients, threads);
    laneGradient = namedGradient();
    setUpdater(Detached.from(() -> new FusedUpdater(this, threads)));
  }

  /** The gradient array with its parts by name, as DL4J's own backpropagation gives it. */
  private Gradient namedGradient() {
    Gradient named = new DefaultGradient(flattenedGradients);
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
    if (!takesInput(input) || !takesLabels()) {
      super.computeGradientAndScore();
      return;
    }
    tellForwardPass();
    lastScore = lanes.gradient(input, labels);
    gradient = laneGradient;
    double loss = conf().isMiniBatch() ? lastScore.loss() / input.size(0) : lastScore.loss();
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
        || train && plan.differsInTraining()
        || !takesInput(features)) {
      return super.output(features, train, featuresMask, labelsMask, outputWorkspace);
    }
    return lanes.output(features);
  }

  private boolean takesInput(INDArray features) {
    return mask == null
        && features.dataType() == DataType.FLOAT
        && features.length() == features.size(0) * plan.inputs();
  }

  private boolean takesLabels() {
    return getOutputLayer().getMaskArray() == null
        && labels.dataType() == DataType.FLOAT
        && labels.length() == input.size(0) * plan.outputs();
  }

  /**
   * Listeners may ask for each layer's activations. The lanes do not have them in DL4J's form, so
   * they are computed only for a listener that looks.
   */
  private void tellForwardPass() {
    List<INDArray> activations = new ActivationsOnDemand();
    for (TrainingListener listener : trainingListeners) {
      listener.onForwardPass(this, activations);
    }
  }

  /** Whether the last gradient came from the lanes. */
  boolean usedLanes() {
    return gradient == laneGradient;
  }

  /** How the network did on the last batch in the lanes, before its update. */
  Score lastScore() {
    return lastScore;
  }

  /** DL4J declares this with an array where its own interface has a vararg; javac warns of it. */
  @Override
  @SafeVarargs
  @SuppressWarnings({"overrides", "rawtypes", "varargs"})
  public final <T extends IEvaluation> T[] doEvaluation(
      MultiDataSetIterator iterator, T... evaluations) {
    return super.doEvaluation(iterator, evaluations);
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
