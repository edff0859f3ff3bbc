package mnist4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.evaluation.DecisionGrid;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.experiment.ToyPoints.Point;
import mnist4j.experiment.ToyTrainer.ToyRun;
import mnist4j.training.SmallRuns;
import mnist4j.training.TrainingException;
import mnist4j.training.TrainingProgress;
import org.junit.jupiter.api.Test;

class ToyTrainerTest {

  private static final ToyPoints MOONS = ToyPoints.moons(50, 0.1, 1);
  private static final ToyPoints NEW_MOONS = ToyPoints.moons(50, 0.1, 2);

  private static ToyRun train(int hidden, double l2, int steps) {
    return ToyTrainer.train(
        new ToyRecipe(hidden, l2, 0.05, steps), MOONS, NEW_MOONS, SmallRuns.SILENT);
  }

  @Test
  void fiveNeuronsSeparateTheMoonsAndOneCannot() {
    ToyRun five = train(5, 0, 300);
    ToyRun one = train(1, 0, 300);
    assertThat(five.trainAccuracy()).isGreaterThanOrEqualTo(0.99);
    assertThat(five.testAccuracy()).isGreaterThanOrEqualTo(0.97);
    assertThat(one.trainAccuracy()).isBetween(0.8, 0.95);
  }

  @Test
  void aStrongPenaltyMakesTheNetworkUnsure() {
    DecisionGrid free = train(5, 0, 200).decisions();
    DecisionGrid held = train(5, 1, 200).decisions();
    assertThat(surest(free)).isGreaterThan(0.99);
    assertThat(surest(held)).isLessThan(0.9);
  }

  private static double surest(DecisionGrid grid) {
    double surest = 0;
    for (double[] row : grid.probability()) {
      for (double value : row) {
        surest = Math.max(surest, Math.max(value, 1 - value));
      }
    }
    return surest;
  }

  @Test
  void theGridIsSquareAndHasEveryTrainingPointWellInside() {
    DecisionGrid grid = train(1, 0, 1).decisions();
    assertThat(grid.right() - grid.left()).isCloseTo(grid.top() - grid.bottom(), within(1e-9));
    assertThat(MOONS.points())
        .allMatch(point -> point.x() > grid.left() + 0.2 && point.x() < grid.right() - 0.2)
        .allMatch(point -> point.y() > grid.bottom() + 0.2 && point.y() < grid.top() - 0.2);
  }

  @Test
  void theGridsRowsGoFromTheBottomUp() {
    ToyPoints halves = new ToyPoints(List.of(new Point(0, -1, 0), new Point(1, 1, 1)));
    DecisionGrid grid =
        ToyTrainer.train(new ToyRecipe(3, 0, 0.1, 200), halves, halves, SmallRuns.SILENT)
            .decisions();
    double[][] probability = grid.probability();
    assertThat(probability[0][grid.columns() / 2]).isLessThan(0.1);
    assertThat(probability[grid.rows() - 1][grid.columns() / 2]).isGreaterThan(0.9);
  }

  @Test
  void theSameSeedGivesTheSameDecisions() {
    assertThat(train(5, 0, 20).decisions().probability())
        .isDeepEqualTo(train(5, 0, 20).decisions().probability());
  }

  @Test
  void theWholeTrainingIsOneEpochOfManySteps() {
    List<String> heard = new ArrayList<>();
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void started(String recipe, int epochs, int stepsPerEpoch) {
            heard.add("%d x %d".formatted(epochs, stepsPerEpoch));
          }

          @Override
          public void stepDone(int step, double loss, double accuracy) {
            heard.add("step " + step);
          }

          @Override
          public void epochLogged(
              int epoch,
              double seconds,
              double loss,
              double accuracy,
              Optional<EvaluationResult> validation) {
            heard.add("epoch " + epoch);
          }

          @Override
          public void ended() {
            heard.add("ended");
          }
        };
    ToyTrainer.train(new ToyRecipe(2, 0, 0.1, 3), MOONS, NEW_MOONS, progress);
    assertThat(heard).containsExactly("1 x 3", "step 1", "step 2", "step 3", "epoch 1", "ended");
  }

  @Test
  void saysSoWhenTheLossIsNoNumber() {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(
            () ->
                ToyTrainer.train(new ToyRecipe(2, 0, 1e38, 5), MOONS, NEW_MOONS, SmallRuns.SILENT))
        .withMessageMatching(
            "(the loss|the parameters' L1 norm) became \\S+ in step \\d of epoch 1 at a learning rate of 1.0E38; lower it");
  }
}
