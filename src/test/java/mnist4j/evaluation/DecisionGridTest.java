package mnist4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DecisionGridTest {

  private static final double[][] VALUES = {{0, 0.25, 0.5}, {0.75, 1, 0}};

  @Test
  void itsFirstAndLastPlacesAreTheEdges() {
    DecisionGrid grid = new DecisionGrid(-1, 3, 10, 20, VALUES);
    assertThat(grid.rows()).isEqualTo(2);
    assertThat(grid.columns()).isEqualTo(3);
    assertThat(new double[] {grid.x(0), grid.x(1), grid.x(2)}).containsExactly(-1, 1, 3);
    assertThat(new double[] {grid.y(0), grid.y(1)}).containsExactly(10, 20);
  }

  @Test
  void cannotBeChangedFromOutside() {
    double[][] values = {{0, 0.25}, {0.5, 1}};
    DecisionGrid grid = new DecisionGrid(0, 1, 0, 1, values);
    values[0][0] = 9;
    grid.probability()[0][1] = 9;
    assertThat(grid.probability()).isDeepEqualTo(new double[][] {{0, 0.25}, {0.5, 1}});
  }

  @Test
  void refusesWhatIsNoGrid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionGrid(1, 1, 0, 1, VALUES))
        .withMessage("a grid of 2 rows over 1.0 to 1.0 and 0.0 to 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionGrid(0, 1, 0, 1, new double[][] {{0, 1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionGrid(0, 1, 0, 1, new double[][] {{0, 1}, {0}}))
        .withMessage("rows of fewer than 2 columns or of different length");
  }
}
