package mnist4j.training;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scales inputs in [0, 1] to the range that a network was trained with, as DL4J's {@code
 * ImagePreProcessingScaler} scales grey values. Only for networks that are read, not trained.
 *
 * @param least the input for 0
 * @param most the input for 1
 */
record PixelScaling(double least, double most) implements InputPreProcessor {

  private static final long serialVersionUID = 1;

  @Override
  public INDArray preProcess(INDArray input, int batchSize, LayerWorkspaceMgr workspaces) {
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, input.mul(most - least).addi(least));
  }

  @Override
  public INDArray backprop(INDArray gradient, int batchSize, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException("a network that was read is not trained");
  }

  @Override
  public PixelScaling clone() {
    return this;
  }

  @Override
  public InputType getOutputType(InputType input) {
    return input;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int batchSize) {
    return new Pair<>(mask, state);
  }
}
