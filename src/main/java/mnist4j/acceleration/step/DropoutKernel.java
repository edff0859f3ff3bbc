package mnist4j.acceleration.step;

import java.util.HashMap;
import java.util.Map;
import mnist4j.acceleration.step.LayerSpec.DropoutSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout, with one mask for the whole batch that all workers share. The mask is drawn by the
 * operation and from the random generator that DL4J's own layers use, so it equals DL4J's and does
 * not depend on the number of workers.
 */
final class DropoutKernel implements LayerKernel {

  private static final float[] NONE = {};

  private final DropoutSpec spec;
  private final Map<Integer, Mask> masks = new HashMap<>();
  private float[] mask = NONE;

  DropoutKernel(DropoutSpec spec) {
    this.spec = spec;
  }

  /** Draws the mask of the next training step: 0 or 1 / {@link DropoutSpec#retained()}. */
  void draw(int examples) {
    Mask next =
        masks.computeIfAbsent(
            examples * spec.inputs(),
            length -> NativeMatrix.outsideWorkspaces(() -> new Mask(length, spec.retained())));
    Nd4j.getExecutioner().exec(next.drawing);
    NativeMatrix.floats(next.drawing.z()).get(next.factors);
    mask = next.factors;
  }

  /** Keeps every value, as in inference. */
  void clear() {
    mask = NONE;
  }

  @Override
  public Pass pass(int examples) {
    return new DropoutPass(examples);
  }

  /** The memory of a mask, which all batches of one size share. */
  private static final class Mask {

    private final DropOutInverted drawing;
    private final float[] factors;

    Mask(int length, double retained) {
      INDArray ones = Nd4j.ones(DataType.FLOAT, length);
      drawing = new DropOutInverted(ones, Nd4j.zeros(DataType.FLOAT, length), retained);
      factors = new float[length];
    }
  }

  private final class DropoutPass implements Pass {

    private final float[] output;
    private int start;

    DropoutPass(int examples) {
      output = new float[examples * spec.inputs()];
    }

    @Override
    public float[] forward(float[] input, int startOfSlice) {
      if (mask.length == 0) {
        return input;
      }
      start = startOfSlice;
      multiply(input, mask, start * spec.inputs(), output);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      multiply(outputGradient, mask, start * spec.inputs(), outputGradient);
      return outputGradient;
    }
  }

  private static void multiply(float[] values, float[] factors, int from, float[] target) {
    for (int i = 0; i < values.length; i++) {
      target[i] = values[i] * factors[from + i];
    }
  }
}
