/**
 * The fused training step: forward pass, backward pass and update of a whole network, on Java
 * arrays and native matrix products instead of DL4J's layers. Parameters and gradient stay in
 * DL4J's own arrays, and the optimiser's state is there whenever it is asked for, so listeners,
 * evaluation and saving work unchanged.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@code AcceleratedNetwork}, the {@code MultiLayerNetwork} that uses the step, and where it
 *       falls back to DL4J;
 *   <li>{@code NetworkSpec} and {@code LayerSpec}: what the step knows about a configuration;
 *   <li>{@code Workers} and {@code Worker}: how a batch is split among the {@code ThreadTeam}, and
 *       each thread's part into slices that fit the cache;
 *   <li>{@code LayerKernel} and {@code DenseKernel}, the simplest of the kernels, with {@code
 *       NativeMatrix}, {@code MatrixProduct}, {@code ActivationFunction} and {@code Loss};
 *   <li>{@code ConvolutionKernel} with {@code Im2Col}, {@code WinogradKernel} with {@code
 *       Winograd}, and what they have in common, {@code ConvolutionOutput};
 *   <li>{@code BatchNormalizer} (where the workers wait for each other), {@code DropoutKernel} and
 *       {@code FlattenPass};
 *   <li>{@code FusedSolver}, {@code FusedUpdater} and {@code UpdateRule}: from the gradient to the
 *       update.
 * </ol>
 */
package mnist4j.acceleration.step;
