package mnist4j.cli;

import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.training.Engine;
import picocli.CommandLine.Option;

/** What may be changed about a recipe; whatever is not given stays as its document has it. */
final class TrainOptions {

  /** {@code --quick} does this share of a recipe's epochs. */
  private static final int QUICK_SHARE = 20;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images per step.")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate.")
  private Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the weights, the shuffling, dropout and augmentation.")
  private Long seed;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of the hidden dense layer (not perceptron).")
  private Integer hidden;

  @Option(names = "--l2", paramLabel = "LAMBDA", description = "L2 penalty on the weights.")
  private Double l2;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Share of hidden activations dropped in training (not perceptron).")
  private Double dropout;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Train on the first N images the recipe would use.")
  private Integer limit;

  @Option(
      names = "--digits",
      paramLabel = "A,B",
      converter = DigitPairConverter.class,
      description = "The two digits to tell apart (perceptron only).")
  private DigitPair digits;

  @Option(
      names = "--augment",
      negatable = true,
      description =
          "Turn, shift and scale every training image at random, anew each epoch. --no-augment takes them as they are.")
  private Boolean augment;

  @Option(
      names = "--augment-rotation",
      paramLabel = "DEGREES",
      description = "With --augment: turn by at most so much either way. Default: 10.")
  private Double rotationDegrees;

  @Option(
      names = "--augment-shift",
      paramLabel = "PIXELS",
      description = "With --augment: shift by at most so much in each direction. Default: 2.")
  private Double shiftPixels;

  @Option(
      names = "--augment-scale",
      paramLabel = "SHARE",
      description = "With --augment: scale up or down by at most this share. Default: 0.1.")
  private Double scaleShare;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "dl4j",
      description =
          "${COMPLETION-CANDIDATES}: DL4J's layers, or the document's own arithmetic (perceptron, numpy-mlp). Default: ${DEFAULT-VALUE}.")
  private Engine engine;

  @Option(
      names = "--quick",
      description =
          "For a look: a twentieth of the epochs, on the 1,000 + 1,000 images of the program.")
  private boolean quick;

  Engine engine() {
    return engine;
  }

  boolean quick() {
    return quick;
  }

  /**
   * The recipe's own settings with what was given put in their place.
   *
   * @throws SettingsException if a value is out of range or the recipe has no such setting
   */
  Settings settings(Recipe recipe) {
    Settings defaults = recipe.defaults();
    boolean hiddenLayer = defaults.hidden().isPresent();
    expect(hiddenLayer || hidden == null, recipe, "--hidden", hidden);
    expect(hiddenLayer || dropout == null, recipe, "--dropout", dropout);
    expect(defaults.digits().isPresent() || digits == null, recipe, "--digits", digits);
    int defaultEpochs = quick ? Math.max(1, defaults.epochs() / QUICK_SHARE) : defaults.epochs();
    return new Settings(
        or(epochs, defaultEpochs),
        or(batch, defaults.batchSize()),
        or(learningRate, defaults.learningRate()),
        or(seed, defaults.seed()),
        hidden == null ? defaults.hidden() : OptionalInt.of(hidden),
        or(l2, defaults.l2()),
        or(dropout, defaults.dropout()),
        limit == null ? defaults.limit() : limit(),
        digits == null ? defaults.digits() : Optional.of(digits),
        augmentation(defaults.augmentation()));
  }

  /**
   * What to augment by: the recipe's own unless options say otherwise.
   *
   * @throws SettingsException if a limit is out of range or given where nothing is augmented
   */
  Optional<Augmentation> augmentation(Optional<Augmentation> recipes) {
    if (!or(augment, recipes.isPresent())) {
      expectAugment("--augment-rotation", rotationDegrees);
      expectAugment("--augment-shift", shiftPixels);
      expectAugment("--augment-scale", scaleShare);
      return Optional.empty();
    }
    Augmentation otherwise = recipes.orElse(Augmentation.DEFAULT);
    return Optional.of(
        new Augmentation(
            or(rotationDegrees, otherwise.rotationDegrees()),
            or(shiftPixels, otherwise.shiftPixels()),
            or(scaleShare, otherwise.scaleShare())));
  }

  private static void expectAugment(String option, Double found) {
    if (found != null) {
      throw new SettingsException(
          option, found, "--augment beside it, which turns augmentation on");
    }
  }

  /**
   * For the threshold, which has no more settings than these.
   *
   * @throws SettingsException if any other is given
   */
  void expectOnlyDigitsAndLimit() {
    expectNone("--epochs", epochs);
    expectNone("--batch", batch);
    expectNone("--lr", learningRate);
    expectNone("--seed", seed);
    expectNone("--hidden", hidden);
    expectNone("--l2", l2);
    expectNone("--dropout", dropout);
    expectNone("--augment", augment);
    expectNone("--augment-rotation", rotationDegrees);
    expectNone("--augment-shift", shiftPixels);
    expectNone("--augment-scale", scaleShare);
  }

  private static void expectNone(String option, Object found) {
    if (found != null) {
      throw new SettingsException(option, found, "none, since a threshold has no such setting");
    }
  }

  DigitPair digits() {
    return or(digits, DigitPair.ZERO_AND_ONE);
  }

  OptionalInt limit() {
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  private static void expect(boolean holds, Recipe recipe, String option, Object found) {
    if (!holds) {
      throw new SettingsException(
          option, found, "none, since the recipe %s has no such setting".formatted(recipe.name()));
    }
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
