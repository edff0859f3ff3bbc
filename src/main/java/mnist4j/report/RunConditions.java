package mnist4j.report;

import java.util.LinkedHashMap;
import java.util.Map;
import mnist4j.backend.Backend;
import mnist4j.data.ImageData;
import mnist4j.recipe.Recipe;
import mnist4j.recipe.Settings;
import mnist4j.training.Engine;
import mnist4j.training.Networks;

/** Everything that determines a training. */
public final class RunConditions {

  private RunConditions() {}

  /**
   * The conditions by name, settings under that of their option. Equal ones make equal trainings,
   * to the last bit.
   *
   * @param version of the program's code, down to its commit or classes
   */
  public static Map<String, String> of(
      Recipe recipe,
      Engine engine,
      Settings settings,
      ImageData images,
      String version,
      Backend backend) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("RECIPE", recipe.name());
    conditions.put("--engine", engine);
    conditions.put("--epochs", settings.epochs());
    conditions.put(
        "--batch",
        settings.batchSize() == Settings.FULL_BATCH ? "all images" : settings.batchSize());
    conditions.put("--lr", settings.learningRate());
    conditions.put("--seed", settings.seed());
    settings.hidden().ifPresent(hidden -> conditions.put("--hidden", hidden));
    conditions.put("--l2", settings.l2());
    conditions.put("--dropout", settings.dropout());
    settings.limit().ifPresent(limit -> conditions.put("--limit", limit));
    settings.digits().ifPresent(digits -> conditions.put("--digits", digits));
    settings
        .augmentation()
        .ifPresent(
            limits -> {
              conditions.put("--augment-rotation", limits.rotationDegrees());
              conditions.put("--augment-shift", limits.shiftPixels());
              conditions.put("--augment-scale", limits.scaleShare());
              conditions.put("--augment-elastic", limits.elasticPixels());
              conditions.put("--augment-pen", limits.penShare());
            });
    conditions.put("--balance", settings.balance());
    settings.patience().ifPresent(patience -> conditions.put("--patience", patience));
    conditions.put("data set", images.identity());
    conditions.put("classes", String.join(", ", images.classNames()));
    conditions.put("prepared as MNIST", images.preparedAsMnist());
    conditions.put("version", version);
    conditions.put("backend", backend.name());
    conditions.put("--threads", backend.threads());
    conditions.put("acceleration", Networks.isAccelerated() ? "on" : "off");
    Map<String, String> texts = new LinkedHashMap<>();
    conditions.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }
}
