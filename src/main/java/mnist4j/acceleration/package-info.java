/**
 * Faster training and inference with DL4J's mathematics, configurations and files.
 *
 * <p>{@link mnist4j.acceleration.Acceleration} makes networks whose gradient comes from a fused
 * step instead of DL4J's layers. The batch is cut in {@code Lanes}, one per thread. A {@code Lane}
 * takes a few examples at a time forwards and backwards through its {@code Stage}s, on Java arrays,
 * and leaves the matrix products to the native BLAS. Where a batch normalisation needs the whole
 * batch the lanes meet, and what they know together is in the {@code BatchState}. The {@code
 * FusedUpdater} turns the gradient into the update. Parameters, gradient and optimiser state stay
 * in DL4J's own arrays throughout, so listeners, evaluation and saving notice nothing. A {@code
 * NetworkPlan} is the part of a configuration that the step understands; where there is none, the
 * network is DL4J's own.
 *
 * <p>{@link mnist4j.acceleration.LayerHelpers} switches on the oneDNN layer helpers that DL4J's own
 * layers then use. {@code docs/performance.md} has the measurements.
 */
package mnist4j.acceleration;
