package org.deeplearning4j.cuda.dropout;

import java.util.Map;
import org.deeplearning4j.nn.conf.dropout.DropoutHelper;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * No dropout of its own: DL4J's is one multiplication by a mask. The class is there since DL4J
 * looks for it at every step, and warns each time that it does not find it.
 */
public final class CudnnDropoutHelper implements DropoutHelper {

  /**
   * @param arguments the layer's data type, as DL4J passes it
   */
  public CudnnDropoutHelper(Object[] arguments) {}

  /** False: DL4J drops out by itself. */
  @Override
  public boolean checkSupported() {
    return false;
  }

  @Override
  public void applyDropout(INDArray input, INDArray result, double retain) {
    throw new UnsupportedOperationException("DL4J's own dropout is to be used");
  }

  @Override
  public void backprop(INDArray gradientAtOutput, INDArray gradientAtInput) {
    throw new UnsupportedOperationException("DL4J's own dropout is to be used");
  }

  @Override
  public Map<String, Long> helperMemoryUse() {
    return Map.of();
  }
}
