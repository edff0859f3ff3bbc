package mnist4j.acceleration;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
    List<Lane> used = lanes.subList(0, lanesFor(examples));
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

  private Score gradient(List<Lane> used, int examples, FloatBuffer rows, FloatBuffer wanted) {
    int last = batch.statistics().size();
    for (int segment = 0; segment < last; segment++) {
      int current = segment;
      inParallel(
          used.size(),
          lane -> {
            if (current == 0) {
              begin(lane, used.size(), examples);
            }
            used.get(lane).forward(current, rows);
            return lane;
          });
      batch.statistics().get(segment).useBatch(normalisations(used, segment), examples);
    }
    List<Score> scores =
        inParallel(
            used.size(),
            lane -> {
              if (last == 0) {
                begin(lane, used.size(), examples);
              }
              Score score = used.get(lane).turn(rows, wanted);
              if (last == 0) {
                used.get(lane).end();
              }
              return score;
            });
    for (int segment = last - 1; segment >= 0; segment--) {
      int current = segment;
      batch.statistics().get(segment).useGradient(normalisations(used, segment), examples);
      inParallel(
          used.size(),
          lane -> {
            used.get(lane).backward(current);
            if (current == 0) {
              used.get(lane).end();
            }
            return lane;
          });
    }
    return scores.stream().reduce(Score.NONE, Score::plus);
  }

  private void begin(int lane, int used, int examples) {
    lanes.get(lane).begin(start(lane, used, examples), start(lane + 1, used, examples));
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
    int used = lanesFor(examples);
    FloatBuffer current = NativeMatrix.floats(parameters);
    batch.statistics().forEach(layer -> layer.begin(current));
    batch.statistics().forEach(BatchStatistics::useRunningAverages);
    batch.masks().forEach(DropoutMask::clear);
    float[] outputs = new float[examples * plan.outputs()];
    inParallel(
        used,
        lane -> {
          int from = start(lane, used, examples);
          lanes.get(lane).output(rowBuffer, outputs, from, start(lane + 1, used, examples));
          return from;
        });
    keep(rows, parameters);
    return Detached.from(() -> Nd4j.create(outputs, new int[] {examples, plan.outputs()}, 'c'));
  }

  private static <T> List<T> inParallel(int used, IntFunction<T> work) {
    return IntStream.range(0, used).parallel().mapToObj(work).toList();
  }

  private static int start(int lane, int used, int examples) {
    return (int) ((long) examples * lane / used);
  }

  /** A buffer does not keep its array's memory from being freed; a use of the array does. */
  private static void keep(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  private static INDArray rowMajor(INDArray array) {
    boolean already = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    return already ? array : Detached.from(() -> array.dup('c'));
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
