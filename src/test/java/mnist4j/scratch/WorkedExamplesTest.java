package mnist4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkedExamplesTest {

  @Test
  void backpropagationGoesForwardsAndThenBackwards() {
    assertThat(WorkedExamples.backpropagation())
        .containsExactly(
            "f = (x + y) * z at x = -2, y = 5, z = -4",
            "forward   q     = x + y         = -2 + 5 = 3",
            "forward   f     = q * z         = 3 * -4 = -12",
            "backward  df/df                 = 1",
            "backward  df/dz = q * df/df     = 3 * 1 = 3",
            "backward  df/dq = z * df/df     = -4 * 1 = -4",
            "backward  df/dx = dq/dx * df/dq = 1 * -4 = -4",
            "backward  df/dy = dq/dy * df/dq = 1 * -4 = -4");
  }

  @Test
  void everyScoresSumIsSpeltOut() {
    assertThat(WorkedExamples.linearScore())
        .containsExactly(
            "score = W * x + b at x = (2, 0, 1, 3)",
            "class 0: W = (1, -1, 2, 0), b = 1: 1*2 + -1*0 + 2*1 + 0*3 + 1 = 5",
            "class 1: W = (0, 3, -2, 1), b = 2: 0*2 + 3*0 + -2*1 + 1*3 + 2 = 3",
            "class 2: W = (-1, 2, 1, 1), b = -3: -1*2 + 2*0 + 1*1 + 1*3 + -3 = -1",
            "largest score: 5, so the image is of class 0");
  }
}
