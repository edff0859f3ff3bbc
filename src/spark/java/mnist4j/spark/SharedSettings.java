package mnist4j.spark;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import mnist4j.recipe.Augmentation;
import mnist4j.recipe.DigitPair;
import mnist4j.recipe.Settings;

/**
 * The settings that executors need; null where there is none, since Java's optional values cannot
 * be serialised. The driver alone stops early, and classes are not balanced on Spark.
 */
record SharedSettings(
    int epochs,
    int batchSize,
    double learningRate,
    long seed,
    Integer hidden,
    double l2,
    double dropout,
    Integer limit,
    DigitPair digits,
    Augmentation augmentation)
    implements Serializable {

  static SharedSettings of(Settings settings) {
    return new SharedSettings(
        settings.epochs(),
        settings.batchSize(),
        settings.learningRate(),
        settings.seed(),
        settings.hidden().isPresent() ? settings.hidden().getAsInt() : null,
        settings.l2(),
        settings.dropout(),
        settings.limit().isPresent() ? settings.limit().getAsInt() : null,
        settings.digits().orElse(null),
        settings.augmentation().orElse(null));
  }

  Settings toSettings() {
    return new Settings(
        epochs,
        batchSize,
        learningRate,
        seed,
        hidden == null ? OptionalInt.empty() : OptionalInt.of(hidden),
        l2,
        dropout,
        limit == null ? OptionalInt.empty() : OptionalInt.of(limit),
        Optional.ofNullable(digits),
        Optional.ofNullable(augmentation),
        false,
        OptionalInt.empty());
  }
}
