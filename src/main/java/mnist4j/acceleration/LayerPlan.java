package mnist4j.acceleration;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the fused step has to know of one layer, or of one reshaping between layers. */
sealed interface LayerPlan
    permits DensePlan, ConvolutionPlan, FlattenPlan, NormalisationPlan, DropoutPlan {

  /** Values per example that come in. */
  int inputs();

  /** Values per example that go out. */
  int outputs();

  /** Number of parameters, in DL4J's order. */
  int parameters();

  /** Multiplications per example, forwards. */
  long multiplications();

  /**
   * Prepares one lane's work on this layer.
   *
   * @param parameters the network's, flat
   * @param gradients the lane's, flat and as long as the parameters
   * @param offset where this layer's parameters start
   * @param first whether this is the network's first layer, which needs no gradient of its input
   * @param threads that the layer may use beneath the lane, at least 1
   * @param batch what the lanes have in common
   */
  LayerWork work(
      INDArray parameters,
      INDArray gradients,
      int offset,
      boolean first,
      int threads,
      BatchState batch);
}
