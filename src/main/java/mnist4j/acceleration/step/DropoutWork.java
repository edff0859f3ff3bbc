package mnist4j.acceleration.step;

import java.nio.FloatBuffer;

/** One lane's dropout. */
final class DropoutWork implements LayerWork {

  private final DropoutPlan plan;
  private final DropoutMask mask;

  DropoutWork(DropoutPlan plan, DropoutMask mask) {
    this.plan = plan;
    this.mask = mask;
  }

  @Override
  public void begin(FloatBuffer parameters) {}

  @Override
  public Stage stage(int examples) {
    return new Dropping(examples);
  }

  @Override
  public void end(FloatBuffer gradients) {}

  private final class Dropping implements Stage {

    private final float[] output;
    private int start;

    Dropping(int examples) {
      output = new float[examples * plan.inputs()];
    }

    @Override
    public float[] forward(float[] input, int startOfSlice) {
      if (mask.isClear()) {
        return input;
      }
      start = startOfSlice;
      mask.apply(input, start, output);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      mask.apply(outputGradient, start, outputGradient);
      return outputGradient;
    }
  }
}
