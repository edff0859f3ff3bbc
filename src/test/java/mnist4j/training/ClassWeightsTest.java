package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class ClassWeightsTest {

  private static Settings settings(Recipe recipe, boolean balance) {
    Settings own = recipe.defaults();
    return new Settings(
        4,
        own.batchSize(),
        own.learningRate(),
        1,
        own.hidden(),
        own.l2(),
        own.dropout(),
        OptionalInt.empty(),
        own.digits(),
        Optional.empty(),
        balance,
        OptionalInt.empty());
  }

  /** The first 1,000 images, but of the sevens only five. */
  private static ImageData fewSevens() {
    ImageData all = ImageData.bundled();
    List<Integer> kept = new ArrayList<>();
    int sevens = 0;
    for (int i = 0; i < all.train().size(); i++) {
      boolean seven = all.train().label(i) == 7;
      sevens += seven ? 1 : 0;
      if (!seven || sevens <= 5) {
        kept.add(i);
      }
    }
    return new ImageData(
        "few sevens",
        all.train().select(kept.stream().mapToInt(i -> i).toArray()),
        all.test().first(300),
        all.classNames(),
        true);
  }

  /** As scikit-learn's compute_class_weight("balanced") has them, but for the absent class. */
  @Test
  void areTheInverseFrequencies() {
    LabelledImages images =
        LabelledImages.of(1, 1, new byte[10], new byte[] {0, 0, 0, 0, 0, 1, 1, 1, 3, 3});
    assertThat(ClassWeights.balanced(images, 4).toFloatVector())
        .containsExactly(10f / 3 / 5, 10f / 3 / 3, 1, 10f / 3 / 2);
  }

  @Test
  void letARareClassBeRecognised() {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    TrainingResult plain =
        Engine.DL4J.train(
            recipe, settings(recipe, false), fewSevens(), SmallRuns.SILENT, Optional.empty());
    TrainingResult balanced =
        Engine.DL4J.train(
            recipe, settings(recipe, true), fewSevens(), SmallRuns.SILENT, Optional.empty());
    assertThat(balanced.test().confusion().metrics(7).recall())
        .isGreaterThan(plain.test().confusion().metrics(7).recall() + 0.2);
    OutputLayer last =
        (OutputLayer) balanced.network().getLayerWiseConfigurations().getConf(1).getLayer();
    assertThat(((LossMCXENT) last.getLossFn()).getWeights().getDouble(7)).isGreaterThan(10);
  }

  @Test
  void doNotCountInAnEvaluation() {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    TrainingResult balanced =
        Engine.DL4J.train(
            recipe, settings(recipe, true), fewSevens(), SmallRuns.SILENT, Optional.empty());
    double mean =
        balanced.test().predictions().stream()
            .mapToDouble(
                prediction -> {
                  LabelledImages one =
                      balanced.data().test().range(prediction.image(), prediction.image() + 1);
                  return -Math.log(
                      balanced.network().output(one.features()).getDouble(prediction.truth()));
                })
            .average()
            .orElseThrow();
    assertThat(balanced.test().loss())
        .isCloseTo(mean, org.assertj.core.api.Assertions.within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"perceptron", "numpy-mlp"})
  void areRefusedWhereTheLossHasNone(String name) {
    Recipe recipe = SmallRuns.recipe(name);
    ImageData images = ImageData.bundled();
    Settings settings = settings(recipe, true);
    for (Engine engine : Engine.values()) {
      assertThatExceptionOfType(SettingsException.class)
          .isThrownBy(
              () -> engine.train(recipe, settings, images, SmallRuns.SILENT, Optional.empty()))
          .withMessage(
              "--balance: found true, expected none, since only a cross-entropy over the classes has such weights");
    }
  }
}
