package mnist4j.acceleration.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.acceleration.step.UpdateRule.SgdRule;
import org.deeplearning4j.nn.api.Trainable;
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
 * DL4J's updater with its arithmetic and the subtraction from the parameters in one pass, after
 * which the update is in no array: the gradient's keeps the sum over the batch, and that of
 * penalised parameters the mean with the penalties. Between updates the state stays in Java arrays,
 * since to copy it takes longer than to compute with it; it is copied to DL4J's array when that is
 * asked for, so saving and restoring work unchanged. Falls back to DL4J's own updater, which leaves
 * the update in the gradient's array, for optimisers that it does not support, for weight decay and
 * for gradient clipping.
 */
final class FusedUpdater extends MultiLayerUpdater {

  /** Parameters at a time: gradient and state together fit the first-level cache. */
  private static final int CHUNK = 2048;

  /** Parameters per thread from which on another thread makes the update faster. */
  private static final int PARAMETERS_PER_THREAD = 50_000;

  /** A weight below this in absolute value changes no activation. */
  private static final float NEGLIGIBLE = 1e-20f;

  /** The update of running averages: what stands in the gradient's array. */
  private static final UpdateRule AVERAGE = new SgdRule(1);

  private final MultiLayerNetwork network;
  private final int threads;
  private final List<Block> blocks;
  private final boolean plain;
  private boolean subtracted;

  /**
   * Each block's state, {@code [chunks][states][CHUNK]}; empty while DL4J's array has the newest.
   */
  private List<float[][][]> state = List.of();

  /** Parameters with one optimiser. */
  private record Block(UpdaterBlock parameters, boolean average, boolean penalised) {

    int first() {
      return parameters.getParamOffsetStart();
    }

    int length() {
      return parameters.getParamOffsetEnd() - first();
    }

    int chunks() {
      return (length() - 1) / CHUNK + 1;
    }

    int chunkLength(int chunk) {
      return Math.min(CHUNK, length() - chunk * CHUNK);
    }

    /** Index of a state of a chunk in DL4J's array, where one state follows the other. */
    int stateFrom(int chunk, int index) {
      return parameters.getUpdaterViewOffsetStart() + index * length() + chunk * CHUNK;
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
    List<UpdateRule> rules =
        blocks.stream().flatMap(block -> block.rule(iteration, epoch).stream()).toList();
    subtracted = plain && rules.size() == blocks.size();
    if (!subtracted) {
      giveBackState();
      super.update(networkGradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    if (state.isEmpty()) {
      takeState(rules);
    }
    float scale = isMiniBatch() ? 1f / batchSize : 1;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.penalised()) {
        addPenalties(block, scale, iteration, epoch);
      }
      boolean scaled = block.average() || block.penalised();
      update(block, rules.get(i), state.get(i), networkGradient.gradient(), scaled ? 1 : scale);
    }
  }

  /** Copies the state from DL4J's array. */
  private void takeState(List<UpdateRule> rules) {
    state = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      float[][][] taken = new float[block.chunks()][rules.get(i).states()][CHUNK];
      forEachState(block, taken, FloatBuffer::get);
      state.add(taken);
    }
  }

  /** Copies the state to DL4J's array, where it may be changed. */
  private void giveBackState() {
    for (int i = 0; i < state.size(); i++) {
      forEachState(blocks.get(i), state.get(i), FloatBuffer::put);
    }
    state = List.of();
  }

  /** Copies between a buffer, from an index on, and the first so many values of an array. */
  private interface Copy {
    void apply(FloatBuffer buffer, int from, float[] values, int start, int length);
  }

  private void forEachState(Block block, float[][][] chunks, Copy copy) {
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      for (int i = 0; i < chunks[chunk].length; i++) {
        copy.apply(
            NativeMatrix.floats(updaterStateViewArray),
            block.stateFrom(chunk, i),
            chunks[chunk][i],
            0,
            block.chunkLength(chunk));
      }
    }
  }

  @Override
  public synchronized INDArray getStateViewArray() {
    giveBackState();
    return super.getStateViewArray();
  }

  @Override
  public synchronized INDArray getUpdaterStateViewArray() {
    giveBackState();
    return super.getUpdaterStateViewArray();
  }

  @Override
  public synchronized INDArray getStateViewArrayCopy() {
    giveBackState();
    return super.getStateViewArrayCopy();
  }

  @Override
  public synchronized void setStateViewArray(INDArray newState) {
    giveBackState();
    super.setStateViewArray(newState);
  }

  @Override
  public synchronized void setStateViewArray(
      Trainable layer, INDArray newState, boolean initialize) {
    giveBackState();
    super.setStateViewArray(layer, newState, initialize);
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
  private void update(
      Block block, UpdateRule rule, float[][][] chunks, INDArray gradients, float scale) {
    int used = Math.max(1, Math.min(threads, block.length() / PARAMETERS_PER_THREAD));
    ThreadTeam.forEach(
        used,
        share ->
            update(
                block,
                rule,
                chunks,
                gradients,
                scale,
                (int) ((long) chunks.length * share / used),
                (int) ((long) chunks.length * (share + 1) / used)));
  }

  private void update(
      Block block,
      UpdateRule rule,
      float[][][] chunks,
      INDArray gradients,
      float scale,
      int first,
      int end) {
    float[] parameter = new float[CHUNK];
    float[] gradient = new float[CHUNK];
    FloatBuffer parameters = NativeMatrix.floats(network.params());
    FloatBuffer gradientBuffer = NativeMatrix.floats(gradients);
    for (int chunk = first; chunk < end; chunk++) {
      int from = block.first() + chunk * CHUNK;
      int length = block.chunkLength(chunk);
      parameters.get(from, parameter, 0, length);
      gradientBuffer.get(from, gradient, 0, length);
      rule.update(parameter, gradient, scale, chunks[chunk], length);
      if (block.penalised()) {
        removeNegligible(parameter, length);
      }
      parameters.put(from, parameter, 0, length);
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
