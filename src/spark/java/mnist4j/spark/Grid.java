package mnist4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import mnist4j.experiment.Comparison;
import mnist4j.experiment.Comparison.Variant;
import mnist4j.experiment.Experiment;
import mnist4j.experiment.ExperimentResult;
import mnist4j.experiment.ExperimentSetup;
import mnist4j.experiment.RunCache;
import mnist4j.experiment.Trial;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Recipes;
import mnist4j.recipe.Settings;
import mnist4j.recipe.SettingsException;

/**
 * Every combination of some values of a recipe's settings. An empty list leaves a setting as it is.
 *
 * @param recipe its name
 * @param epochs empty for the recipe's own
 * @param limit number of training images; empty for all
 */
record Grid(
    String recipe,
    List<Integer> epochs,
    List<Integer> limit,
    List<Double> learningRates,
    List<Integer> batchSizes,
    List<Integer> hidden,
    List<Double> l2,
    List<Double> dropout)
    implements Experiment, Serializable {

  @Override
  public String name() {
    return "grid-" + recipe;
  }

  @Override
  public String description() {
    return "combinations of settings of " + recipe;
  }

  /** Whether it varies nothing. */
  boolean isEmpty() {
    return Stream.of(epochs, limit, learningRates, batchSizes, hidden, l2, dropout)
        .allMatch(List::isEmpty);
  }

  /**
   * @throws SettingsException if a value is out of range, or the recipe has no such setting
   */
  @Override
  public List<Trial<?>> trials(ExperimentSetup setup) {
    return List.copyOf(Comparison.trials(recipe, variants(), setup));
  }

  List<Variant> variants() {
    Recipe named = Recipes.named(recipe).orElseThrow();
    if (named.defaults().hidden().isEmpty() && !(hidden.isEmpty() && dropout.isEmpty())) {
      throw new SettingsException(
          hidden.isEmpty() ? "--dropout" : "--hidden",
          hidden.isEmpty() ? dropout : hidden,
          "none, since the recipe %s has no such setting".formatted(recipe));
    }
    List<Variant> variants = List.of(new Variant("", named, named.defaults()));
    variants = times(variants, "epochs", epochs, Settings::withEpochs);
    variants = times(variants, "limit", limit, Settings::withLimit);
    variants = times(variants, "lr", learningRates, Settings::withLearningRate);
    variants = times(variants, "batch", batchSizes, Settings::withBatchSize);
    variants = times(variants, "hidden", hidden, Settings::withHidden);
    variants = times(variants, "l2", l2, Settings::withL2);
    variants = times(variants, "dropout", dropout, Settings::withDropout);
    return variants.stream()
        .map(v -> v.value().isEmpty() ? new Variant("as it is", v.recipe(), v.settings()) : v)
        .toList();
  }

  /** A setting with a single value does not tell variants apart, so no name has it. */
  private static <T> List<Variant> times(
      List<Variant> variants, String name, List<T> values, BiFunction<Settings, T, Settings> with) {
    if (values.isEmpty()) {
      return variants;
    }
    List<Variant> product = new ArrayList<>();
    // 0.001 and 1e-3 are one: no training counts for two seeds.
    List<T> distinct = values.stream().distinct().toList();
    for (Variant variant : variants) {
      for (T value : distinct) {
        String separator = variant.value().isEmpty() ? "" : ", ";
        String label = distinct.size() == 1 ? "" : "%s%s %s".formatted(separator, name, value);
        product.add(
            new Variant(
                variant.value() + label, variant.recipe(), with.apply(variant.settings(), value)));
      }
    }
    return product;
  }

  /** None: the sweep's own table and chart compare everything. */
  @Override
  public List<ExperimentResult> run(ExperimentSetup setup, RunCache cache) {
    return List.of();
  }
}
