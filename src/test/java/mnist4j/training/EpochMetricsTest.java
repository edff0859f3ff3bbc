package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.evaluation.EvaluationResult;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

class EpochMetricsTest {

  private static final int IMAGES = 60;

  private static Settings withoutDropout(Recipe recipe) {
    Settings defaults = recipe.defaults();
    return defaults.withEpochs(1).withBatchSize(IMAGES).withSeed(3).withL2(0).withDropout(0);
  }

  private static DataSet dataSet(LabelledImages images, MultiLayerNetwork network) {
    int outputs = network.layerSize(network.getnLayers() - 1);
    return new DataSet(images.features(), images.targets(outputs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-64", "mlp-512", "cnn", "perceptron", "numpy-mlp"})
  void oneBatchCountsAsTheWeightsBeforeItsStepAnswerIt(String name) {
    Recipe recipe = SmallRuns.recipe(name);
    Settings settings = withoutDropout(recipe);
    RecipeData data = recipe.prepare(ImageData.bundled(), settings);
    LabelledImages images = data.train().first(IMAGES);
    MultiLayerNetwork network = SmallRuns.untrained(recipe, settings);
    EvaluationResult before = Evaluator.evaluate(network, images, data.classNames().size());
    EpochMetrics metrics = Networks.measure(network, SmallRuns.SILENT, 0.1);
    metrics.reset();
    network.fit(dataSet(images, network));
    assertThat(metrics.accuracy()).isEqualTo(before.accuracy());
    assertThat(metrics.loss()).isCloseTo(before.loss(), within(1e-5 * before.loss()));
    assertThat(Evaluator.evaluate(network, images, data.classNames().size()).loss())
        .isNotEqualTo(before.loss());
  }

  @Test
  void batchesCountByTheirSizeAndAreToldAsTheyCome() {
    Recipe recipe = SmallRuns.recipe("mlp-64");
    Settings settings = withoutDropout(recipe);
    MultiLayerNetwork network = SmallRuns.untrained(recipe, settings);
    StringBuilder told = new StringBuilder();
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void stepDone(int step, double loss, double accuracy) {
            told.append(step).append(' ').append(accuracy).append(' ').append(loss).append('\n');
          }
        };
    EpochMetrics metrics = Networks.measure(network, progress, 0.1);
    metrics.reset();
    LabelledImages large = ImageData.bundled().train().first(90);
    LabelledImages small = ImageData.bundled().train().range(90, 100);
    EvaluationResult first = Evaluator.evaluate(network, large, 10);
    network.fit(dataSet(large, network));
    double lossOfLarge = metrics.loss();
    EvaluationResult second = Evaluator.evaluate(network, small, 10);
    network.fit(dataSet(small, network));
    assertThat(metrics.accuracy())
        .isEqualTo((first.confusion().correct() + second.confusion().correct()) / 100.);
    assertThat(metrics.loss())
        .isCloseTo((90 * first.loss() + 10 * second.loss()) / 100, within(1e-5));
    assertThat(told.toString().lines())
        .containsExactly(
            "1 %s %s".formatted(first.accuracy(), lossOfLarge),
            "2 %s %s".formatted(metrics.accuracy(), metrics.loss()));
    metrics.reset();
    assertThat(metrics.accuracy()).isNaN();
  }
}
