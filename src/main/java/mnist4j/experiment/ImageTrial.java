package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mnist4j.data.ImageData;
import mnist4j.data.ImageSize;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.experiment.RunMetrics.Score;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.training.Checkpoints;
import mnist4j.training.Engine;
import mnist4j.training.Evaluator;
import mnist4j.training.TrainingProgress;
import mnist4j.training.TrainingResult;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Trains one variant of a recipe on digits. */
public record ImageTrial(String label, Variant variant, ExperimentSetup setup)
    implements Trial<RunMetrics> {

  /** Two points make a curve a line. */
  private static final int QUICK_EPOCHS = 2;

  /** Reduces the epochs for a quick experiment and the limit to the number of images. */
  public ImageTrial {
    Settings settings = variant.settings();
    if (setup.quick()) {
      settings = settings.withEpochs(Math.min(QUICK_EPOCHS, settings.epochs()));
    }
    if (settings.limit().isPresent()) {
      int images = setup.images().train().size();
      settings = settings.withLimit(Math.min(settings.limit().getAsInt(), images));
    }
    variant = new Variant(variant.value(), variant.recipe(), settings);
  }

  @Override
  public List<String> key() {
    List<String> lines = new ArrayList<>(setup.environmentKey());
    lines.add(setup.imagesKey());
    lines.add("recipe " + variant.recipe().name());
    lines.add(variant.settings().toString());
    lines.add("network, SHA-256 " + DigestUtils.sha256Hex(network().toJson()));
    return lines;
  }

  @Override
  public double cost() {
    ImageSize size = setup.images().imageSize();
    return CostEstimate.of(
        network(),
        InputType.convolutionalFlat(size.rows(), size.columns(), 1),
        variant.settings().limit().orElse(setup.images().train().size()),
        variant.settings().epochs());
  }

  private MultiLayerConfiguration network() {
    ImageData images = setup.images();
    return variant
        .recipe()
        .network(variant.settings(), images.imageSize(), images.classNames().size());
  }

  @Override
  public Class<RunMetrics> resultType() {
    return RunMetrics.class;
  }

  @Override
  public RunMetrics run(TrainingProgress progress, Optional<Checkpoints> checkpoints) {
    TrainingResult run =
        Engine.DL4J.train(
            variant.recipe(), variant.settings(), setup.images(), progress, checkpoints);
    RecipeData data = run.data();
    return new RunMetrics(
        run.network().numParams(),
        run.trainSeconds(),
        Score.of(Evaluator.evaluate(run.network(), data.train(), data.classNames().size())),
        Score.of(run.test()),
        run.history());
  }
}
