package mnist4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static Settings settings(
      int epochs, int batch, double rate, int hidden, double l2, double dropout, int limit) {
    return Settings.of(epochs, batch, rate)
        .withHidden(hidden)
        .withL2(l2)
        .withDropout(dropout)
        .withLimit(limit);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1e-300,1,0,0,1", "1000000,60000,1e30,4096,1e6,0.999,60000"})
  void theEdgesOfEveryRangeAreAllowed(
      int epochs, int batch, double rate, int hidden, double l2, double dropout, int limit) {
    assertThat(settings(epochs, batch, rate, hidden, l2, dropout, limit).epochs())
        .isEqualTo(epochs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 0 |  1 |  1 |  1 |  0 |  0 |  1 | --epochs: found 0, expected at least 1",
        "-1 |  1 |  1 |  1 |  0 |  0 |  1 | --epochs: found -1, expected at least 1",
        " 1 |  0 |  1 |  1 |  0 |  0 |  1 | --batch: found 0, expected at least 1",
        " 1 |  1 |  0 |  1 |  0 |  0 |  1 | --lr: found 0.0, expected a number above 0",
        " 1 |  1 | -1 |  1 |  0 |  0 |  1 | --lr: found -1.0, expected a number above 0",
        " 1 |  1 | NaN | 1 |  0 |  0 |  1 | --lr: found NaN, expected a number above 0",
        " 1 |  1 | Infinity | 1 | 0 | 0 | 1 | --lr: found Infinity, expected a number above 0",
        " 1 |  1 |  1 |  0 |  0 |  0 |  1 | --hidden: found 0, expected at least 1",
        " 1 |  1 |  1 |  1 | -1 |  0 |  1 | --l2: found -1.0, expected 0 to 1,000,000",
        " 1 |  1 |  1 |  1 | 1e7 | 0 |  1 | --l2: found 1.0E7, expected 0 to 1,000,000",
        " 1 |  1 |  1 |  1 | NaN | 0 |  1 | --l2: found NaN, expected 0 to 1,000,000",
        " 1 |  1 |  1 |  1 |  0 |  1 |  1 | --dropout: found 1.0, expected 0 or above and below 1",
        " 1 |  1 |  1 |  1 |  0 | -0.1 | 1 | --dropout: found -0.1, expected 0 or above and below 1",
        " 1 |  1 |  1 |  1 |  0 | NaN | 1 | --dropout: found NaN, expected 0 or above and below 1",
        " 1 |  1 |  1 |  1 |  0 |  0 |  0 | --limit: found 0, expected at least 1"
      })
  void aValueOutOfRangeIsNamedWithItsOption(
      int epochs,
      int batch,
      double rate,
      int hidden,
      double l2,
      double dropout,
      int limit,
      String complaint) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> settings(epochs, batch, rate, hidden, l2, dropout, limit))
        .withMessage(complaint);
  }

  @ParameterizedTest
  @CsvSource({"3,3", "3,12", "-1,3", "10,0"})
  void aPairIsTwoDifferentDigits(int first, int second) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new DigitPair(first, second))
        .withMessage(
            "--digits: found %d,%d, expected two different digits from 0 to 9", first, second);
  }

  @Test
  void aPairKeepsItsOrder() {
    assertThat(new DigitPair(9, 0)).isNotEqualTo(new DigitPair(0, 9));
  }

  @Test
  void nd4jIsGivenAnotherSeedThanZeroAndEveryOtherAsItIs() {
    Settings zero = Recipes.named("perceptron").orElseThrow().defaults();
    Settings one = Recipes.named("mlp-64").orElseThrow().defaults();
    assertThat(zero.seed()).isZero();
    assertThat(zero.generatorSeed()).isEqualTo(0x6d6e6973743464L);
    assertThat(one.generatorSeed()).isEqualTo(1);
  }

  @Test
  void aChangeChangesOneSettingAlone() {
    Settings settings = settings(1, 2, 3, 4, 5, 0.6, 7);
    assertThat(settings.withEpochs(9)).isEqualTo(settings(9, 2, 3, 4, 5, 0.6, 7));
    assertThat(settings.withBatchSize(9)).isEqualTo(settings(1, 9, 3, 4, 5, 0.6, 7));
    assertThat(settings.withLearningRate(9)).isEqualTo(settings(1, 2, 9, 4, 5, 0.6, 7));
    assertThat(settings.withHidden(9)).isEqualTo(settings(1, 2, 3, 9, 5, 0.6, 7));
    assertThat(settings.withL2(9)).isEqualTo(settings(1, 2, 3, 4, 9, 0.6, 7));
    assertThat(settings.withDropout(0.9)).isEqualTo(settings(1, 2, 3, 4, 5, 0.9, 7));
    assertThat(settings.withLimit(9)).isEqualTo(settings(1, 2, 3, 4, 5, 0.6, 9));
    Settings perceptron = Recipes.named("perceptron").orElseThrow().defaults();
    assertThat(perceptron.withEpochs(perceptron.epochs())).isEqualTo(perceptron);
  }
}
