package mnist4j.acceleration.step;

import java.util.ArrayList;
import java.util.List;

/**
 * What the lanes have in common while a batch passes.
 *
 * @param statistics one for each normalisation
 * @param masks one for each dropout
 */
record BatchState(List<BatchStatistics> statistics, List<DropoutMask> masks) {

  static BatchState of(NetworkPlan plan) {
    List<BatchStatistics> statistics = new ArrayList<>();
    List<DropoutMask> masks = new ArrayList<>();
    int offset = 0;
    for (LayerPlan layer : plan.layers()) {
      if (layer instanceof NormalisationPlan normalisation) {
        statistics.add(new BatchStatistics(normalisation, offset));
      } else if (layer instanceof DropoutPlan dropout) {
        masks.add(new DropoutMask(dropout));
      }
      offset += layer.parameters();
    }
    return new BatchState(statistics, masks);
  }
}
