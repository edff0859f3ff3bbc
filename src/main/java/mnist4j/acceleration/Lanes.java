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
    add(gradient);
  }

  private void add(INDArray gradient) {
    gradients.add(gradient);
    lanes.add(new Lane(plan, parameters, gradient, threads));
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
    FloatBuffer rowBuffer = NativeMatrix.floats(rows);
    FloatBuffer wantedBuffer = NativeMatrix.floats(wanted);
    int examples = (int) features.size(0);
    int used = lanesFor(examples);
    List<Score> scores =
        inParallel(
            used,
            lane ->
                lanes
                    .get(lane)
                    .run(
                        rowBuffer,
                        wantedBuffer,
                        start(lane, used, examples),
                        start(lane + 1, used, examples)));
    keep(rows, wanted);
    for (INDArray other : gradients.subList(1, used)) {
      gradients.get(0).addi(other);
    }
    return scores.stream().reduce(Score.NONE, Score::plus);
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
    float[] outputs = new float[examples * plan.outputs()];
    inParallel(
        used,
        lane -> {
          int from = start(lane, used, examples);
          lanes.get(lane).output(rowBuffer, outputs, from, start(lane + 1, used, examples));
          return from;
        });
    keep(rows);
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
