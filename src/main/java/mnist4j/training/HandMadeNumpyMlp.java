package mnist4j.training;

import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.scratch.FitResult;
import mnist4j.scratch.ScratchNumpyMlp;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** The NumPy network with its backpropagation written by hand, quirks and all. */
final class HandMadeNumpyMlp implements HandMade {

  @Override
  public TrainingRun train(
      Recipe recipe, Settings settings, ImageData images, TrainingProgress progress) {
    HandMade.expectDocumentsOwn(recipe, settings);
    HandMade.expectSeed(settings, Long.MAX_VALUE);
    RecipeData data = recipe.prepare(images, settings);
    HandMadeLog log = new HandMadeLog(recipe, settings, progress);
    FitResult<ScratchNumpyMlp.Parameters> run =
        ScratchNumpyMlp.fit(
            data.train(),
            data.test(),
            new ScratchNumpyMlp.Settings(
                settings.seed(),
                settings.hidden().orElseThrow(),
                settings.learningRate(),
                settings.epochs(),
                ScratchNumpyMlp.Backpropagation.AS_PRINTED),
            log::logged);
    return log.finished(images.name(), data, network -> fill(network, run.parameters()));
  }

  private static void fill(MultiLayerNetwork network, ScratchNumpyMlp.Parameters weights) {
    network.setParam("0_W", Nd4j.createFromArray(weights.hidden()));
    network.setParam("1_W", Nd4j.createFromArray(weights.output()));
  }
}
