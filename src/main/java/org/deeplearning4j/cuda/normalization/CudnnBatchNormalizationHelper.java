package org.deeplearning4j.cuda.normalization;

import mnist4j.backend.gpu.CudnnHelpers;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** Batch normalisation by the operations {@code batchnorm} and {@code batchnorm_bp}. */
public final class CudnnBatchNormalizationHelper extends MKLDNNBatchNormHelper {

  /**
   * @param arguments the layer's {@link DataType}, as DL4J passes it
   */
  public CudnnBatchNormalizationHelper(Object[] arguments) {
    super((DataType) arguments[0]);
  }

  @Override
  public boolean checkSupported() {
    return CudnnHelpers.areOn();
  }

  /**
   * @param fixedGammaBeta whether scale and shift are constants, which the operations do not know
   */
  @Override
  public boolean checkSupported(double eps, boolean fixedGammaBeta) {
    return !fixedGammaBeta && CudnnHelpers.areOn();
  }
}
