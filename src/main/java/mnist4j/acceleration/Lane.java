package mnist4j.acceleration;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One thread's share of a training step: forwards and backwards over part of the batch, a slice
 * small enough for the processor's cache at a time, into a gradient of its own.
 */
final class Lane {

  private final NetworkPlan plan;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final List<LayerWork> layers = new ArrayList<>();
  private final Map<Integer, Slice> slices = new HashMap<>();

  /**
   * Prepares a lane.
   *
   * @param parameters the network's, flat; read at every step
   * @param gradients flat and as long; written at every step
   * @param threads that a large layer may use
   */
  Lane(NetworkPlan plan, INDArray parameters, INDArray gradients, int threads) {
    this.plan = plan;
    this.parameters = NativeMatrix.floats(parameters);
    this.gradients = NativeMatrix.floats(gradients);
    int offset = 0;
    for (LayerPlan layer : plan.layers()) {
      layers.add(layer.work(parameters, gradients, offset, layers.isEmpty(), threads));
      offset += layer.parameters();
    }
  }

  /**
   * Computes the gradient of the loss summed over examples {@code from} (inclusive) to {@code to}
   * (exclusive) of a batch.
   *
   * @param features {@code [n, inputs]}
   * @param targets {@code [n, outputs]}
   */
  Score run(FloatBuffer features, FloatBuffer targets, int from, int to) {
    layers.forEach(layer -> layer.begin(parameters));
    Score score = Score.NONE;
    for (int start = from; start < to; start += plan.sliceSize()) {
      int examples = Math.min(plan.sliceSize(), to - start);
      score = score.plus(slice(examples).run(features, targets, start));
    }
    layers.forEach(layer -> layer.end(gradients));
    return score;
  }

  /**
   * Computes the network's outputs for examples {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param features {@code [n, inputs]}
   * @param outputs {@code [n, outputs]}; the examples' part is filled
   */
  void output(FloatBuffer features, float[] outputs, int from, int to) {
    layers.forEach(layer -> layer.begin(parameters));
    for (int start = from; start < to; start += plan.sliceSize()) {
      int examples = Math.min(plan.sliceSize(), to - start);
      float[] values = slice(examples).forward(features, start);
      System.arraycopy(values, 0, outputs, start * plan.outputs(), values.length);
    }
  }

  private Slice slice(int examples) {
    return slices.computeIfAbsent(examples, Slice::new);
  }

  /** The network for a fixed number of examples. */
  private final class Slice {

    private final float[] input;
    private final float[] target;
    private final List<Stage> stages;

    Slice(int examples) {
      input = new float[examples * plan.inputs()];
      target = new float[examples * plan.outputs()];
      stages = layers.stream().map(layer -> layer.stage(examples)).toList();
    }

    Score run(FloatBuffer features, FloatBuffer targets, int start) {
      float[] outputs = forward(features, start);
      targets.get(start * plan.outputs(), target);
      // The output layer's own backpropagation may need its activations, so they are not
      // overwritten by the gradient.
      float[] gradient = outputs.clone();
      Score score = plan.loss().score(gradient, target, plan.outputs());
      for (int i = stages.size() - 1; i >= 0; i--) {
        gradient = stages.get(i).backward(gradient);
      }
      return score;
    }

    float[] forward(FloatBuffer features, int start) {
      features.get(start * plan.inputs(), input);
      float[] values = input;
      for (Stage stage : stages) {
        values = stage.forward(values);
      }
      plan.loss().activate(values, plan.outputs());
      return values;
    }
  }
}
