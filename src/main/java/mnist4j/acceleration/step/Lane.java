package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mnist4j.acceleration.step.NormalisationWork.Normalisation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One thread's share of a training step: forwards and backwards over part of the batch, a slice
 * small enough for the processor's cache at a time, into a gradient of its own.
 *
 * <p>Batch normalisations cut the network in segments, at whose ends the lanes wait for each other:
 * {@link #forward} through all but the last, {@link #turn} in the last, {@link #backward} through
 * the others. Where there is none the network is one segment, which each slice passes in both
 * directions before the next one starts.
 */
final class Lane {

  private final NetworkPlan plan;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final List<LayerWork> layers = new ArrayList<>();
  private final List<NormalisationWork> normalisations = new ArrayList<>();
  private final Map<SliceKey, Slice> slices = new HashMap<>();
  private int from;
  private int to;
  private Score score = Score.NONE;

  /**
   * A slice's buffers.
   *
   * @param number of the slice in the lane; 0 for all where slices come one after another
   * @param examples in the slice
   */
  private record SliceKey(int number, int examples) {}

  /**
   * Prepares a lane.
   *
   * @param parameters the network's, flat; read at every step
   * @param gradients flat and as long; written at every step
   * @param threads that a large layer may use
   * @param batch what the lanes have in common
   */
  Lane(NetworkPlan plan, INDArray parameters, INDArray gradients, int threads, BatchState batch) {
    this.plan = plan;
    this.parameters = NativeMatrix.floats(parameters);
    this.gradients = NativeMatrix.floats(gradients);
    int offset = 0;
    for (LayerPlan layer : plan.layers()) {
      LayerWork work =
          layer.work(
              new LayerSite(parameters, gradients, offset, layers.isEmpty(), threads, batch));
      layers.add(work);
      if (work instanceof NormalisationWork normalisation) {
        normalisations.add(normalisation);
      }
      offset += layer.parameters();
    }
  }

  /** Number of the last segment, counted from 0. */
  private int last() {
    return normalisations.size();
  }

  /** The lane's part of the normalisation that follows the given segment. */
  NormalisationWork normalisation(int segment) {
    return normalisations.get(segment);
  }

  /** Gives the lane examples {@code start} (inclusive) to {@code end} (exclusive) of a batch. */
  void take(int start, int end) {
    from = start;
    to = end;
  }

  /**
   * Takes the lane's examples forwards through one segment, which is not the last.
   *
   * @param features {@code [n, inputs]}
   */
  void forward(int segment, FloatBuffer features) {
    enter(segment);
    for (int start = from; start < to; start += plan.sliceSize()) {
      Slice slice = slice(start);
      slice.pass(segment, features, start);
      slice.observe(segment);
    }
  }

  /**
   * Takes the lane's examples forwards through the last segment and back.
   *
   * @param features {@code [n, inputs]}
   * @param targets {@code [n, outputs]}
   */
  void turn(FloatBuffer features, FloatBuffer targets) {
    enter(last());
    score = Score.NONE;
    for (int start = from; start < to; start += plan.sliceSize()) {
      Slice slice = slice(start);
      slice.pass(last(), features, start);
      score = score.plus(slice.turn(targets, start));
    }
    leave(last());
  }

  /** How the network did on the lane's examples when they last turned. */
  Score score() {
    return score;
  }

  /** Takes the lane's examples backwards through one segment, which is not the last. */
  void backward(int segment) {
    for (int start = from; start < to; start += plan.sliceSize()) {
      slice(start).backward(segment);
    }
    leave(segment);
  }

  /** A training step starts with the first segment. */
  private void enter(int segment) {
    if (segment == 0) {
      layers.forEach(layer -> layer.begin(parameters));
    }
  }

  /** It ends there too: then the lane's gradient of the summed loss is in its place. */
  private void leave(int segment) {
    if (segment == 0) {
      layers.forEach(layer -> layer.end(gradients));
    }
  }

  /**
   * Computes the network's outputs for the lane's examples.
   *
   * @param features {@code [n, inputs]}
   * @param outputs {@code [n, outputs]}; the examples' part is filled
   */
  void output(FloatBuffer features, float[] outputs) {
    enter(0);
    for (int start = from; start < to; start += plan.sliceSize()) {
      float[] values = slice(0, Math.min(plan.sliceSize(), to - start)).output(features, start);
      System.arraycopy(values, 0, outputs, start * plan.outputs(), values.length);
    }
  }

  /** The slice that starts with the given example of the lane's. */
  private Slice slice(int start) {
    int number = last() == 0 ? 0 : (start - from) / plan.sliceSize();
    return slice(number, Math.min(plan.sliceSize(), to - start));
  }

  private Slice slice(int number, int examples) {
    return slices.computeIfAbsent(new SliceKey(number, examples), key -> new Slice(key.examples()));
  }

  /** The network for a fixed number of examples. */
  private final class Slice {

    private final float[] input;
    private final float[] target;
    private final List<List<Stage>> segments = new ArrayList<>();
    private final List<Normalisation> between = new ArrayList<>();
    private float[] values;

    Slice(int examples) {
      input = new float[examples * plan.inputs()];
      target = new float[examples * plan.outputs()];
      segments.add(new ArrayList<>());
      for (LayerWork layer : layers) {
        if (layer instanceof NormalisationWork normalisation) {
          between.add(normalisation.stage(examples));
          segments.add(new ArrayList<>());
        } else {
          segments.get(segments.size() - 1).add(layer.stage(examples));
        }
      }
    }

    void pass(int segment, FloatBuffer features, int start) {
      if (segment == 0) {
        features.get(start * plan.inputs(), input);
        values = input;
      } else {
        values = between.get(segment - 1).forward(values, start);
      }
      for (Stage stage : segments.get(segment)) {
        values = stage.forward(values, start);
      }
    }

    /** Shows what the segment gave to the normalisation behind it. */
    void observe(int segment) {
      between.get(segment).observe(values);
    }

    Score turn(FloatBuffer targets, int start) {
      plan.loss().activate(values, plan.outputs());
      targets.get(start * plan.outputs(), target);
      // The output layer's own backpropagation may need its activations, so they are not
      // overwritten by the gradient.
      values = values.clone();
      Score score = plan.loss().score(values, target, plan.outputs());
      passBack(last());
      return score;
    }

    void backward(int segment) {
      values = between.get(segment).backward(values);
      passBack(segment);
    }

    private void passBack(int segment) {
      List<Stage> stages = segments.get(segment);
      for (int i = stages.size() - 1; i >= 0; i--) {
        values = stages.get(i).backward(values);
      }
      if (segment > 0) {
        between.get(segment - 1).observeGradient(values);
      }
    }

    float[] output(FloatBuffer features, int start) {
      for (int segment = 0; segment < segments.size(); segment++) {
        pass(segment, features, start);
      }
      plan.loss().activate(values, plan.outputs());
      return values;
    }
  }
}
