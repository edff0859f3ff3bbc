package org.deeplearning4j.cuda.convolution.subsampling;

import mnist4j.backend.gpu.CudnnHelpers;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** Pooling by the operations {@code maxpool2d}, {@code avgpool2d} and their derivatives. */
public final class CudnnSubsamplingHelper extends MKLDNNSubsamplingHelper {

  /**
   * @param arguments the layer's {@link DataType}, as DL4J passes it
   */
  public CudnnSubsamplingHelper(Object[] arguments) {
    super((DataType) arguments[0]);
  }

  @Override
  public boolean checkSupported() {
    return CudnnHelpers.areOn();
  }
}
