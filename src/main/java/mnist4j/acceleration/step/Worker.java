package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mnist4j.acceleration.step.BatchNormalizer.NormalizationPass;
import mnist4j.acceleration.step.LayerKernel.Pass;
import mnist4j.acceleration.step.LayerSpec.LayerContext;
import mnist4j.acceleration.step.LayerSpec.SharedState;
import mnist4j.acceleration.step.Loss.Score;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One thread's part of a training step: the forward and backward pass over part of the batch, one
 * slice at a time that fits the processor's cache, into a gradient of its own.
 *
 * <p>Batch normalisations divide the network into segments, after which the workers wait for each
 * other: {@link #forward} through all but the last, {@link #forwardAndBackward} through the last,
 * {@link #backward} through the others. Without batch normalisation the network is one segment,
 * which each slice passes in both directions before the next slice starts.
 */
final class Worker {

  private final NetworkSpec spec;
  private final FloatBuffer parameters;
  private final Supplier<INDArray> allocation;
  private final List<LayerKernel> layers = new ArrayList<>();
  private final List<BatchNormalizer.Kernel> normalizations = new ArrayList<>();
  private final Map<SliceKey, Slice> slices = new HashMap<>();
  private NativeMatrix gradients;
  private int from;
  private int to;
  private Score score = Score.NONE;

  /**
   * Identifies a slice's buffers.
   *
   * @param number of the slice among the worker's; 0 for all if one slice is finished before the
   *     next one starts
   * @param examples in the slice
   */
  private record SliceKey(int number, int examples) {}

  /**
   * @param parameters the network's, flat; read at every step
   * @param allocation of the worker's gradient, flat and as long; asked for at the first step
   * @param threads that a large layer may use
   */
  Worker(
      NetworkSpec spec,
      INDArray parameters,
      Supplier<INDArray> allocation,
      int threads,
      SharedState shared) {
    this.spec = spec;
    this.parameters = NativeMatrix.floats(parameters);
    this.allocation = allocation;
    int offset = 0;
    for (LayerSpec layer : spec.layers()) {
      LayerKernel kernel =
          layer.kernel(
              new LayerContext(
                  parameters, this::gradients, offset, layers.isEmpty(), threads, shared));
      layers.add(kernel);
      if (kernel instanceof BatchNormalizer.Kernel normalization) {
        normalizations.add(normalization);
      }
      offset += layer.parameters();
    }
  }

  /** The worker's gradient of the summed loss, flat; outputs need none. */
  synchronized NativeMatrix gradients() {
    if (gradients == null) {
      INDArray allocated = allocation.get();
      gradients = NativeMatrix.of(allocated, 1, (int) allocated.length());
    }
    return gradients;
  }

  /** Index of the last segment. */
  private int last() {
    return normalizations.size();
  }

  /** The worker's part of the batch normalisation that follows the given segment. */
  BatchNormalizer.Kernel normalization(int segment) {
    return normalizations.get(segment);
  }

  /** Assigns examples {@code start} (inclusive) to {@code end} (exclusive) of a batch. */
  void assign(int start, int end) {
    from = start;
    to = end;
  }

  /**
   * Forward pass through one segment, which is not the last.
   *
   * @param features {@code [n, inputs]}
   */
  void forward(int segment, NativeMatrix features) {
    beginStep(segment);
    for (int start = from; start < to; start += spec.sliceSize()) {
      slice(start).forward(segment, features, start);
    }
  }

  /**
   * Forward and backward pass through the last segment.
   *
   * @param features {@code [n, inputs]}
   * @param targets {@code [n, outputs]}
   */
  void forwardAndBackward(NativeMatrix features, FloatBuffer targets) {
    beginStep(last());
    score = Score.NONE;
    for (int start = from; start < to; start += spec.sliceSize()) {
      score = score.plus(slice(start).forwardAndBackward(features, targets, start));
    }
    endStep(last());
  }

  /** Loss and correct predictions of the last {@link #forwardAndBackward}. */
  Score score() {
    return score;
  }

  /** Backward pass through one segment, which is not the last. */
  void backward(int segment) {
    for (int start = from; start < to; start += spec.sliceSize()) {
      slice(start).backward(segment);
    }
    endStep(segment);
  }

  /** Steps and outputs begin with the first segment. */
  private void beginStep(int segment) {
    if (segment == 0) {
      layers.forEach(layer -> layer.begin(parameters));
    }
  }

  /** A step also ends there: then the worker's gradient is complete. */
  private void endStep(int segment) {
    if (segment == 0) {
      FloatBuffer sum = gradients().floats();
      layers.forEach(layer -> layer.end(sum));
    }
  }

  /**
   * Computes the network's outputs for the worker's examples.
   *
   * @param features {@code [n, inputs]}
   * @param outputs {@code [n, outputs]}, of which the worker's rows are filled
   */
  void output(NativeMatrix features, float[] outputs) {
    beginStep(0);
    for (int start = from; start < to; start += spec.sliceSize()) {
      float[] values = slice(0, start).output(features, start);
      System.arraycopy(values, 0, outputs, start * spec.outputs(), values.length);
    }
  }

  /** The slice that starts with the given example, with buffers that last until its backward. */
  private Slice slice(int start) {
    return slice(last() == 0 ? 0 : (start - from) / spec.sliceSize(), start);
  }

  private Slice slice(int number, int start) {
    return slices.computeIfAbsent(
        new SliceKey(number, Math.min(spec.sliceSize(), to - start)),
        key -> new Slice(key.examples()));
  }

  /** The network for a fixed number of examples. */
  private final class Slice {

    private final float[] input;
    private final float[] target;
    private final List<List<Pass>> segments = new ArrayList<>();
    private final List<NormalizationPass> between = new ArrayList<>();
    private float[] values;

    Slice(int examples) {
      input = new float[examples * spec.inputs()];
      target = new float[examples * spec.outputs()];
      segments.add(new ArrayList<>());
      for (LayerKernel layer : layers) {
        if (layer instanceof BatchNormalizer.Kernel normalization) {
          between.add(normalization.pass(examples));
          segments.add(new ArrayList<>());
        } else {
          segments.get(segments.size() - 1).add(layer.pass(examples));
        }
      }
    }

    private void pass(int segment, NativeMatrix features, int start) {
      List<Pass> passes = segments.get(segment);
      if (segment == 0) {
        values = passes.get(0).forward(features, start, input);
        passes = passes.subList(1, passes.size());
      } else {
        values = between.get(segment - 1).forward(values, start);
      }
      for (Pass layer : passes) {
        values = layer.forward(values, start);
      }
    }

    void forward(int segment, NativeMatrix features, int start) {
      pass(segment, features, start);
      between.get(segment).addToSums(values);
    }

    Score forwardAndBackward(NativeMatrix features, FloatBuffer targets, int start) {
      pass(last(), features, start);
      spec.loss().activate(values, spec.outputs());
      targets.get(start * spec.outputs(), target);
      // The gradient must not overwrite the activations, which the output layer may need.
      values = values.clone();
      Score sliceScore = spec.loss().score(values, target, spec.outputs(), spec.classWeights());
      passBack(last());
      return sliceScore;
    }

    void backward(int segment) {
      values = between.get(segment).backward(values);
      passBack(segment);
    }

    private void passBack(int segment) {
      List<Pass> passes = segments.get(segment);
      for (int i = passes.size() - 1; i >= 0; i--) {
        values = passes.get(i).backward(values);
      }
      if (segment > 0) {
        between.get(segment - 1).addToGradientSums(values);
      }
    }

    float[] output(NativeMatrix features, int start) {
      for (int segment = 0; segment < segments.size(); segment++) {
        pass(segment, features, start);
      }
      spec.loss().activate(values, spec.outputs());
      return values;
    }
  }
}
