package mnist4j.scratch.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import mnist4j.scratch.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

class NumpyRandomStateTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2026})
  void drawsTheGaussiansNumpyDraws(long seed) {
    JsonNode golden = Golden.json("numpy-rng.json").get("mt19937_legacy_seed_" + seed);
    NumpyRandomState random = new NumpyRandomState(seed);
    double[] drawn = random.randn(784);
    assertThat(drawn).startsWith(Golden.doubles(golden.get("randn_first_5")));
    assertThat(pairwiseSum(drawn, 0, drawn.length))
        .isEqualTo(golden.get("randn_784_sum").asDouble());
    assertThat(random.randn(2)).isEqualTo(Golden.doubles(golden.get("randn_next_2")));
  }

  /** Not {@code sum()}: the last bit depends on the order, and this is the order NumPy adds in. */
  private static double pairwiseSum(double[] values, int from, int to) {
    int count = to - from;
    if (count > 128) {
      int middle = from + count / 2 - count / 2 % 8;
      return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
    }
    double[] lanes = Arrays.copyOfRange(values, from, from + 8);
    for (int i = 8; i < count; i++) {
      lanes[i % 8] += values[from + i];
    }
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 12345, 0xffffffffL})
  void shufflesRowsAndMixesKindsOfDrawAsNumpyDoes(long seed) {
    JsonNode golden =
        Golden.json("numpy-rng-odd-calls.json").get("random_state").get(Long.toString(seed));
    NumpyRandomState random = new NumpyRandomState(seed);
    assertThat(random.permutation(20)).isEqualTo(Golden.ints(golden.get("shuffled_20")));
    assertThat(new double[] {random.rand(), random.rand(), random.rand()})
        .isEqualTo(Golden.doubles(golden.get("rand")));
    assertThat(random.randn(3)).isEqualTo(Golden.doubles(golden.get("randn")));
    assertThat(random.permutation(9)).isEqualTo(Golden.ints(golden.get("then_shuffled_9")));
    assertThat(random.randn()).isEqualTo(golden.get("then_randn").asDouble());
  }

  @Test
  void refusesASeedNumpyRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NumpyRandomState(1L << 32))
        .withMessage("seed 4294967296: NumPy's legacy generator takes 0 to 4294967295");
    assertThatIllegalArgumentException().isThrownBy(() -> new NumpyRandomState(-1));
  }
}
