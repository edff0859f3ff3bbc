package mnist4j.experiment;

import java.util.ArrayList;
import java.util.List;
import mnist4j.data.ImageData;
import mnist4j.data.Sha256;
import mnist4j.experiment.RunFigures.Score;
import mnist4j.recipe.RecipeData;
import mnist4j.recipe.Settings;
import mnist4j.training.Evaluator;
import mnist4j.training.Trainer;
import mnist4j.training.TrainingProgress;
import mnist4j.training.TrainingResult;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Trains one variant of a recipe. */
final class MnistRun implements Run<RunFigures> {

  /** Enough for curves to be lines. */
  private static final int QUICK_EPOCHS = 2;

  private final String label;
  private final Variant variant;
  private final Conditions conditions;

  private MnistRun(String label, Variant variant, Conditions conditions) {
    this.label = label;
    this.variant = variant;
    this.conditions = conditions;
  }

  /**
   * A run per variant.
   *
   * @param what the variants differ in
   */
  static List<MnistRun> of(String what, List<Variant> variants, Conditions conditions) {
    return variants.stream()
        .map(
            variant ->
                new MnistRun(
                    "%s %s".formatted(what, variant.value()),
                    fitted(variant, conditions),
                    conditions))
        .toList();
  }

  /** No more epochs than a look needs, and no more images than there are. */
  private static Variant fitted(Variant variant, Conditions conditions) {
    Settings settings = variant.settings();
    if (conditions.quick()) {
      settings = settings.withEpochs(Math.min(QUICK_EPOCHS, settings.epochs()));
    }
    if (settings.limit().isPresent()) {
      int images = conditions.images().train().size();
      settings = settings.withLimit(Math.min(settings.limit().getAsInt(), images));
    }
    return new Variant(variant.value(), variant.recipe(), settings);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public List<String> conditions() {
    List<String> lines = new ArrayList<>(conditions.machine());
    lines.add(conditions.dataSet());
    lines.add("recipe " + variant.recipe().name());
    lines.add(variant.settings().toString());
    lines.add("network, SHA-256 " + Sha256.ofText(network().toJson()));
    return lines;
  }

  @Override
  public double work() {
    return Work.of(
        network(),
        InputType.convolutionalFlat(ImageData.SIDE, ImageData.SIDE, 1),
        variant.settings().limit().orElse(conditions.images().train().size()),
        variant.settings().epochs());
  }

  private MultiLayerConfiguration network() {
    return variant.recipe().network(variant.settings(), conditions.images().classNames().size());
  }

  @Override
  public Class<RunFigures> resultType() {
    return RunFigures.class;
  }

  @Override
  public RunFigures carryOut(TrainingProgress progress) {
    TrainingResult run =
        Trainer.train(variant.recipe(), variant.settings(), conditions.images(), progress);
    RecipeData data = run.data();
    return new RunFigures(
        run.network().numParams(),
        run.trainSeconds(),
        Score.of(Evaluator.evaluate(run.network(), data.train(), data.classNames().size())),
        Score.of(run.test()),
        run.history());
  }
}
