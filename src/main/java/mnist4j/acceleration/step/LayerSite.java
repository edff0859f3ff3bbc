package mnist4j.acceleration.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where one lane works on one layer.
 *
 * @param parameters the network's, flat
 * @param gradients the lane's, flat and as long as the parameters
 * @param offset where the layer's parameters start
 * @param first whether it is the network's first layer, which needs no gradient of its input
 * @param threads that the layer may use beneath the lane, at least 1
 * @param batch what the lanes have in common
 */
record LayerSite(
    INDArray parameters,
    INDArray gradients,
    int offset,
    boolean first,
    int threads,
    BatchState batch) {}
