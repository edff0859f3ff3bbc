package mnist4j.acceleration.step;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The threads that share a batch. Which examples go to which lane, and the order in which the
 * lanes' gradients are added, depend on the numbers of threads and examples alone, so a run can be
 * repeated to the last bit.
 */
final class Lanes {

  /** Multiplications that make up for waking another thread, per thread. */
  private static final long WORTH_A_THREAD = 40_000_000;

  private final NetworkPlan plan;
  private final INDArray parameters;
  private final int threads;
  private final BatchState batch;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<INDArray> gradients = new ArrayList<>();

  /**
   * Prepares the first lane.
   *
   * @param parameters the network's, flat
   * @param gradient the network's, flat and as long
   */
  Lanes(NetworkPlan plan, INDArray parameters, INDArray gradient, int threads) {
    this.plan = plan;
    this.parameters = parameters;
    this.threads = threads;
    this.batch = BatchState.of(plan);
    add(gradient);
  }

  private void add(INDArray gradient) {
    gradients.add(gradient);
    lanes.add(new Lane(plan, parameters, gradient, threads, batch));
  }

  /**
   * Puts the gradient of the summed loss into the network's gradient array.
   *
   * @param features {@code [n, inputs]} or another shape of as many values
   * @param targets {@code [n, outputs]}
   */
  Score gradient(INDArray features, INDArray targets) {
    INDArray rows = rowMajor(features);
    INDArray wanted = rowMajor(targets);
    int examples = (int) features.size(0);
    List<Lane> used = share(examples);
    FloatBuffer current = NativeMatrix.floats(parameters);
    batch.statistics().forEach(layer -> layer.begin(current));
    batch.masks().forEach(mask -> mask.draw(examples));
    Score score = gradient(used, examples, NativeMatrix.floats(rows), NativeMatrix.floats(wanted));
    keep(rows, wanted, parameters);
    for (INDArray other : gradients.subList(1, used.size())) {
      gradients.get(0).addi(other);
    }
    FloatBuffer sum = NativeMatrix.floats(gradients.get(0));
    batch.statistics().forEach(layer -> layer.end(sum));
    return score;
  }

  /** The lanes meet at every normalisation, on the way forwards and on the way back. */
  private Score gradient(List<Lane> used, int examples, FloatBuffer rows, FloatBuffer wanted) {
    List<BatchStatistics> meetings = batch.statistics();
    for (int segment = 0; segment < meetings.size(); segment++) {
      int current = segment;
      inParallel(used, lane -> lane.forward(current, rows));
      meetings.get(segment).useBatch(normalisations(used, segment), examples);
    }
    inParallel(used, lane -> lane.turn(rows, wanted));
    for (int segment = meetings.size() - 1; segment >= 0; segment--) {
      int current = segment;
      meetings.get(segment).useGradient(normalisations(used, segment), examples);
      inParallel(used, lane -> lane.backward(current));
    }
    return used.stream().map(Lane::score).reduce(Score.NONE, Score::plus);
  }

  private static List<NormalisationWork> normalisations(List<Lane> used, int segment) {
    return used.stream().map(lane -> lane.normalisation(segment)).toList();
  }

  /**
   * The network's outputs, {@code [n, outputs]}.
   *
   * @param features {@code [n, inputs]} or another shape of as many values
   */
  INDArray output(INDArray features) {
    INDArray rows = rowMajor(features);
    FloatBuffer rowBuffer = NativeMatrix.floats(rows);
    int examples = (int) features.size(0);
    FloatBuffer current = NativeMatrix.floats(parameters);
    batch.statistics().forEach(layer -> layer.begin(current));
    batch.statistics().forEach(BatchStatistics::useRunningAverages);
    batch.masks().forEach(DropoutMask::clear);
    float[] outputs = new float[examples * plan.outputs()];
    inParallel(share(examples), lane -> lane.output(rowBuffer, outputs));
    keep(rows, parameters);
    return Detached.from(() -> Nd4j.create(outputs, new int[] {examples, plan.outputs()}, 'c'));
  }

  private static void inParallel(List<Lane> used, Consumer<Lane> work) {
    used.parallelStream().forEach(work);
  }

  /** A buffer does not keep its array's memory from being freed; a use of the array does. */
  private static void keep(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  private static INDArray rowMajor(INDArray array) {
    boolean already = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    return already ? array : Detached.from(() -> array.dup('c'));
  }

  /** As many lanes as are worth it, each with its part of the batch. */
  private List<Lane> share(int examples) {
    int used = lanesFor(examples);
    for (int lane = 0; lane < used; lane++) {
      lanes
          .get(lane)
          .take((int) ((long) examples * lane / used), (int) ((long) examples * (lane + 1) / used));
    }
    return lanes.subList(0, used);
  }

  private int lanesFor(int examples) {
    long worthwhile = plan.multiplications() * examples / WORTH_A_THREAD;
    int used = (int) Math.max(1, Math.min(Math.min(threads, examples), worthwhile));
    while (lanes.size() < used) {
      add(Detached.from(() -> Nd4j.zeros(DataType.FLOAT, parameters.length())));
    }
    return used;
  }
}
