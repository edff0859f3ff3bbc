package mnist4j.acceleration;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fully connected layer, multiplying in place with the network's own arrays. */
final class DenseWork implements LayerWork {

  private static final float[] NONE = {};

  private final DensePlan plan;
  private final int biasOffset;
  private final boolean first;
  private final NativeMatrix weights;
  private final NativeMatrix weightGradient;
  private final float[] bias;
  private final float[] biasGradient;
  private boolean gradientEmpty;

  DenseWork(DensePlan plan, INDArray parameters, INDArray gradients, int offset, boolean first) {
    this.plan = plan;
    this.biasOffset = offset + plan.weights();
    this.first = first;
    this.weights = NativeMatrix.over(parameters, offset, plan.outputs(), plan.inputs());
    this.weightGradient = NativeMatrix.over(gradients, offset, plan.outputs(), plan.inputs());
    this.bias = new float[plan.biases()];
    this.biasGradient = new float[plan.biases()];
  }

  @Override
  public void begin(FloatBuffer parameters) {
    parameters.get(biasOffset, bias);
    Arrays.fill(biasGradient, 0);
    gradientEmpty = true;
  }

  @Override
  public Stage stage(int examples) {
    return new Dense(examples);
  }

  @Override
  public void end(FloatBuffer gradients) {
    gradients.put(biasOffset, biasGradient);
  }

  private final class Dense implements Stage {

    private final float[] output;
    private final float[] inputGradient;
    private final NativeMatrix nativeInput;
    private final NativeMatrix nativeOutput;
    private final NativeMatrix nativeInputGradient;
    private final MatrixProduct forward;
    private final MatrixProduct weightProduct;
    private final MatrixProduct inputProduct;

    Dense(int examples) {
      output = new float[examples * plan.outputs()];
      inputGradient = first ? NONE : new float[examples * plan.inputs()];
      nativeInput = NativeMatrix.zeros(examples, plan.inputs());
      nativeOutput = NativeMatrix.zeros(examples, plan.outputs());
      nativeInputGradient = NativeMatrix.zeros(examples, plan.inputs());
      forward = MatrixProduct.transposedRight(nativeInput, weights, nativeOutput);
      weightProduct = MatrixProduct.transposedLeft(nativeOutput, nativeInput, weightGradient);
      inputProduct = MatrixProduct.of(nativeOutput, weights, nativeInputGradient);
    }

    @Override
    public float[] forward(float[] input) {
      nativeInput.store(input);
      forward.assign();
      nativeOutput.load(output);
      for (int start = 0; start < output.length && plan.biased(); start += bias.length) {
        for (int i = 0; i < bias.length; i++) {
          output[start + i] += bias[i];
        }
      }
      plan.activation().apply(output, output.length);
      return output;
    }

    @Override
    public float[] backward(float[] outputGradient) {
      plan.activation().backpropagate(output, outputGradient, output.length);
      for (int start = 0; start < output.length && plan.biased(); start += bias.length) {
        for (int i = 0; i < bias.length; i++) {
          biasGradient[i] += outputGradient[start + i];
        }
      }
      nativeOutput.store(outputGradient);
      if (gradientEmpty) {
        weightProduct.assign();
        gradientEmpty = false;
      } else {
        weightProduct.add();
      }
      if (!first) {
        inputProduct.assign();
        nativeInputGradient.load(inputGradient);
      }
      return inputGradient;
    }
  }
}
