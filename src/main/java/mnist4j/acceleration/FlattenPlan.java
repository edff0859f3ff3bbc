package mnist4j.acceleration;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way from feature maps to a flat vector. Inside the fused step a pixel's channels lie
 * together; DL4J's dense layers expect a channel's pixels together.
 *
 * @param pixels height times width
 */
record FlattenPlan(int pixels, int channels) implements LayerPlan {

  @Override
  public int inputs() {
    return pixels * channels;
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public int parameters() {
    return 0;
  }

  @Override
  public long multiplications() {
    return 0;
  }

  @Override
  public LayerWork work(
      INDArray parameters,
      INDArray gradients,
      int offset,
      boolean first,
      int threads,
      BatchState batch) {
    return new LayerWork() {
      @Override
      public void begin(FloatBuffer networkParameters) {}

      @Override
      public Stage stage(int examples) {
        return new Flattening(examples);
      }

      @Override
      public void end(FloatBuffer networkGradients) {}
    };
  }

  private final class Flattening implements Stage {

    private final int examples;
    private final float[] output;
    private final float[] inputGradient;

    Flattening(int examples) {
      this.examples = examples;
      this.output = new float[examples * outputs()];
      this.inputGradient = new float[examples * inputs()];
    }

    @Override
    public float[] forward(float[] input, int start) {
      transpose(input, output, pixels, channels);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      transpose(outputGradient, inputGradient, channels, pixels);
      return inputGradient;
    }

    /** Turns each example from {@code [rows, columns]} into {@code [columns, rows]}. */
    private void transpose(float[] from, float[] to, int rows, int columns) {
      for (int example = 0; example < examples; example++) {
        int start = example * rows * columns;
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            to[start + column * rows + row] = from[start + row * columns + column];
          }
        }
      }
    }
  }
}
