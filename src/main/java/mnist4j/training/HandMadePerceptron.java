package mnist4j.training;

import mnist4j.data.ImageData;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.scratch.PerceptronRun;
import mnist4j.scratch.PerceptronSettings;
import mnist4j.scratch.PerceptronWeights;
import mnist4j.scratch.ScratchPerceptron;
import mnist4j.scratch.TwoDigits;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** The perceptron with its gradient derived by hand. */
final class HandMadePerceptron implements HandMade {

  private static final long LARGEST_SEED = 0xffff_ffffL;
  private static final int LOG_EVERY = 200;

  @Override
  public TrainingRun train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    HandMade.expectDocumentsOwn(recipe, settings);
    HandMade.expectSeed(settings, LARGEST_SEED);
    RecipeData data = inDocumentsOrder(recipe.prepare(images, settings), settings, images);
    HandMadeLog log = new HandMadeLog(recipe, settings, progress);
    PerceptronRun run =
        ScratchPerceptron.train(
            data.train(),
            data.test(),
            new PerceptronSettings(
                settings.seed(), settings.learningRate(), settings.epochs(), LOG_EVERY),
            log::logged);
    return log.finished(images.name(), data, network -> fill(network, run.weights()));
  }

  private static RecipeData inDocumentsOrder(RecipeData data, Settings settings, ImageData images) {
    DigitPair digits = settings.digits().orElseThrow();
    return data.withTrain(
        TwoDigits.shuffled(images.train(), digits.first(), digits.second(), settings.seed())
            .first(data.train().size()));
  }

  private static void fill(MultiLayerNetwork network, PerceptronWeights weights) {
    network.setParam("0_W", Nd4j.createFromArray(weights.weights()).reshape(-1, 1));
    network.setParam("0_b", Nd4j.scalar(weights.bias()).reshape(1, 1));
  }
}
