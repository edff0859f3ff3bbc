package mnist4j.charts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The curve of the logistic sigmoid, the perceptron's activation. */
public final class SigmoidChart {

  private static final int STEPS_PER_UNIT = 20;
  private static final int REACH = 8;

  private SigmoidChart() {}

  /** σ(z) = 1 / (1 + exp(−z)) for z from −8 to 8. */
  public static LineChart curve() {
    double[] z =
        IntStream.rangeClosed(-REACH * STEPS_PER_UNIT, REACH * STEPS_PER_UNIT)
            .mapToDouble(step -> (double) step / STEPS_PER_UNIT)
            .toArray();
    double[] sigmoid = Arrays.stream(z).map(value -> 1 / (1 + Math.exp(-value))).toArray();
    return new LineChart(
        "Sigmoid: σ(z) = 1 / (1 + exp(−z))",
        Axis.fixed("z", -REACH, REACH),
        Axis.fixed("σ(z)", 0, 1),
        List.of(new Series("σ(z)", z, sigmoid)));
  }
}
