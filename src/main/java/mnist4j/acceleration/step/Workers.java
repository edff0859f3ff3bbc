package mnist4j.acceleration.step;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mnist4j.acceleration.step.BatchNormalizer.Kernel;
import mnist4j.acceleration.step.LayerSpec.BatchNormalizationSpec;
import mnist4j.acceleration.step.LayerSpec.DropoutSpec;
import mnist4j.acceleration.step.LayerSpec.SharedState;
import mnist4j.acceleration.step.Loss.Score;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The threads that share a batch. Which examples each worker gets, and the order in which the
 * workers' gradients are summed, depend only on the numbers of threads and examples, so a run can
 * be repeated to the last bit.
 */
final class Workers {

  /** Multiplications per worker from which on another thread makes the step faster. */
  private static final long MULTIPLICATIONS_PER_WORKER = 10_000_000;

  /** Multiplications for each parameter that pay for a gradient of the worker's own. */
  private static final long MULTIPLICATIONS_PER_PARAMETER = 100;

  /** Input values per worker from which on reading them from memory takes most of the step. */
  private static final long INPUTS_PER_WORKER = 1_000_000;

  /** Parameters from which on another thread makes the sum of gradients faster. */
  private static final int PARAMETERS_PER_SHARE = 20_000;

  private final NetworkSpec spec;
  private final INDArray parameters;
  private final int threads;
  private final long multiplicationsPerWorker;
  private final SharedState shared = new SharedState(new ArrayList<>(), new ArrayList<>());
  private final List<Worker> workers = new ArrayList<>();

  /**
   * Prepares the first worker; the others are added when a batch is large enough.
   *
   * @param parameters the network's, flat
   * @param gradient the network's, flat and as long; asked for at the first step
   * @param threads workers at most
   * @param multiplicationsPerWorker in the forward pass, at least, if there is more than one worker
   */
  Workers(
      NetworkSpec spec,
      INDArray parameters,
      Supplier<INDArray> gradient,
      int threads,
      long multiplicationsPerWorker) {
    this.spec = spec;
    this.parameters = parameters;
    this.threads = threads;
    this.multiplicationsPerWorker = multiplicationsPerWorker;
    int offset = 0;
    for (LayerSpec layer : spec.layers()) {
      if (layer instanceof BatchNormalizationSpec normalization) {
        shared.normalizers().add(new BatchNormalizer(normalization, offset));
      } else if (layer instanceof DropoutSpec dropout) {
        shared.dropouts().add(new DropoutKernel(dropout));
      }
      offset += layer.parameters();
    }
    add(gradient);
  }

  private void add(Supplier<INDArray> gradient) {
    workers.add(new Worker(spec, parameters, gradient, threads, shared));
  }

  private INDArray zeros() {
    return NativeMatrix.outsideWorkspaces(() -> Nd4j.zeros(DataType.FLOAT, parameters.length()));
  }

  /**
   * Writes the gradient of the summed loss into the network's gradient array.
   *
   * @param features {@code [n, inputs]} or another shape with as many values
   * @param targets {@code [n, outputs]}
   */
  Score gradient(INDArray features, INDArray targets) {
    INDArray rows = rowMajor(features);
    INDArray labels = rowMajor(targets);
    int examples = (int) features.size(0);
    List<Worker> used = split(examples);
    FloatBuffer current = NativeMatrix.floats(parameters);
    shared.normalizers().forEach(layer -> layer.begin(current));
    shared.dropouts().forEach(layer -> layer.draw(examples));
    NativeMatrix batch = NativeMatrix.of(rows, examples, spec.inputs());
    Score score = gradient(used, examples, batch, NativeMatrix.floats(labels));
    keepReachable(rows, labels, parameters);
    if (used.size() > 1) {
      addGradients(used);
    }
    FloatBuffer sum = used.get(0).gradients().floats();
    shared.normalizers().forEach(layer -> layer.end(sum));
    return score;
  }

