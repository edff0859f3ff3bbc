package mnist4j.acceleration.step;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which values of a batch are dropped. It is drawn for all lanes at once, by the operation and from
 * the generator that DL4J's own layers draw from, so it does not depend on the number of lanes.
 */
final class DropoutMask {

  private static final float[] NONE = {};

  private final DropoutPlan plan;
  private float[] factors = NONE;

  DropoutMask(DropoutPlan plan) {
    this.plan = plan;
  }

  /** Draws the mask of the next training step. */
  void draw(int examples) {
    try (INDArray mask = Detached.from(() -> Nd4j.ones(DataType.FLOAT, examples, plan.inputs()))) {
      Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, plan.retained()));
      factors = mask.data().asFloat();
    }
  }

  /** Lets every value pass, as a network does that is not being trained. */
  void clear() {
    factors = NONE;
  }

  boolean isClear() {
    return factors.length == 0;
  }

  /**
   * Multiplies values by their factors: 0 where dropped, else 1 / {@link DropoutPlan#retained()}.
   *
   * @param values {@code [examples, inputs]}
   * @param start the first one's place in the batch
   * @param target as long as the values, which may be the same array
   */
  void apply(float[] values, int start, float[] target) {
    int from = start * plan.inputs();
    for (int i = 0; i < values.length; i++) {
      target[i] = values[i] * factors[from + i];
    }
  }
}
