package mnist4j.acceleration.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class UpdateRuleTest {

  private static final int PARAMETERS = 100;

  static Stream<IUpdater> updatesAsDl4jDoes() {
    return Stream.of(
        new Adam(1e-3, 0.9, 0.999, 1e-7),
        new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9)),
        new RmsProp(1e-3, 0.9, 1e-7),
        new Nesterovs(0.01, 0.9),
        new Nesterovs(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9), 0.5),
        new AdaGrad(0.01),
        new AdaGrad(0.1, 1e-3),
        new Sgd(0.01));
  }

  @ParameterizedTest
  @MethodSource
  void updatesAsDl4jDoes(IUpdater updater) {
    long states = updater.stateSize(PARAMETERS) / PARAMETERS;
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, Math.max(1, states) * PARAMETERS);
    GradientUpdater<?> dl4j = updater.instantiate(states == 0 ? null : state, true);
    float[][] ours = new float[2][PARAMETERS];
    if (states == 1) {
      // What DL4J starts from: its epsilon, or zero.
      System.arraycopy(state.data().asFloat(), 0, ours[0], 0, PARAMETERS);
    }
    Random random = new Random(1);
    for (int iteration = 0; iteration < 20; iteration++) {
      float[] gradient = new float[PARAMETERS];
      for (int i = 0; i < PARAMETERS; i++) {
        gradient[i] = i % 4 == 0 ? 0 : (float) random.nextGaussian() * 0.1f;
      }
      INDArray expected = Nd4j.createFromArray(gradient.clone());
      dl4j.applyUpdater(expected, iteration, 0);

      float[] parameters = new float[PARAMETERS];
      UpdateRule.of(updater, iteration, 0)
          .orElseThrow()
          .update(parameters, gradient, 1, ours, PARAMETERS);

      float tolerance = 1e-5f * expected.amaxNumber().floatValue();
      for (int i = 0; i < PARAMETERS; i++) {
        assertThat(-parameters[i]).isCloseTo(expected.getFloat(i), within(tolerance));
      }
    }
  }

  @Test
  void momentumLooksAheadByTheNewVelocity() {
    float[] parameters = {1, 1};
    float[] gradient = {2, 4};
    float[][] velocity = {{0, -0.5f}};
    UpdateRule.of(new Nesterovs(0.5, 0.5), 0, 0)
        .orElseThrow()
        .update(parameters, gradient, 0.5f, velocity, 2);
    // New velocities -0.5 and -1.25; updates 0.5 v - 1.5 v'.
    assertThat(velocity[0]).containsExactly(-0.5f, -1.25f);
    assertThat(parameters).containsExactly(0.25f, -0.625f);
    assertThat(gradient).containsExactly(2, 4);
  }

  @Test
  void adaGradDividesByTheRootOfAllSquaresSoFar() {
    float[] parameters = {10, 0};
    float[] gradient = {4, -6};
    float[][] sum = {{9, 64}};
    UpdateRule.of(new AdaGrad(10, 0), 0, 0).orElseThrow().update(parameters, gradient, 1, sum, 2);
    assertThat(sum[0]).containsExactly(25, 100);
    assertThat(parameters).containsExactly(2, 6);
  }

  @Test
  void anAverageFadesAwayWithoutBecomingSubnormal() {
    float average = 1e-7f;
    for (int step = 0; step < 2_000; step++) {
      average = UpdateRule.withoutSubnormals(0.9f * average);
      assertThat(average == 0 || average >= 1e-28f).isTrue();
    }
    assertThat(average).isLessThan(1e-26f);
    assertThat(UpdateRule.withoutSubnormals(1.2345e-12f)).isEqualTo(1.2345e-12f);
  }
}
