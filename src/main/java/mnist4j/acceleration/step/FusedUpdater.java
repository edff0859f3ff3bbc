package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
 * DL4J's updater with its arithmetic in one pass. The state stays in DL4J's array, so saving and
 * restoring work unchanged. Falls back to DL4J's own updater for optimisers that it does not
 * support, for weight decay and for gradient clipping.
 */
final class FusedUpdater extends MultiLayerUpdater {

  /** Parameters at a time: gradient and state together fit the first-level cache. */
  private static final int CHUNK = 2048;

  /** Parameters per thread from which on another thread makes the update faster. */
  private static final int PARAMETERS_PER_THREAD = 100_000;

  /** A weight below this in absolute value changes no activation. */
  private static final float NEGLIGIBLE = 1e-20f;

  private final int threads;
  private final List<UpdaterBlock> learned;
  private final List<Boolean> penalised;
  private final boolean plain;

  FusedUpdater(MultiLayerNetwork network, int threads) {
    super(network);
    this.threads = threads;
    learned = getUpdaterBlocks().stream().filter(block -> !isAverage(block)).toList();
    penalised = learned.stream().map(FusedUpdater::isPenalised).toList();
    plain = learned.stream().allMatch(FusedUpdater::isPlain);
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

  @Override
  public synchronized void update(
      Gradient networkGradient,
      int iteration,
      int epoch,
      int batchSize,
      LayerWorkspaceMgr workspaces) {
    List<Optional<UpdateRule>> rules =
        learned.stream()
            .map(block -> UpdateRule.of(block.getGradientUpdater().getConfig(), iteration, epoch))
            .toList();
    INDArray gradients = networkGradient.gradient();
    if (!plain || !rules.stream().allMatch(Optional::isPresent)) {
      super.update(networkGradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    float scale = isMiniBatch() ? 1f / batchSize : 1;
    for (int i = 0; i < rules.size(); i++) {
      UpdaterBlock block = learned.get(i);
      if (!penalised.get(i)) {
        update(block, rules.get(i).orElseThrow(), gradients, scale);
      } else {
        addPenalties(block, scale, iteration, epoch);
        update(block, rules.get(i).orElseThrow(), gradients, 1);
        block.getLayersAndVariablesInBlock().forEach(FusedUpdater::removeNegligibleWeights);
      }
    }
  }

  /**
   * Sets weights to 0 that only a penalty changes, those of blank pixels, before they decay to
   * subnormal numbers, with which matrix products take several times as long: the update of such a
   * weight becomes the weight itself.
   */
  private static void removeNegligibleWeights(ParamState part) {
    FloatBuffer weights = NativeMatrix.floats(part.getParamView());
    FloatBuffer updates = NativeMatrix.floats(part.getGradView());
    float[] weight = new float[CHUNK];
    float[] update = new float[CHUNK];
    int all = part.getParamOffsetEnd() - part.getParamOffsetStart();
    for (int start = 0; start < all; start += CHUNK) {
      int length = Math.min(CHUNK, all - start);
      weights.get(start, weight, 0, length);
      updates.get(start, update, 0, length);
      for (int i = 0; i < length; i++) {
        boolean decaying = weight[i] != 0 && Math.abs(weight[i]) < NEGLIGIBLE;
        update[i] = decaying ? weight[i] : update[i];
      }
      updates.put(start, update, 0, length);
    }
  }

  /** Adds the gradient of L1 and L2 penalties, which are not divided by the size of the batch. */
  private static void addPenalties(UpdaterBlock block, float scale, int iteration, int epoch) {
    double rate = block.getGradientUpdater().getConfig().getLearningRate(iteration, epoch);
    for (ParamState part : block.getLayersAndVariablesInBlock()) {
      INDArray gradient = part.getGradView();
      gradient.muli(scale);
      penalties(part)
          .forEach(penalty -> penalty.apply(part.getParamView(), gradient, rate, iteration, epoch));
    }
  }

  /** Updates a block, in several threads if it is large; no parameter depends on another. */
  private void update(UpdaterBlock block, UpdateRule rule, INDArray gradients, float scale) {
    int parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
    int used = Math.max(1, Math.min(threads, parameters / PARAMETERS_PER_THREAD));
    IntStream.range(0, used)
        .parallel()
        .forEach(
            share ->
                update(
                    block,
                    rule,
                    gradients,
                    scale,
                    (int) ((long) parameters * share / used),
                    (int) ((long) parameters * (share + 1) / used)));
  }

  /**
   * Updates part of a block, whose state is one array after another, each as long as its
   * parameters.
   */
  private void update(
      UpdaterBlock block, UpdateRule rule, INDArray gradients, float scale, int first, int end) {
    float[] gradient = new float[CHUNK];
    float[][] states = new float[rule.states()][CHUNK];
    FloatBuffer gradientBuffer = NativeMatrix.floats(gradients);
    FloatBuffer stateBuffer =
        rule.states() == 0 ? gradientBuffer : NativeMatrix.floats(getUpdaterStateViewArray());
    int parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
    for (int start = first; start < end; start += CHUNK) {
      int length = Math.min(CHUNK, end - start);
      int from = block.getParamOffsetStart() + start;
      gradientBuffer.get(from, gradient, 0, length);
      for (int state = 0; state < rule.states(); state++) {
        int at = block.getUpdaterViewOffsetStart() + state * parameters + start;
        stateBuffer.get(at, states[state], 0, length);
      }
      scale(gradient, scale, length);
      rule.update(gradient, states, length);
      gradientBuffer.put(from, gradient, 0, length);
      for (int state = 0; state < rule.states(); state++) {
        int at = block.getUpdaterViewOffsetStart() + state * parameters + start;
        stateBuffer.put(at, states[state], 0, length);
      }
    }
  }

  private static void scale(float[] values, float factor, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factor;
    }
  }
}
