package mnist4j.scratch.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.DoubleStream;
import mnist4j.scratch.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;

class NumpyGeneratorTest {

  @Test
  void drawsTheDocumentsWeightsAndThenItsDropout() {
    JsonNode golden = Golden.json("numpy-rng.json").get("pcg64_seed_884736743");
    NumpyGenerator random = new NumpyGenerator(884736743);
    double[] weights = DoubleStream.generate(random::random).limit(79_400).toArray();
    assertThat(weights).startsWith(Golden.doubles(golden.get("random_first_5")));
    assertThat(random.zerosAndOnes(100))
        .isEqualTo(Golden.ints(golden.get("after_79400_randoms_integers_0_2_first_100")));
    assertThat(random.zerosAndOnes(100))
        .isEqualTo(Golden.ints(golden.get("next_integers_0_2_size_100")));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2026})
  void drawsWhatNumpyDrawsFromOtherSeeds(long seed) {
    JsonNode golden = Golden.json("numpy-rng.json").get("pcg64_seed_" + seed);
    NumpyGenerator random = new NumpyGenerator(seed);
    assertThat(random.random(1, 3)[0]).isEqualTo(Golden.doubles(golden.get("random_first_3")));
    assertThat(random.zerosAndOnes(40))
        .isEqualTo(Golden.ints(golden.get("then_integers_0_2_first_40")));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 0xffffffffL, 0x100000000L, (1L << 40) + 5, Long.MAX_VALUE})
  void keepsTheHalfDrawThatAnOddCallLeaves(long seed) {
    JsonNode golden =
        Golden.json("numpy-rng-odd-calls.json").get("default_rng").get(Long.toString(seed));
    NumpyGenerator random = new NumpyGenerator(seed);
    assertThat(random.random(1, 2)[0]).isEqualTo(Golden.doubles(golden.get("random")));
    assertThat(random.zerosAndOnes(5)).isEqualTo(Golden.ints(golden.get("integers_5")));
    assertThat(random.random()).isEqualTo(golden.get("then_random").asDouble());
    assertThat(random.zerosAndOnes(33)).isEqualTo(Golden.ints(golden.get("then_integers_33")));
    assertThat(random.zerosAndOnes(4)).isEqualTo(Golden.ints(golden.get("then_integers_4")));
  }

  @Test
  void refusesANegativeSeed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NumpyGenerator(-1))
        .withMessage("seed -1: NumPy takes 0 or more");
  }
}
