package mnist4j.training;

import mnist4j.data.ImageData;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.scratch.FitResult;
import mnist4j.scratch.ScratchPerceptron;
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
    FitResult<ScratchPerceptron.Parameters> run =
        ScratchPerceptron.fit(
            data.train(),
            data.test(),
            new ScratchPerceptron.Settings(
                settings.seed(), settings.learningRate(), settings.epochs(), LOG_EVERY),
            log::logged);
    return log.finished(images.name(), data, network -> fill(network, run.parameters()));
  }

  private static RecipeData inDocumentsOrder(RecipeData data, Settings settings, ImageData images) {
    DigitPair digits = settings.digits().orElseThrow();
    return data.withTrain(
        ScratchPerceptron.trainingSet(
                images.train(), digits.first(), digits.second(), settings.seed())
            .first(data.train().size()));
  }

  private static void fill(MultiLayerNetwork network, ScratchPerceptron.Parameters parameters) {
    network.setParam("0_W", Nd4j.createFromArray(parameters.weights()).reshape(-1, 1));
    network.setParam("0_b", Nd4j.scalar(parameters.bias()).reshape(1, 1));
  }
}
