package mnist4j.acceleration.step;

import mnist4j.acceleration.step.LayerSpec.DropoutSpec;
import org.nd4j.linalg.api.buffer.DataType;
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
  private DropOutInverted drawing;
  private float[] drawn = NONE;
  private float[] mask = NONE;

  DropoutKernel(DropoutSpec spec) {
    this.spec = spec;
  }

  /** Draws the mask of the next training step: 0 or 1 / {@link DropoutSpec#retained()}. */
  void draw(int examples) {
    int length = examples * spec.inputs();
    if (drawn.length != length) {
      drawn = new float[length];
      drawing = NativeMatrix.outsideWorkspaces(() -> drawing(length));
    }
    Nd4j.getExecutioner().exec(drawing);
    NativeMatrix.floats(drawing.z()).get(drawn);
    mask = drawn;
  }

  private DropOutInverted drawing(int length) {
    return new DropOutInverted(
        Nd4j.ones(DataType.FLOAT, length), Nd4j.zeros(DataType.FLOAT, length), spec.retained());
  }

  /** Keeps every value, as in inference. */
  void clear() {
    mask = NONE;
  }

  @Override
  public Pass pass(int examples) {
    return new DropoutPass(examples);
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
