package mnist4j.acceleration.step;

/** What the fused step has to know of one layer, or of one reshaping between layers. */
sealed interface LayerPlan
    permits DensePlan, ConvolutionPlan, FlattenPlan, NormalisationPlan, DropoutPlan {

  /** Values per example that come in. */
  int inputs();

  /** Values per example that go out; as many as come in unless a layer says otherwise. */
  default int outputs() {
    return inputs();
  }

  /** Number of parameters, in DL4J's order; none unless a layer says otherwise. */
  default int parameters() {
    return 0;
  }

  /** Multiplications per example, forwards; none to speak of unless a layer says otherwise. */
  default long multiplications() {
    return 0;
  }

  /** Prepares one lane's work on this layer. */
  LayerWork work(LayerSite site);
}