  /** Adds the gradients of all workers to the first one's, each thread a part of every one. */
  private void addGradients(List<Worker> used) {
    long length = parameters.length();
    int shares = (int) Math.max(1, Math.min(used.size(), length / PARAMETERS_PER_SHARE));
    NativeMatrix sum = used.get(0).gradients();
    ThreadTeam.forEach(
        shares,
        share -> {
          int from = (int) (length * share / shares);
          int count = (int) (length * (share + 1) / shares) - from;
          for (Worker other : used.subList(1, used.size())) {
            cblas_saxpy(count, 1, other.gradients().pointer(from), 1, sum.pointer(from), 1);
          }
        });
  }

  /** The workers wait for each other at every batch normalisation, in both directions. */
  private Score gradient(List<Worker> used, int examples, NativeMatrix rows, FloatBuffer labels) {
    List<BatchNormalizer> normalizers = shared.normalizers();
    for (int i = 0; i < normalizers.size(); i++) {
      int segment = i;
      inParallel(used, worker -> worker.forward(segment, rows));
      normalizers.get(segment).useBatch(kernels(used, segment), examples);
    }
    inParallel(used, worker -> worker.forwardAndBackward(rows, labels));
    for (int i = normalizers.size() - 1; i >= 0; i--) {
      int segment = i;
      normalizers.get(segment).useGradient(kernels(used, segment), examples);
      inParallel(used, worker -> worker.backward(segment));
    }
    return used.stream().map(Worker::score).reduce(Score.NONE, Score::plus);
  }

  /**
   * Multiplications in the forward pass that are worth a worker. In a dense layer there are as many
   * for each weight as examples, so that a batch of a hundred is not worth a second gradient; in a
   * convolution there are many more.
   */
  static long multiplicationsPerWorker(NetworkSpec spec) {
    return Math.max(MULTIPLICATIONS_PER_WORKER, spec.parameters() * MULTIPLICATIONS_PER_PARAMETER);
  }

  private static List<Kernel> kernels(List<Worker> used, int segment) {
    return used.stream().map(worker -> worker.normalization(segment)).toList();
  }

  /**
   * The network's outputs, {@code [n, outputs]}.
   *
   * @param features {@code [n, inputs]} or another shape with as many values
   */
  INDArray output(INDArray features) {
    INDArray rows = rowMajor(features);
    int examples = (int) features.size(0);
    NativeMatrix batch = NativeMatrix.of(rows, examples, spec.inputs());
    FloatBuffer current = NativeMatrix.floats(parameters);
    shared.normalizers().forEach(layer -> layer.begin(current));
    shared.normalizers().forEach(BatchNormalizer::useRunningAverages);
    shared.dropouts().forEach(DropoutKernel::clear);
    float[] outputs = new float[examples * spec.outputs()];
    inParallel(split(examples), worker -> worker.output(batch, outputs));
    keepReachable(rows, parameters);
    return NativeMatrix.outsideWorkspaces(
        () -> Nd4j.create(outputs, new int[] {examples, spec.outputs()}, 'c'));
  }

  private static void inParallel(List<Worker> used, Consumer<Worker> work) {
    ThreadTeam.forEach(used.size(), i -> work.accept(used.get(i)));
  }

  /** A buffer does not keep its array's memory from being freed; a use of the array does. */
  private static void keepReachable(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  private static INDArray rowMajor(INDArray array) {
    boolean already = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    return already ? array : NativeMatrix.outsideWorkspaces(() -> array.dup('c'));
  }

  /** Splits a batch among as many workers as make it faster. */
  private List<Worker> split(int examples) {
    long worthwhile =
        Math.max(
            spec.multiplications() * examples / multiplicationsPerWorker,
            (long) spec.inputs() * examples / INPUTS_PER_WORKER);
    int used = (int) Math.max(1, Math.min(Math.min(threads, examples), worthwhile));
    while (workers.size() < used) {
      add(this::zeros);
    }
    for (int i = 0; i < used; i++) {
      int from = (int) ((long) examples * i / used);
      workers.get(i).assign(from, (int) ((long) examples * (i + 1) / used));
    }
    return workers.subList(0, used);
  }
}
