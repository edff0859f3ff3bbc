package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mnist4j.acceleration.step.UpdateRule.SgdRule;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * DL4J's updater with its arithmetic and the subtraction from the parameters in one pass. The
 * gradient's array keeps the gradient. The state stays in DL4J's array, so saving and restoring
 * work unchanged. Falls back to DL4J's own updater, which leaves the update in the gradient's
 * array, for optimisers that it does not support, for weight decay and for gradient clipping.
 */
final class FusedUpdater extends MultiLayerUpdater {

  /** Parameters at a time: gradient and state together fit the first-level cache. */
  private static final int CHUNK = 2048;

  /** Parameters per thread from which on another thread makes the update faster. */
  private static final int PARAMETERS_PER_THREAD = 100_000;

  /** A weight below this in absolute value changes no activation. */
  private static final float NEGLIGIBLE = 1e-20f;

  /** The update of running averages: what stands in the gradient's array. */
  private static final UpdateRule AVERAGE = new SgdRule(1);

  private final MultiLayerNetwork network;
  private final int threads;
  private final List<Block> blocks;
  private final boolean plain;
  private boolean subtracted;

  /** Parameters with one optimiser. */
  private record Block(UpdaterBlock parameters, boolean average, boolean penalised) {

    int first() {
      return parameters.getParamOffsetStart();
    }

    int length() {
      return parameters.getParamOffsetEnd() - first();
    }

    List<ParamState> parts() {
      return parameters.getLayersAndVariablesInBlock();
    }

    Optional<UpdateRule> rule(int iteration, int epoch) {
      return average
          ? Optional.of(AVERAGE)
          : UpdateRule.of(parameters.getGradientUpdater().getConfig(), iteration, epoch);
    }
  }

  FusedUpdater(MultiLayerNetwork network, int threads) {
    super(network);
    this.network = network;
    this.threads = threads;
    blocks =
        getUpdaterBlocks().stream()
            .map(block -> new Block(block, isAverage(block), isPenalised(block)))
            .toList();
    plain = blocks.stream().allMatch(block -> block.average() || isPlain(block.parameters()));
  }

  /** Whether the block holds running averages, whose "gradient" already is their update. */
  private static boolean isAverage(UpdaterBlock block) {
    return block.getGradientUpdater().getConfig() instanceof NoOp
        && block.getLayersAndVariablesInBlock().stream()
            .noneMatch(part -> part.getLayer().updaterDivideByMinibatch(part.getParamName()));
  }

  /**
   * Whether the block has no gradient clipping, and no weight decay, which DL4J applies after the
   * optimiser.
   */
  private static boolean isPlain(UpdaterBlock block) {
    return block.getLayersAndVariablesInBlock().stream()
        .allMatch(
            part ->
                part.getLayer().getConfig() instanceof BaseLayer layer
                    && (layer.getGradientNormalization() == null
                        || layer.getGradientNormalization() == GradientNormalization.None)
                    && penalties(part).stream()
                        .allMatch(penalty -> penalty.applyStep() == ApplyStep.BEFORE_UPDATER));
  }

  private static boolean isPenalised(UpdaterBlock block) {
    return block.getLayersAndVariablesInBlock().stream()
        .anyMatch(part -> !penalties(part).isEmpty());
  }

  /** DL4J returns null if there are none. */
  private static List<Regularization> penalties(ParamState part) {
    List<Regularization> penalties =
        part.getLayer().getConfig().getRegularizationByParam(part.getParamName());
    return penalties == null ? List.of() : penalties;
  }

  /** Whether the last update was subtracted from the parameters. */
  boolean hasSubtracted() {
    return subtracted;
  }

  @Override
  public synchronized void update(
      Gradient networkGradient,
      int iteration,
      int epoch,
      int batchSize,
      LayerWorkspaceMgr workspaces) {
    List<Optional<UpdateRule>> rules =
        blocks.stream().map(block -> block.rule(iteration, epoch)).toList();
    subtracted = plain && rules.stream().allMatch(Optional::isPresent);
    if (!subtracted) {
      super.update(networkGradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    float scale = isMiniBatch() ? 1f / batchSize : 1;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.penalised()) {
        addPenalties(block, scale, iteration, epoch);
      }
      boolean scaled = block.average() || block.penalised();
      update(block, rules.get(i).orElseThrow(), networkGradient.gradient(), scaled ? 1 : scale);
    }
  }

  /** Adds the gradient of L1 and L2 penalties, which are not divided by the size of the batch. */
  private static void addPenalties(Block block, float scale, int iteration, int epoch) {
    double rate =
        block.parameters().getGradientUpdater().getConfig().getLearningRate(iteration, epoch);
    for (ParamState part : block.parts()) {
      INDArray gradient = part.getGradView();
      gradient.muli(scale);
      penalties(part)
          .forEach(penalty -> penalty.apply(part.getParamView(), gradient, rate, iteration, epoch));
    }
  }

  /** Updates a block, in several threads if it is large; no parameter depends on another. */
  private void update(Block block, UpdateRule rule, INDArray gradients, float scale) {
    int used = Math.max(1, Math.min(threads, block.length() / PARAMETERS_PER_THREAD));
    IntStream.range(0, used)
        .parallel()
        .forEach(
            share ->
                update(
                    block,
                    rule,
                    gradients,
                    scale,
                    (int) ((long) block.length() * share / used),
                    (int) ((long) block.length() * (share + 1) / used)));
  }

  /**
   * Updates part of a block, whose state is one array after another, each as long as its
   * parameters.
   */
  private void update(
      Block block, UpdateRule rule, INDArray gradients, float scale, int first, int end) {
    float[] parameter = new float[CHUNK];
    float[] gradient = new float[CHUNK];
    float[][] states = new float[rule.states()][CHUNK];
    FloatBuffer parameters = NativeMatrix.floats(network.params());
    FloatBuffer gradientBuffer = NativeMatrix.floats(gradients);
    FloatBuffer stateBuffer =
        rule.states() == 0 ? gradientBuffer : NativeMatrix.floats(getUpdaterStateViewArray());
    for (int start = first; start < end; start += CHUNK) {
      int length = Math.min(CHUNK, end - start);
      int from = block.first() + start;
      int stateFrom = block.parameters().getUpdaterViewOffsetStart() + start;
      parameters.get(from, parameter, 0, length);
      gradientBuffer.get(from, gradient, 0, length);
      for (int state = 0; state < rule.states(); state++) {
        stateBuffer.get(stateFrom + state * block.length(), states[state], 0, length);
      }
      rule.update(parameter, gradient, scale, states, length);
      if (block.penalised()) {
        removeNegligible(parameter, length);
      }
      parameters.put(from, parameter, 0, length);
      for (int state = 0; state < rule.states(); state++) {
        stateBuffer.put(stateFrom + state * block.length(), states[state], 0, length);
      }
    }
  }

  /**
   * Sets weights to 0 that only a penalty changes, those of blank pixels, before they decay to
   * subnormal numbers, with which matrix products take several times as long.
   */
  private static void removeNegligible(float[] weights, int length) {
    for (int i = 0; i < length; i++) {
      weights[i] = Math.abs(weights[i]) < NEGLIGIBLE ? 0 : weights[i];
    }
  }
}
