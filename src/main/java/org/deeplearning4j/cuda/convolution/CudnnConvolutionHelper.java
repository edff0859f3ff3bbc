package org.deeplearning4j.cuda.convolution;

import mnist4j.backend.gpu.CudnnHelpers;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/** Convolutions by the operations {@code conv2d} and {@code conv2d_bp}. */
public final class CudnnConvolutionHelper extends MKLDNNConvHelper {

  /**
   * @param arguments the layer's {@link DataType}, as DL4J passes it
   */
  public CudnnConvolutionHelper(Object[] arguments) {
    super((DataType) arguments[0]);
  }

  @Override
  public boolean checkSupported() {
    return CudnnHelpers.areOn();
  }
}
