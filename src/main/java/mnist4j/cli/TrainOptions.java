package mnist4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;
import mnist4j.report.Table;
import mnist4j.training.Engine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code train}; each one left out keeps the recipe's own value. */
public final class TrainOptions {

  /** {@code --quick} divides a recipe's epochs by this. */
  private static final int QUICK_DIVISOR = 20;

  private static final Set<String> THRESHOLD_OPTIONS = Set.of("--digits", "--limit", "--quick");

  private static final Pattern PAIR = Pattern.compile("(\\d{1,3}),(\\d{1,3})");

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images per step.")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate.")
  private Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the weights, shuffling, dropout and augmentation.")
  private Long seed;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of the hidden dense layer (not perceptron).")
  private Integer hidden;

  @Option(
      names = "--l2",
      paramLabel = "LAMBDA",
      description =
          "L2 penalty: LAMBDA / 2 times the sum of the squared weights, a part of the training loss.")
  private Double l2;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Share of hidden activations dropped in training (not perceptron).")
  private Double dropout;

  @Option(
      names = "--augment",
      negatable = true,
      description =
          "Rotates, shifts and scales every training image at random in each epoch. --no-augment turns that off.")
  private Boolean augment;

  @Option(
      names = "--augment-rotation",
      paramLabel = "DEGREES",
      description = "With --augment: largest rotation in either direction. Default: 10.")
  private Double rotationDegrees;

  @Option(
      names = "--augment-shift",
      paramLabel = "PIXELS",
      description = "With --augment: largest shift in each direction. Default: 2.")
  private Double shiftPixels;

  @Option(
      names = "--augment-scale",
      paramLabel = "SHARE",
      description = "With --augment: largest change of size, up or down. Default: 0.1.")
  private Double scaleShare;

  @Option(
      names = "--augment-elastic",
      paramLabel = "PIXELS",
      description =
          "With --augment: root mean square of an elastic distortion in each direction. Default: 0.")
  private Double elasticPixels;

  @Option(
      names = "--augment-pen",
      paramLabel = "SHARE",
      description =
          "With --augment: share of the images with thinner, thicker or coarser strokes. Default: 0, of cnn-best 0.3.")
  private Double penShare;

  @Option(
      names = "--balance",
      description =
          "Weights each class in the loss by its inverse frequency among the training images.")
  private boolean balance;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stops when the validation loss has not fallen for N epochs, and restores the best epoch's parameters (recipes with held-out images only).")
  private Integer patience;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Takes the first N of the recipe's training images, those it holds out among them.")
  private Integer limit;

  @Option(
      names = "--digits",
      paramLabel = "A,B",
      description = "The two digits to distinguish (perceptron and threshold only). Default: 0,1.")
  private DigitPair digits;

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
          "Trains for a twentieth of the epochs on 1,000 + 1,000 images: those that ship with the program, or the first of --data. Writes to OUT/RECIPE/quick.")
  private boolean quick;

  public Engine engine() {
    return engine;
  }

  public boolean quick() {
    return quick;
  }

  DigitPair digits() {
    return or(digits, DigitPair.ZERO_AND_ONE);
  }

  OptionalInt limit() {
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  /**
   * The recipe's own settings, overridden by the options given.
   *
   * @throws SettingsException if a value is out of range or the recipe has no such setting
   */
  public Settings settings(Recipe recipe) {
    Settings defaults = recipe.defaults();
    String none = "none, since the recipe %s has no such setting".formatted(recipe.name());
    if (defaults.hidden().isEmpty()) {
      expectAbsent("--hidden", hidden, none);
      expectAbsent("--dropout", dropout, none);
    }
    if (defaults.digits().isEmpty()) {
      expectAbsent("--digits", digits, none);
    }
    int defaultEpochs = quick ? Math.max(1, defaults.epochs() / QUICK_DIVISOR) : defaults.epochs();
    Settings settings =
        new Settings(
            or(epochs, defaultEpochs),
            or(batch, defaults.batchSize()),
            or(learningRate, defaults.learningRate()),
            or(seed, defaults.seed()),
            hidden == null ? defaults.hidden() : OptionalInt.of(hidden),
            or(l2, defaults.l2()),
            or(dropout, defaults.dropout()),
            limit == null ? defaults.limit() : limit(),
            digits == null ? defaults.digits() : Optional.of(digits),
            augmentation(defaults.augmentation()),
            balance,
            OptionalInt.empty());
    return patience == null ? settings : settings.withPatience(patience);
  }

  /**
   * The recipe's own augmentation, overridden by the options given.
   *
   * @throws SettingsException if a limit is out of range, or given while augmentation is off
   */
  Optional<Augmentation> augmentation(Optional<Augmentation> recipes) {
    if (!or(augment, recipes.isPresent())) {
      String augmentation = "--augment beside it, which turns augmentation on";
      expectAbsent("--augment-rotation", rotationDegrees, augmentation);
      expectAbsent("--augment-shift", shiftPixels, augmentation);
      expectAbsent("--augment-scale", scaleShare, augmentation);
      expectAbsent("--augment-elastic", elasticPixels, augmentation);
      expectAbsent("--augment-pen", penShare, augmentation);
      return Optional.empty();
    }
    Augmentation otherwise = recipes.orElse(Augmentation.DEFAULT);
    return Optional.of(
        new Augmentation(
            or(rotationDegrees, otherwise.rotationDegrees()),
            or(shiftPixels, otherwise.shiftPixels()),
            or(scaleShare, otherwise.scaleShare()),
            or(elasticPixels, otherwise.elasticPixels()),
            or(penShare, otherwise.penShare())));
  }

  /**
   * Refuses every setting that the threshold does not have.
   *
   * @throws SettingsException if one is given
   */
  static void expectThresholdOptions(ParseResult arguments) {
    for (OptionSpec option : arguments.matchedOptions()) {
      if (!option.inherited() && !THRESHOLD_OPTIONS.contains(option.longestName())) {
        expectAbsent(
            option.longestName(), option.getValue(), "none, since a threshold has no such setting");
      }
    }
  }

  private static void expectAbsent(String option, Object found, String expected) {
    if (found != null) {
      throw new SettingsException(option, found, expected);
    }
  }

  /** Two digits as {@code a,b}. */
  static DigitPair digitPair(String text) {
    Matcher matcher = PAIR.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "found '%s', expected two digits such as 0,1".formatted(text));
    }
    try {
      return new DigitPair(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    } catch (SettingsException e) {
      throw new TypeConversionException(e.problem());
    }
  }

  /** The recipes' own settings as lines for the help text. */
  static List<String> defaults() {
    List<List<String>> rows = new ArrayList<>();
    for (Recipe recipe : Recipes.all()) {
      Settings settings = recipe.defaults();
      rows.add(
          List.of(
              recipe.name(),
              Integer.toString(settings.epochs()),
              settings.batchSize() == Settings.FULL_BATCH
                  ? "all"
                  : Integer.toString(settings.batchSize()),
              Double.toString(settings.learningRate()),
              settings.hidden().isPresent() ? "" + settings.hidden().getAsInt() : "none",
              Double.toString(settings.dropout()),
              settings.augmentation().isPresent() ? "on" : "off"));
    }
    List<String> headings =
        List.of("defaults", "--epochs", "--batch", "--lr", "--hidden", "--dropout", "--augment");
    return new Table(headings, 1, rows).lines();
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
