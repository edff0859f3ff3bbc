package mnist4j.acceleration.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import mnist4j.acceleration.step.LayerKernel.Pass;
import mnist4j.acceleration.step.LayerSpec.ConvolutionSpec;
import mnist4j.acceleration.step.LayerSpec.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small whole numbers, and kernels of multiples of 4, with which both ways are exact. */
class WinogradKernelTest {

  private final Random random = new Random(1);

  private float[] values(int count, int factor) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = factor * random.nextInt(-3, 4);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4, 4, 1, 1, 2",
    "1, 5, 4, 3, 2, 2",
    "3, 9, 6, 2, 3, 2",
    "2, 4, 11, 5, 4, 2",
    "32, 13, 13, 64, 8, 2",
    "5, 26, 26, 7, 8, 2",
    "1, 4, 4, 1, 1, 1",
    "3, 8, 6, 2, 3, 1",
    "7, 12, 12, 64, 8, 1",
  })
  void givesWhatTheProductsOfPatchesGive(
      int channels, int height, int width, int filters, int examples, int window) {
    ConvolutionSpec spec =
        new ConvolutionSpec(
            channels,
            new Size(height, width),
            filters,
            new Size(3, 3),
            Size.ONE,
            true,
            ActivationFunction.RELU,
            new Size(window, window));
    LayerKernel winograd = new WinogradKernel(spec, 2);
    LayerKernel patches = new ConvolutionKernel(spec, 2, false);
    Pass[] passes = {winograd.pass(examples), winograd.pass(1), winograd.pass(examples)};
    Pass[] expected = {patches.pass(examples), patches.pass(1), patches.pass(examples)};

    for (int step = 0; step < 2; step++) {
      FloatBuffer parameters = FloatBuffer.wrap(values(2 + spec.parameters(), 4));
      winograd.begin(parameters);
      patches.begin(parameters);
      for (int i = 0; i < passes.length; i++) {
        float[] input = values((i == 1 ? 1 : examples) * spec.inputs(), 1);
        assertThat(passes[i].forward(input, 0)).isEqualTo(expected[i].forward(input, 0));
      }
      for (int i = 0; i < passes.length; i++) {
        float[] gradient = values((i == 1 ? 1 : examples) * spec.outputs(), 1);
        float[] inputGradient = passes[i].backward(gradient.clone());
        assertThat(inputGradient).isEqualTo(expected[i].backward(gradient));
        // The layer before may overwrite it.
        Arrays.fill(inputGradient, 1);
      }
      assertThat(gradient(winograd, spec)).isEqualTo(gradient(patches, spec));
    }
  }

  private static float[] gradient(LayerKernel kernel, ConvolutionSpec spec) {
    FloatBuffer gradient = FloatBuffer.allocate(2 + spec.parameters());
    kernel.end(gradient);
    return gradient.array();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 2, 20, true",
    "3, 1, 2, 21, true",
    "5, 1, 2, 20, false",
    "3, 2, 2, 20, false",
    "3, 1, 1, 20, true",
    "3, 1, 1, 21, false",
    "3, 1, 3, 20, false"
  })
  void isForSmallKernelsWhoseOutputIsOfWholeTiles(
      int kernel, int stride, int window, int side, boolean supported) {
    ConvolutionSpec spec =
        new ConvolutionSpec(
            4,
            new Size(side, side),
            4,
            new Size(kernel, kernel),
            new Size(stride, stride),
            true,
            ActivationFunction.RELU,
            new Size(window, window));
    assertThat(WinogradKernel.supports(spec)).isEqualTo(supported);
  }
}
