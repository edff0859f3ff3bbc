package mnist4j.acceleration.step;

import mnist4j.acceleration.step.LayerSpec.FlattenSpec;

/**
 * Reorders feature maps to flat vectors. Inside the fused step a pixel's channels are adjacent and
 * images are interleaved row by row; DL4J's dense layers expect all values of an image together,
 * and within them all values of a channel.
 */
final class FlattenPass implements LayerKernel.Pass {

  private final int[] places;
  private final float[] output;
  private final float[] inputGradient;

  FlattenPass(FlattenSpec spec, int examples) {
    places = places(spec, examples);
    output = new float[places.length];
    inputGradient = new float[places.length];
  }

  /** The output index of each input value. */
  private static int[] places(FlattenSpec spec, int examples) {
    int height = spec.image().height();
    int width = spec.image().width();
    int[] places = new int[examples * spec.inputs()];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (int example = 0; example < examples; example++) {
        for (int x = 0; x < width; x++) {
          for (int channel = 0; channel < spec.channels(); channel++) {
            places[next++] = example * spec.inputs() + (channel * height + y) * width + x;
          }
        }
      }
    }
    return places;
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
