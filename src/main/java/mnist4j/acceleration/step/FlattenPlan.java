package mnist4j.acceleration.step;

import java.nio.FloatBuffer;

/**
 * The way from feature maps to a flat vector. Inside the fused step a pixel's channels lie together
 * and images are interleaved row by row; DL4J's dense layers expect an image's values together, and
 * in them a channel's.
 *
 * @param height of the feature maps in pixels
 * @param width of the feature maps in pixels
 */
record FlattenPlan(int height, int width, int channels) implements LayerPlan {

  @Override
  public int inputs() {
    return height * width * channels;
  }

  @Override
  public LayerWork work(LayerSite site) {
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

    private final int[] places;
    private final float[] output;
    private final float[] inputGradient;

    Flattening(int examples) {
      this.places = places(examples);
      this.output = new float[places.length];
      this.inputGradient = new float[places.length];
    }

    /** Where each value that comes in goes to. */
    private int[] places(int examples) {
      int[] to = new int[examples * inputs()];
      int next = 0;
      for (int y = 0; y < height; y++) {
        for (int example = 0; example < examples; example++) {
          for (int x = 0; x < width; x++) {
            for (int channel = 0; channel < channels; channel++) {
              to[next++] = example * inputs() + (channel * height + y) * width + x;
            }
          }
        }
      }
      return to;
    }

    @Override
    public float[] forward(float[] input, int start) {
      for (int i = 0; i < places.length; i++) {
        output[places[i]] = input[i];
      }
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      for (int i = 0; i < places.length; i++) {
        inputGradient[i] = outputGradient[places[i]];
      }
      return inputGradient;
    }
  }
}
