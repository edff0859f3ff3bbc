package mnist4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import mnist4j.data.ImageData;
import mnist4j.data.LabelledImages;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.training.ShardTrainer.State;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ShardTrainerTest {

  private static final LabelledImages IMAGES = ImageData.bundled().train().first(200);

  private final Recipe recipe = SmallRuns.recipe("mlp-64");

  private Settings settings(double learningRate) {
    return SmallRuns.settings(recipe, 1, 10).withLearningRate(learningRate);
  }

  /** Parameters after the third and fourth step of the first epoch. */
  private INDArray parameters(int shard, Settings settings) {
    State start = State.of(SmallRuns.untrained(recipe, settings));
    ShardTrainer trainer = new ShardTrainer(recipe, settings, IMAGES, 10, shard, 1);
    return Nd4j.createFromArray(trainer.train(start, 0, 2, 4).state().parameters());
  }

  @Test
  void shardsWithTheSameImagesDifferByTheirMovementsOnly() {
    Settings still = settings(0.001);
    assertThat(parameters(1, still)).isEqualTo(parameters(0, still));
    Settings moved = still.withAugmentation(Augmentation.DEFAULT);
    assertThat(parameters(1, moved)).isEqualTo(parameters(1, moved));
    assertThat(parameters(1, moved)).isNotEqualTo(parameters(0, moved));
  }

  @Test
  void trainingThatDivergesNamesTheStepOfTheEpoch() {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> parameters(0, settings(1e300)))
        .withMessageContaining(" in step 3 of epoch 1 ");
  }
}
